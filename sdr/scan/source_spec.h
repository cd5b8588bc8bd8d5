// What the user names as a source: "soapy:driver=rtlsdr,serial=1", "uhd:type=b200",
// "rtl_tcp:HOST:PORT", "file:PATH".
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace cw::sdr {

enum class SourceKind : std::uint8_t { soapy, uhd, rtl_tcp, file };

struct SourceSpec {
  SourceKind kind = SourceKind::soapy;
  std::string text; ///< as given
  std::string args; ///< after the first colon: device arguments, host and port, path

  /// Of key=value arguments: the value, or nothing.
  std::string argument(std::string_view key) const;
};

const char* source_kind_name(SourceKind kind) noexcept; ///< "soapy", "uhd", "rtl_tcp", "file"

/// Errors: a sentence that lists what can be given.
tl::expected<SourceSpec, std::string> parse_source(const std::string& text);

} // namespace cw::sdr
