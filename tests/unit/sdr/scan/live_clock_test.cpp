#include "sdr/scan/live_clock.h"
#include "tests/support/catch.hpp"

using cw::sdr::LiveClock;
using std::chrono::milliseconds;

TEST_CASE("live clock: counts on whatever the system's clock does", "[sdr][scan]") {
  const LiveClock::Steady::time_point start{};
  const LiveClock clock(1000, start);
  CHECK(clock.unix_s(start + milliseconds(2500)) == Approx(1002.5));
  CHECK_FALSE(clock.by_satellite());
}

TEST_CASE("live clock: a fix sets it right, the delay of a line does not", "[sdr][scan]") {
  const LiveClock::Steady::time_point start{};
  LiveClock clock(1000, start);
  clock.set_right(1010.1, start + milliseconds(10'000));
  CHECK(clock.unix_s(start + milliseconds(10'000)) == Approx(1010));
  CHECK(clock.by_satellite());
  clock.set_right(5000, start + milliseconds(11'000));
  CHECK(clock.unix_s(start + milliseconds(12'000)) == Approx(5001));
}
