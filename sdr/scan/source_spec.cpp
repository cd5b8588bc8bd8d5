#include "sdr/scan/source_spec.h"

#include <fmt/format.h>

#include <array>

namespace cw::sdr {
namespace {

constexpr std::array k_kinds = {
    SourceKind::soapy, SourceKind::uhd, SourceKind::rtl_tcp, SourceKind::file};

} // namespace

const char* source_kind_name(SourceKind kind) noexcept {
  switch (kind) {
  case SourceKind::soapy: return "soapy";
  case SourceKind::uhd: return "uhd";
  case SourceKind::rtl_tcp: return "rtl_tcp";
  case SourceKind::file: return "file";
  }
  return "?";
}

std::string SourceSpec::argument(std::string_view key) const {
  std::string_view rest = args;
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    if (one.starts_with(key) && one.substr(key.size()).starts_with('=')) {
      return std::string(one.substr(key.size() + 1));
    }
  }
  return {};
}

tl::expected<SourceSpec, std::string> parse_source(const std::string& text) {
  const std::size_t colon = text.find(':');
  for (const SourceKind kind : k_kinds) {
    if (text.substr(0, colon) != source_kind_name(kind)) {
      continue;
    }
    SourceSpec spec{kind, text, colon == std::string::npos ? "" : text.substr(colon + 1)};
    if (kind == SourceKind::file && spec.args.empty()) {
      return tl::unexpected(std::string("file: needs the recording's path, as file:PATH"));
    }
    return spec;
  }
  return tl::unexpected(
      fmt::format("'{}' is no source: give soapy:driver=NAME, uhd:type=NAME, rtl_tcp:HOST:PORT or "
                  "file:PATH ('cellwarden devices' lists what is plugged in)",
                  text));
}

} // namespace cw::sdr
