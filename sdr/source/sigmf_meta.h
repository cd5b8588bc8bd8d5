// What a SigMF metadata file says about its samples (SigMF 1.0 and 1.2, sigmf.org).
#pragma once

#include "sdr/source/sample_format.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cw::sdr {

struct SigmfCapture {
  std::uint64_t sample_start = 0; ///< in the data file
  std::uint64_t header_bytes = 0; ///< to skip before it
  std::optional<std::uint64_t> global_index =
      {}; ///< in the stream the recorder saw, so that holes show
  std::optional<double> center_hz = {};
  std::optional<std::int64_t> start_unix_ns = {}; ///< core:datetime
};

struct SigmfMeta {
  SampleFormat format = SampleFormat::cf32;
  std::string datatype; ///< as the file says it, "ci16_le"
  std::optional<double> sample_rate_hz = {};
  std::vector<SigmfCapture> captures; ///< at least one, in rising sample_start
  std::uint64_t trailing_bytes = 0;
};

/// Input   the whole file, whoever wrote it. Depth and size are what the caller let in.
/// Errors  one sentence without the file's name: what is wrong and what to do.
tl::expected<SigmfMeta, std::string> parse_sigmf_meta(std::string_view json);

/// "2026-11-24T10:20:30.123456Z" in nanoseconds since 1970; nothing if it is not such a time.
std::optional<std::int64_t> parse_datetime(std::string_view text);

} // namespace cw::sdr
