#include "sdr/scan/loss_meter.h"
#include "tests/support/catch.hpp"

#include <cmath>

using cw::sdr::LossMeter;

namespace {

constexpr double k_rate_hz = 2.4e6;

// Looks ten times a second at a radio whose clock is `ppm` off, that delivers in lumps of 54 ms,
// and loses so many samples at 30 s.
std::uint64_t lost_in_a_minute(double ppm, double loss) {
  LossMeter meter(k_rate_hz);
  std::uint64_t told = 0;
  for (int tenth = 0; tenth < 600; ++tenth) {
    const double now_s = tenth * 0.1;
    const double sent = now_s * k_rate_hz * (1 + ppm * 1e-6) - (now_s > 30 ? loss : 0.0);
    const double lump = 0.054 * k_rate_hz;
    told += meter.look(100 + now_s,
                       static_cast<std::uint64_t>(std::floor(std::max(sent, 0.0) / lump) * lump));
  }
  return told;
}

} // namespace

TEST_CASE("loss meter: a radio that loses nothing, its clock 100 ppm off", "[sdr][scan]") {
  CHECK(lost_in_a_minute(0, 0) == 0);
  CHECK(lost_in_a_minute(100, 0) == 0);
  CHECK(lost_in_a_minute(-100, 0) == 0);
}

TEST_CASE("loss meter: what goes missing is counted, to a lump", "[sdr][scan]") {
  for (const double loss : {0.2e6, 1e6, 5e6}) {
    CAPTURE(loss);
    CHECK(std::abs(static_cast<double>(lost_in_a_minute(40, loss)) - loss) < 0.054 * k_rate_hz);
  }
}
