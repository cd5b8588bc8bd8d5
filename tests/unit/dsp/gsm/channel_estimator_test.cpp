#include "dsp/gsm/channel_estimator.h"
#include "tests/support/catch.hpp"
#include "tests/support/random.h"

#include <cmath>

namespace {

using namespace cw::dsp::gsm;
using cw::dsp::cf;

/// Samples of a burst through a channel, with noise.
std::vector<cf> through(const Taps& taps,
                        const std::vector<float>& symbols,
                        float noise_variance,
                        cw::support::Random& random) {
  std::vector<cf> samples(symbols.size() + 2 * k_taps);
  for (std::size_t m = 0; m < samples.size(); ++m) {
    for (std::size_t j = 0; j < k_taps; ++j) {
      samples[m] += m >= j && m - j < symbols.size() ? taps[j] * symbols[m - j] : cf(0);
    }
    samples[m] += std::sqrt(noise_variance) * random.complex_normal();
  }
  return samples;
}

std::vector<float> random_burst(const BurstFormat& format, cw::support::Random& random) {
  std::vector<float> symbols(k_burst_symbols);
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    symbols[i] = format.known[i] != 0   ? static_cast<float>(format.known[i])
                 : random.below(2) != 0 ? 1.0F
                                        : -1.0F;
  }
  return symbols;
}

float distance(const Taps& a, const Taps& b) {
  float sum = 0;
  for (std::size_t i = 0; i < k_taps; ++i) {
    sum += std::norm(a[i] - b[i]);
  }
  return sum;
}

TEST_CASE("channel estimate: without noise the taps come out as they are", "[gsm][channel]") {
  cw::support::Random random(1);
  Taps taps{};
  taps[1] = {0.4F, 0.2F};
  taps[2] = {0.9F, -0.3F};
  taps[3] = {0.5F, 0.1F};
  const std::vector<float> symbols = random_burst(k_normal_bursts[3], random);
  const auto samples = through(taps, symbols, 0, random);
  const auto estimate = estimate_channel(
      samples, symbols, 0, k_burst_symbols, ChannelStatistics::unknown(1.4F, 1e-6F));
  CHECK(distance(estimate.taps, taps) < 1e-6F);
}

TEST_CASE("channel estimate: what earlier bursts taught cuts the error by more than half",
          "[gsm][channel]") {
  cw::support::Random random(2);
  Taps taps{};
  taps[1] = {0.35F, 0.1F};
  taps[2] = {0.8F, -0.2F};
  taps[3] = {0.35F, 0.1F};
  constexpr float k_noise = 0.5F;
  ChannelStatistics taught = ChannelStatistics::unknown(1, k_noise);
  for (int i = 0; i < 50; ++i) {
    taught.learn(taps, k_noise, 0.1F);
  }
  const ChannelStatistics blank = ChannelStatistics::unknown(1, k_noise);
  float error_taught = 0;
  float error_blank = 0;
  for (int i = 0; i < 200; ++i) {
    const std::vector<float> symbols = random_burst(k_normal_bursts[5], random);
    const auto samples = through(taps, symbols, k_noise, random);
    error_taught +=
        distance(estimate_from_training(samples, k_normal_bursts[5], taught).taps, taps);
    error_blank += distance(estimate_from_training(samples, k_normal_bursts[5], blank).taps, taps);
  }
  CHECK(error_taught * 2 < error_blank);
}

TEST_CASE("channel estimate: the noise is measured, and never said to be none", "[gsm][channel]") {
  cw::support::Random random(3);
  Taps taps{};
  taps[2] = 1;
  const std::vector<float> symbols = random_burst(k_normal_bursts[0], random);
  const auto statistics = ChannelStatistics::unknown(1, 0.25F);
  float sum = 0;
  for (int i = 0; i < 100; ++i) {
    sum += estimate_channel(
               through(taps, symbols, 0.25F, random), symbols, 0, k_burst_symbols, statistics)
               .noise_variance;
  }
  CHECK(sum / 100 == Approx(0.25F).epsilon(0.1));
  CHECK(estimate_channel(through(taps, symbols, 0, random), symbols, 0, k_burst_symbols, statistics)
            .noise_variance > 0);
  const std::vector<cf> silence(200);
  CHECK(estimate_channel(silence, symbols, 0, k_burst_symbols, ChannelStatistics::unknown(0, 0))
            .noise_variance > 0);
}

TEST_CASE("tap window: 16 states without echoes, as many as the echoes need with them",
          "[gsm][channel]") {
  ChannelStatistics statistics = ChannelStatistics::unknown(0, 0.1F);
  Taps taps{};
  taps[1] = taps[3] = 0.5F;
  taps[2] = 1;
  statistics.learn(taps, 0.1F, 1.0F);
  CHECK(statistics.window().memory == 4);
  taps[7] = 0.8F;
  statistics.learn(taps, 0.1F, 1.0F);
  CHECK(statistics.window().first == 1);
  CHECK(statistics.window().memory == 6);
}

} // namespace
