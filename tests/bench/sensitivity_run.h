// One recording made, received and compared with what was sent.
#pragma once

#include "tests/bench/sensitivity_scenarios.h"

namespace cw::bench {

struct Outcome {
  unsigned sent = 0;     ///< blocks of 23 octets on TS0, wholly inside
  unsigned receiver = 0; ///< of those, what dsp::Band gave
  unsigned ideal = 0;
  unsigned wrong = 0; ///< blocks, SCH too, that nobody sent
  Outcome& operator+=(const Outcome& other) noexcept;
};

struct RunSettings {
  double esn0_db = 0;
  double seconds = 10;
  unsigned seed = 1;
  bool ideal = true;
};

Outcome run_once(const Scenario& scenario, const RunSettings& settings);

} // namespace cw::bench
