// Power per carrier over a stretch of the capture: what to search first, and the map's waterfall.
#pragma once

#include <cstdint>
#include <vector>

namespace cw::wire {

struct PowerScan {
  std::uint64_t first_sample = 0;
  double t_s = 0;
  double first_offset_hz = 0;         ///< centre of the first bin from the recording's centre
  double step_hz = 0;                 ///< 200 kHz for GSM
  std::vector<float> level_dbfs;      ///< mean power in each bin
};

} // namespace cw::wire
