#include "sdr/scan/live_band.h"
#include "tests/support/catch.hpp"
#include "tests/unit/sdr/flowgraph/collected_signal.h"
#include "tests/unit/sdr/flowgraph/generated_recording.h"

#include <set>

using namespace cw::sdr;
using cw::sdr::test::CollectedSignal;
using cw::sdr::test::k_rate_hz;
using cw::sdr::test::one_cell;

namespace {

constexpr double k_center_hz = 947.4e6;

void play(LiveBand& band, std::span<const cf> samples) {
  constexpr std::size_t k_lump = 10'000;
  for (; !samples.empty(); samples = samples.subspan(std::min(k_lump, samples.size()))) {
    band.take(samples.first(std::min(k_lump, samples.size())));
  }
}

} // namespace

TEST_CASE("live band: hears nothing before it arrives and nothing while it settles",
          "[sdr][scan]") {
  const auto samples = one_cell(2.0);
  const auto second = static_cast<std::size_t>(k_rate_hz);
  CollectedSignal signal;
  BlockExit exit(signal, false);
  LiveBand band({.sample_rate_hz = k_rate_hz}, exit, nullptr);
  play(band, std::span(samples).first(second / 2));
  REQUIRE(band.arrive(k_center_hz, second / 4));
  play(band, std::span(samples).subspan(second / 2));
  band.leave();
  REQUIRE(signal.blocks.size() > 10);
  CHECK(signal.blocks.front().t_s >= 0.75);
  CHECK(signal.blocks.back().t_s < 2.0);
  CHECK(band.received() == samples.size());
  CHECK(band.elapsed() == samples.size());
}

TEST_CASE("live band: the same transmission is the same train from visit to visit", "[sdr][scan]") {
  const auto samples = one_cell(3.0);
  const auto second = static_cast<std::size_t>(k_rate_hz);
  CollectedSignal signal;
  BlockExit exit(signal, false);
  LiveBand band({.sample_rate_hz = k_rate_hz}, exit, nullptr);
  REQUIRE(band.arrive(k_center_hz, 0));
  play(band, std::span(samples).first(second));
  band.leave();
  const std::size_t first_visit = signal.blocks.size();
  play(band, std::span(samples).subspan(second, second));
  REQUIRE(band.arrive(k_center_hz, 0));
  play(band, std::span(samples).subspan(2 * second));
  band.leave();
  REQUIRE(first_visit > 0);
  REQUIRE(signal.blocks.size() > first_visit);
  std::set<std::uint32_t> trains;
  for (const auto& block : signal.blocks) {
    trains.insert(block.heard_on.train);
  }
  CHECK(trains.size() == 1);
}

TEST_CASE("live band: level, clipping and holes are counted", "[sdr][scan]") {
  CollectedSignal signal;
  BlockExit exit(signal, false);
  LiveBand band({.sample_rate_hz = k_rate_hz}, exit, nullptr);
  REQUIRE(band.arrive(k_center_hz, 0));
  play(band, std::vector<cf>(80'000, cf(0.1F, 0)));
  const SignalCounts quiet = band.take_counts();
  CHECK(quiet.power == Approx(0.01));
  CHECK(quiet.clipped_fraction == 0);
  band.lost(5000);
  play(band, std::vector<cf>(80'000, cf(1.0F, 0)));
  const SignalCounts loud = band.take_counts();
  CHECK(loud.clipped_fraction == Approx(0.5));
  CHECK(loud.overruns == 1);
  CHECK(loud.samples_lost == 5000);
  CHECK(band.elapsed() == 165'000);
}

TEST_CASE("live band: a radio that came back goes on where the session stands", "[sdr][scan]") {
  const auto samples = one_cell(1.0);
  CollectedSignal signal;
  BlockExit exit(signal, false, 500);
  LiveBand band({.sample_rate_hz = k_rate_hz}, exit, nullptr, {.seconds = 100, .trains = 7});
  REQUIRE(band.arrive(k_center_hz, 0));
  play(band, samples);
  band.leave();
  REQUIRE(signal.blocks.size() > 10);
  CHECK(signal.blocks.front().n == 500);
  CHECK(signal.blocks.front().t_s >= 100);
  CHECK(signal.blocks.front().heard_on.train == 8);
  CHECK(band.session_s() == Approx(101));
  CHECK(band.trains() == 8);
}

TEST_CASE("live band: a rate that dsp cannot take is refused", "[sdr][scan]") {
  CollectedSignal signal;
  BlockExit exit(signal, false);
  LiveBand band({.sample_rate_hz = 100e3}, exit, nullptr);
  CHECK_FALSE(band.arrive(k_center_hz, 0));
}
