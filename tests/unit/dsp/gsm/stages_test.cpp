#include "dsp/gsm/channel_decoder.h"
#include "dsp/gsm/fcch_detector.h"
#include "dsp/gsm/frame_clock.h"
#include "dsp/gsm/multiframe.h"
#include "dsp/gsm/path_profile.h"
#include "dsp/gsm/repeat_combiner.h"
#include "dsp/gsm/sync_acquirer.h"
#include "tests/support/catch.hpp"
#include "tests/support/gsm_bursts.h"
#include "tests/support/gsm_capture.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <span>
#include <vector>

namespace {

using namespace cw;
using namespace cw::dsp::gsm;
using dsp::cf;
using dsp::k_two_pi;

TEST_CASE("burst formats: training sequences are those of TS 45.002 as the generator has them",
          "[gsm]") {
  for (unsigned tsc = 0; tsc < 8; ++tsc) {
    const auto bits = support::training_sequence(tsc);
    for (std::size_t i = 0; i < bits.size(); ++i) {
      CAPTURE(tsc, i);
      CHECK(k_normal_bursts[tsc].known[61 + i] == (bits[i] != 0 ? -1 : 1));
    }
  }
}

TEST_CASE("multiframe: five FCCH each with an SCH behind it, BCCH and nine CCCH blocks", "[gsm]") {
  int blocks = 0;
  for (std::size_t t3 = 0; t3 < k_multiframe; ++t3) {
    blocks += k_ts0[t3].first ? 1 : 0;
    CHECK((k_ts0[t3].use == Ts0Use::fcch) == (t3 % 10 == 0 && t3 < 50));
    CHECK((k_ts0[t3].use == Ts0Use::sch) == (t3 % 10 == 1));
  }
  CHECK(blocks == 10);
  CHECK(k_ts0[50].use == Ts0Use::idle);
}

TEST_CASE("frame numbers wrap with the hyperframe", "[gsm]") {
  CHECK(advance_fn(wire::k_hyperframe - 1, 1) == 0);
  CHECK(advance_fn(0, -1) == wire::k_hyperframe - 1);
  CHECK(frames_between(wire::k_hyperframe - 2, 3) == 5);
  CHECK(frames_between(3, wire::k_hyperframe - 2) == -5);
}

/// A C0 carrier of some frames with a carrier error.
std::vector<cf> c0(double seconds, double error_hz, double esn0_db) {
  support::CaptureSpec spec;
  spec.seconds = seconds;
  spec.esn0_db = esn0_db;
  spec.cells.resize(1);
  spec.cells[0].bsic = 29;
  spec.cells[0].carrier_error_hz = error_hz;
  return support::GsmCapture(spec).noisy();
}

TEST_CASE("FCCH: found with its frequency, wherever the carrier is", "[gsm][fcch]") {
  for (const double error_hz : {-40e3, -1234.0, 0.0, 25e3}) {
    CAPTURE(error_hz);
    const std::vector<cf> samples = c0(0.3, error_hz, 3);
    FcchDetector detector;
    float share = 0;
    const auto hits = detector.find({samples, 0, 2}, {-41e3, 41e3, 4}, share);
    REQUIRE(hits.size() == 4);
    for (const FcchHit& hit : hits) {
      CHECK(hit.cfo_hz == Approx(error_hz).margin(200));
    }
    CHECK(share > 0.4F);
  }
}

TEST_CASE("FCCH: noise alone has no tone, and nothing is not one either", "[gsm][fcch]") {
  std::vector<cf> samples(300'000);
  FcchDetector detector;
  float share = 0;
  CHECK(detector.find({samples, 0, 2}, {-41e3, 41e3, 8}, share).empty());
  CHECK(share == 0.0F);
  support::Random random(9);
  support::add_noise(samples, 1, random);
  CHECK(detector.find({samples, 0, 2}, {-41e3, 41e3, 8}, share).size() <= 1); // one in 100 000 may
}

namespace {

/// The greatest share of a stretch's power in a tone on a bin or between two, from the definition.
double plain_tone_share(std::span<const cf> stretch, int low, int high) {
  const auto size = static_cast<double>(stretch.size());
  double total = 0;
  std::vector<std::complex<double>> bins;
  for (int bin = low; bin <= high + 1; ++bin) {
    std::complex<double> sum;
    for (std::size_t i = 0; i < stretch.size(); ++i) {
      sum += std::complex<double>(stretch[i]) *
             std::polar(1.0, -k_two_pi * bin * static_cast<double>(i) / size);
    }
    bins.push_back(sum);
  }
  for (const cf sample : stretch) {
    total += std::norm(std::complex<double>(sample));
  }
  double best = 0;
  for (std::size_t i = 0; i + 1 < bins.size(); ++i) {
    best = std::max({best, std::norm(bins[i]), std::norm(bins[i] - bins[i + 1]) / 2});
  }
  return best / (total * size);
}

} // namespace

TEST_CASE("FCCH: a stretch's tone share is that of the plain transform", "[gsm][fcch]") {
  for (const double cycles_per_window : {0.0, 31.0, 31.5, 20.2, 44.7}) { // 0: noise alone
    CAPTURE(cycles_per_window);
    support::Random random(17);
    std::vector<cf> samples(256);
    for (std::size_t i = 0; i < samples.size() && cycles_per_window > 0; ++i) {
      samples[i] = cf(std::polar(0.7, k_two_pi * cycles_per_window * static_cast<double>(i) / 256));
    }
    support::add_noise(samples, 1, random);
    FcchDetector detector;
    float share = 0;
    detector.find({samples, 0, 2}, {-41e3, 41e3, 4}, share);
    const double bin_hz = 2 * k_symbol_rate_hz / 256;
    const auto low = static_cast<int>(std::lround((k_fcch_tone_hz - 41e3) / bin_hz));
    const auto high = static_cast<int>(std::lround((k_fcch_tone_hz + 41e3) / bin_hz));
    CHECK(static_cast<double>(share) == Approx(plain_tone_share(samples, low, high)).epsilon(1e-4));
  }
}

TEST_CASE("SCH: the training sequence is found with no tone to lead to it", "[gsm][sch]") {
  const std::vector<cf> samples = c0(0.06, 21e3, 8);
  const BurstSampler sampler;
  SyncAcquirer acquirer(sampler);
  const auto hits = acquirer.find_training({samples, 0, 2}, -41e3, 41e3, 4);
  REQUIRE_FALSE(hits.empty());
  CHECK(hits[0].cfo_hz == Approx(21e3).margin(1500));
  BurstDemodulator demodulator;
  const auto sync =
      acquirer.read({samples, 0, 2}, {hits[0].position, 2, hits[0].cfo_hz}, 4, true, demodulator);
  REQUIRE(sync);
  CHECK(sync->sch.bsic == 29);
  CHECK(sync->place.cfo_hz == Approx(21e3).margin(300));
}

TEST_CASE("SCH: encoding and decoding agree over the whole range", "[gsm][sch]") {
  for (const std::uint32_t fn : {1U, 21U, 51U * 26 * 2047 + 41, 842'582U}) {
    const BurstPattern pattern = encode_sch(29, fn);
    DemodulatedBurst burst;
    std::ranges::transform(
        pattern, burst.llr.begin(), [](std::int8_t s) { return 10.0F * static_cast<float>(s); });
    const auto decoded = decode_sch(burst);
    REQUIRE(decoded);
    CHECK(decoded->fn == fn);
    CHECK(decoded->bsic == 29);
    CHECK(decoded->corrected_bits == 0);
  }
}

std::array<std::uint8_t, 23> octets(std::uint8_t seed) {
  std::array<std::uint8_t, 23> data{};
  for (std::size_t i = 0; i < data.size(); ++i) {
    data[i] = static_cast<std::uint8_t>(seed + 37 * i);
  }
  return data;
}

/// A block as a noisy channel gives it: certain bits times strength, plus noise.
SoftBlock
noisy_block(const std::array<std::uint8_t, 23>& data, float strength, support::Random& random) {
  SoftBlock block{};
  for (std::size_t index = 0; index < 4; ++index) {
    const BurstPattern pattern = encode_burst(data, index, k_normal_bursts[0]);
    DemodulatedBurst burst;
    std::ranges::transform(pattern, burst.llr.begin(), [&](std::int8_t s) {
      return strength * static_cast<float>(s) + 3 * random.complex_normal().real();
    });
    place_burst(burst, index, block);
  }
  return block;
}

TEST_CASE("channel decoder: what was encoded comes back, and noise does not pass",
          "[gsm][coding]") {
  support::Random random(5);
  const auto good = decode_block(noisy_block(octets(1), 12, random));
  REQUIRE(good);
  CHECK(good->octets == octets(1));
  for (int i = 0; i < 300; ++i) {
    CHECK_FALSE(decode_block(noisy_block(octets(1), 0, random)));
  }
}

TEST_CASE("repeats: blocks too weak alone are read together", "[gsm][repeats]") {
  support::Random random(6);
  RepeatCombiner combiner;
  std::optional<RepeatCombiner::Combined> read;
  int added = 0;
  while (!read && added < 24) {
    const SoftBlock block = noisy_block(octets(2), 1.0F, random);
    REQUIRE_FALSE(decode_block(block));
    read = combiner.add(block);
    ++added;
  }
  REQUIRE(read);
  CHECK(read->block.octets == octets(2));
  CHECK(read->transmissions <= added);
  CHECK(read->transmissions > 1);
}

TEST_CASE("repeats: a change of content never gives a mixture", "[gsm][repeats]") {
  support::Random random(7);
  RepeatCombiner combiner;
  for (int i = 0; i < 2; ++i) {
    CHECK_FALSE(combiner.add(noisy_block(octets(3), 0.8F, random)));
  }
  std::optional<RepeatCombiner::Combined> read;
  for (int i = 0; i < 24 && !read; ++i) {
    read = combiner.add(noisy_block(octets(4), 0.8F, random));
    if (read) {
      CHECK(read->block.octets == octets(4));
    }
  }
  CHECK(read);
}

TEST_CASE("frame clock: follows a clock that is 50 ppm fast from its bursts alone",
          "[gsm][clock]") {
  const double sps = 2.0;
  const double true_sps = sps / (1 + 50e-6);
  const std::uint32_t start = wire::k_hyperframe - 300; // over the wrap, too
  FrameClock clock(start, 1000, sps);
  support::Random random(8);
  for (std::uint32_t i = 10; i < 1020; i += 10) {
    const std::uint32_t fn = advance_fn(start, i);
    const double truth = 1000 + i * k_frame_symbols * true_sps;
    const double late = (truth - clock.position(fn, 0)) / sps +
                        0.05 * static_cast<double>(random.complex_normal().real());
    clock.update(fn, late, 0.05 * 0.05 / 2);
  }
  CHECK(clock.clock_error_ppm() == Approx(50).margin(0.5));
  CHECK(clock.position(advance_fn(start, 1100), 0) ==
        Approx(1000 + 1100 * k_frame_symbols * true_sps).margin(0.3));
}

TEST_CASE("path profile: echoes that fade do not look like a delay", "[gsm][clock]") {
  ChannelStatistics statistics = ChannelStatistics::unknown(1, 0.01F);
  Taps both{};
  both[1] = both[5] = 0.5F;
  both[2] = both[6] = 1.0F;
  both[3] = both[7] = 0.5F;
  statistics.learn(both, 0.01F, 0.95F);
  PathProfile paths;
  paths.start(statistics);
  Taps late_path = both;
  late_path[1] = late_path[2] = late_path[3] = 0;
  CHECK(std::abs(paths.delay_symbols(late_path)) < 0.2);
  Taps delayed{};
  std::copy(both.begin(), both.end() - 1, delayed.begin() + 1);
  CHECK(paths.delay_symbols(delayed) == Approx(1).margin(0.2));
}

} // namespace
