#include "sdr/scan/tuning_plan.h"
#include "tests/support/catch.hpp"

#include <cmath>
#include <map>

using namespace cw::sdr;

namespace {

const CarrierRange k_p_gsm{"gsm900", 935.2e6, 959.8e6};

TunerLimits dongle(double rate_hz = 2.4e6) {
  return {.min_hz = 24e6, .max_hz = 1766e6, .rate_hz = rate_hz, .usable = 0.85};
}

} // namespace

TEST_CASE("tuning plan: every carrier once, inside the flat part, none at DC", "[sdr][scan]") {
  for (const double rate_hz : {1e6, 2.048e6, 2.4e6, 3.2e6, 20e6, 61.44e6}) {
    CAPTURE(rate_hz);
    const auto tunings = plan_tunings(std::vector{k_p_gsm}, dongle(rate_hz));
    REQUIRE(tunings);
    std::map<long, int> seen;
    for (const Tuning& tuning : *tunings) {
      for (const double hz : tuning.carriers_hz) {
        ++seen[std::lround(hz / 1e3)];
        CHECK(std::abs(hz - tuning.center_hz) + 100e3 <= rate_hz * 0.85 / 2 + 1);
        CHECK(std::abs(hz - tuning.center_hz) >= 99e3);
      }
    }
    CHECK(seen.size() == 124);
    CHECK(std::all_of(seen.begin(), seen.end(), [](const auto& one) { return one.second == 1; }));
  }
}

TEST_CASE("tuning plan: P-GSM takes thirteen tunings of 2.4 Msps", "[sdr][scan]") {
  CHECK(plan_tunings(std::vector{k_p_gsm}, dongle())->size() == 13);
  CHECK(plan_tunings(std::vector{k_p_gsm}, dongle(30e6))->size() == 1);
}

TEST_CASE("tuning plan: what a radio cannot tune to is said", "[sdr][scan]") {
  const CarrierRange dcs{"gsm1800", 1805.2e6, 1879.8e6};
  const auto refused = plan_tunings(std::vector{dcs}, dongle());
  REQUIRE_FALSE(refused);
  CHECK(refused.error() == "this radio tunes from 24 to 1766 MHz, and gsm1800 needs 1805.9 MHz: "
                           "take another radio or another band");
  CHECK_FALSE(plan_tunings(std::vector{k_p_gsm}, dongle(300e3)));
}

TEST_CASE("tuning plan: a fixed centre has the carriers around it", "[sdr][scan]") {
  const Tuning tuning = fixed_tuning(947.4e6, dongle());
  REQUIRE(tuning.carriers_hz.size() == 9);
  CHECK(tuning.carriers_hz[4] == Approx(947.4e6));
}
