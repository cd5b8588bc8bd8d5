// What bench_sensitivity tries: channels, carrier and clock errors, and the levels worth looking at
// in each.
#pragma once

#include "tests/support/channel.h"

#include <string>
#include <vector>

namespace cw::bench {

struct Scenario {
  std::string name, what;
  std::vector<double> esn0_db; ///< rising
  support::Channel channel = {};
  double carrier_error_hz = 0;
  double clock_error_ppm = 0;
  unsigned ideal_memory = 6; ///< symbols the ideal receiver's trellis spans
};

const std::vector<Scenario>& scenarios();

} // namespace cw::bench
