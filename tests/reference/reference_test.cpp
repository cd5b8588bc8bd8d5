// The yardstick itself: the plain trellis against trying every sequence, the ideal receiver against
// the known bound.
#include "tests/reference/ideal_receiver.h"
#include "tests/reference/plain_bcjr.h"
#include "tests/support/catch.hpp"
#include "tests/support/gsm_capture.h"

#include <algorithm>
#include <array>
#include <limits>

namespace {

using namespace cw::reference;
using cw::support::Random;

constexpr std::size_t k_memory = 3, k_symbols = 8, k_spacing = 2;

/// Max-log ratios by trying all sequences, those before the first symbol included.
std::array<float, k_symbols> exhaustive(const TrellisInput& input) {
  const float never = -std::numeric_limits<float>::infinity();
  std::array<std::array<float, 2>, k_symbols> best{};
  best.fill({never, never});
  for (unsigned word = 0; word < 1U << (k_symbols + k_memory); ++word) {
    const auto minus = [&](std::size_t at) { return (word >> at) & 1U; }; // symbol at - k_memory
    float metric = 0;
    for (std::size_t i = 0; i < k_symbols * k_spacing; ++i) {
      cf left = input.samples[i];
      for (std::size_t tap = 0; tap <= k_memory; ++tap) {
        const cf gain = input.taps[tap * k_spacing + i % k_spacing];
        left -= minus(i / k_spacing + k_memory - tap) == 1 ? -gain : gain;
      }
      metric -= std::norm(left) / input.noise_variance;
    }
    for (std::size_t m = 0; m < k_symbols; ++m) {
      const bool wrong =
          input.known[m] != 0 && input.known[m] != (minus(m + k_memory) == 1 ? -1 : 1);
      metric = wrong ? never : metric;
    }
    for (std::size_t m = 0; m < k_symbols; ++m) {
      float& kept = best.at(m).at(minus(m + k_memory));
      kept = std::max(kept, metric);
    }
  }
  std::array<float, k_symbols> llr{};
  std::ranges::transform(best, llr.begin(), [](const auto& pair) { return pair[0] - pair[1]; });
  return llr;
}

double success(double esn0_db, const cw::support::Channel& channel, unsigned memory) {
  const cw::support::GsmCapture capture(
      {.seconds = 4,
       .esn0_db = esn0_db,
       .cells = {
           {.bsic = 5, .timing_symbols = 31.4, .carrier_error_hz = 1234, .channel = channel}}});
  const std::vector<cf> clean = capture.clean();
  const std::vector<cf> noisy = capture.noisy();
  const IdealReceiver receiver{.clean = clean,
                               .noisy = noisy,
                               .carrier_offset_hz = capture.carrier_offset_hz(0),
                               .noise_variance = capture.noise_power(),
                               .memory = memory};
  int good = 0;
  int all = 0;
  for (const auto& block : capture.sent()) {
    if (block.channel != cw::wire::GsmChannel::sch) {
      ++all;
      good += receiver.decodes({capture.first_sample(block), 5, block.data}) ? 1 : 0;
    }
  }
  REQUIRE(all > 150);
  return static_cast<double>(good) / all;
}

} // namespace

TEST_CASE("plain BCJR: ratios are those of trying every sequence", "[reference]") {
  Random random(3);
  std::vector<cf> taps((k_memory + 1) * k_spacing);
  std::vector<cf> samples(k_symbols * k_spacing);
  std::ranges::generate(taps, [&] { return random.complex_normal(); });
  std::ranges::generate(samples, [&] { return 2.0F * random.complex_normal(); });
  const std::array<std::int8_t, k_symbols> known = {0, 0, 1, -1, 0, 0, 0, 0};
  const TrellisInput input{samples, taps, k_spacing, 0.7F, known};
  const std::vector<float> llr = plain_bcjr(input);
  const auto expected = exhaustive(input);
  for (std::size_t m = 0; m < k_symbols; ++m) {
    CAPTURE(m);
    if (known.at(m) == 0) {
      CHECK(llr.at(m) == Approx(expected.at(m)).epsilon(1e-4).margin(1e-4));
    }
  }
}

TEST_CASE("ideal receiver: in white noise it is where the bound of GSM's code puts it",
          "[reference]") {
  // Soft Viterbi on BPSK: 99 % of blocks at 1.1 dB, 50 % at -1.35 dB; GMSK's distance costs 0.4 dB
  // of it.
  const cw::support::Channel still;
  CHECK(success(1.9, still, 5) > 0.97);
  CHECK(success(-0.95, still, 5) == Approx(0.5).margin(0.17));
  CHECK(success(-4.0, still, 5) < 0.05);
}

TEST_CASE("ideal receiver: two equal echoes cost it nothing at 12 dB", "[reference]") {
  CHECK(success(12, cw::support::two_path_channel(3.7, 2.0), 8) == 1.0);
}
