#include "sdr/scan/iq_ring.h"
#include "tests/support/catch.hpp"

#include <vector>

using namespace cw::sdr;

namespace {

constexpr double k_rate_hz = 1000;

// Samples that name their number.
std::vector<cf> numbered(int first, int count) {
  std::vector<cf> samples;
  for (int i = 0; i < count; ++i) {
    samples.emplace_back(static_cast<float>((first + i) % 100) / 127.0F, -0.5F);
  }
  return samples;
}

} // namespace

TEST_CASE("IQ ring: gives what was added, between two times", "[sdr][scan]") {
  IqRing ring(k_rate_hz, 4000);
  CHECK(ring.seconds() == Approx(2.0));
  ring.add(numbered(0, 500), 940e6, 10.0);
  ring.add(numbered(500, 500), 940e6, 10.5);
  const auto stretches = ring.copy(10.25, 10.75);
  REQUIRE(stretches.size() == 1);
  CHECK(stretches[0].start_s == Approx(10.25));
  CHECK(stretches[0].center_hz == 940e6);
  REQUIRE(stretches[0].values.size() == 1000);
  CHECK(stretches[0].values[0] == 250 % 100);
  CHECK(stretches[0].values[1] == -64);
  CHECK(stretches[0].values[998] == 749 % 100);
}

TEST_CASE("IQ ring: forgets the oldest, never more than its limit", "[sdr][scan]") {
  IqRing ring(k_rate_hz, 4000);
  for (int i = 0; i < 50; ++i) {
    ring.add(numbered(i * 100, 100), 940e6, i * 0.1);
  }
  const auto stretches = ring.copy(0, 100);
  REQUIRE(stretches.size() == 1);
  CHECK(stretches[0].values.size() == 4000);
  CHECK(stretches[0].start_s == Approx(3.0));
}

TEST_CASE("IQ ring: another frequency or a hole begins another stretch", "[sdr][scan]") {
  IqRing ring(k_rate_hz, 4000);
  ring.add(numbered(0, 300), 940e6, 0);
  ring.add(numbered(0, 300), 945e6, 0.4);
  ring.add(numbered(0, 300), 945e6, 1.0);
  const auto stretches = ring.copy(0, 100);
  REQUIRE(stretches.size() == 3);
  CHECK(stretches[1].center_hz == 945e6);
  CHECK(stretches[2].start_s == Approx(1.0));
  CHECK(ring.copy(50, 100).empty());
}
