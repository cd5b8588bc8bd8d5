// What the name of a recording gives away: SDR programs put frequency and rate there and nowhere
// else.
#pragma once

#include "sdr/source/sample_format.h"

#include <optional>
#include <string_view>

namespace cw::sdr {

struct FileNameHints {
  std::optional<SampleFormat> format;
  std::optional<double> sample_rate_hz;
  std::optional<double> center_hz;
};

/// Input   the name without its folder.
/// Output  what it says without ambiguity: the ending (".cu8", ".cs16", ".cfile"), exactly one part
///         such as "937000000Hz" or "937.2MHz", or gqrx's "gqrx_DATE_TIME_FREQUENCY_RATE_fc.raw".
FileNameHints file_name_hints(std::string_view name);

} // namespace cw::sdr
