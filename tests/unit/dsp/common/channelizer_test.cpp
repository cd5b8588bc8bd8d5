#include "dsp/common/channelizer.h"
#include "dsp/common/worker_pool.h"
#include "tests/support/catch.hpp"
#include "tests/support/random.h"

#include <atomic>
#include <cmath>
#include <numbers>

namespace {

using namespace cw::dsp;

/// One carrier out of a capture, block by block as dsp::Band does it; the first sample is input
/// sample 0.
std::vector<cf> extract(const Channelizer& channelizer,
                        const std::vector<cf>& input,
                        std::ptrdiff_t shift,
                        Channelizer::Filter filter = Channelizer::Filter::wide) {
  AlignedVector<cf> block(channelizer.block_samples()), spectrum(channelizer.block_samples());
  AlignedVector<cf> scratch(Channelizer::scratch_size());
  std::vector<cf> out;
  for (std::size_t b = 0; b * channelizer.hop_samples() < input.size(); ++b) {
    for (std::size_t i = 0; i < block.size(); ++i) {
      const std::size_t at = b * channelizer.hop_samples() + i;
      const bool inside =
          at >= channelizer.lead_samples() && at - channelizer.lead_samples() < input.size();
      block[i] = inside ? input[at - channelizer.lead_samples()] : cf(0);
    }
    channelizer.forward(block.data(), spectrum.data());
    out.resize(out.size() + channelizer.outputs_per_block());
    channelizer.inverse(
        spectrum, {shift, filter}, b, scratch, out.data() + b * channelizer.outputs_per_block());
  }
  return out;
}

std::vector<cf> tone(double cycles_per_sample, std::size_t count) {
  std::vector<cf> samples(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double phase =
        2 * std::numbers::pi * std::fmod(cycles_per_sample * static_cast<double>(i), 1.0);
    samples[i] = std::polar(1.0F, static_cast<float>(phase));
  }
  return samples;
}

TEST_CASE("channelizer: a tone keeps amplitude, phase and time through shift and decimation",
          "[channelizer]") {
  for (const double rate_hz : {406'250.0, 1e6, 4e6, 25e6}) {
    for (const std::ptrdiff_t shift : {-57, 0, 31}) {
      CAPTURE(rate_hz, shift);
      const Channelizer channelizer({rate_hz, 541'667, 270'833, 190'000});
      const double tone_hz = static_cast<double>(shift) * channelizer.bin_hz() + 40e3;
      const auto input = tone(tone_hz / rate_hz, 12 * channelizer.block_samples());
      const auto out = extract(channelizer, input, shift);
      float worst = 0;
      for (std::size_t j = 100; j + 600 < out.size(); ++j) {
        // Plain reference: the same tone at this output's place in the input, moved down by the
        // shift.
        const double at = static_cast<double>(j) * channelizer.decimation();
        const double cycles =
            (tone_hz - static_cast<double>(shift) * channelizer.bin_hz()) / rate_hz * at;
        // The shift is a whole number of bins and starts at the first block, which lies
        // lead_samples early.
        const double start = static_cast<double>(shift) *
                             static_cast<double>(channelizer.lead_samples()) /
                             static_cast<double>(channelizer.block_samples());
        const double phase =
            2 * std::numbers::pi * (std::fmod(cycles, 1.0) - std::fmod(start, 1.0));
        worst = std::max(worst, std::abs(out[j] - std::polar(1.0F, static_cast<float>(phase))));
      }
      CHECK(worst < 2e-3F);
    }
  }
}

TEST_CASE("channelizer: a carrier 400 kHz away is 70 dB down", "[channelizer]") {
  const Channelizer channelizer({4e6, 541'667, 270'833, 190'000});
  const auto out = extract(channelizer, tone(400e3 / 4e6, 12 * channelizer.block_samples()), 0);
  double sum = 0;
  for (std::size_t j = 100; j + 600 < out.size(); ++j) {
    sum += static_cast<double>(std::norm(out[j]));
  }
  CHECK(10 * std::log10(sum / static_cast<double>(out.size() - 700)) < -70);
}

TEST_CASE("channelizer: the narrow filter keeps a tone at 60 kHz and drops one at 140 kHz",
          "[channelizer]") {
  const Channelizer channelizer({4e6, 541'667, 270'833, 190'000});
  const auto level_db = [&](double hz) {
    const auto out = extract(channelizer,
                             tone(hz / 4e6, 12 * channelizer.block_samples()),
                             0,
                             Channelizer::Filter::narrow);
    double sum = 0;
    for (std::size_t j = 100; j + 600 < out.size(); ++j) {
      sum += static_cast<double>(std::norm(out[j]));
    }
    return 10 * std::log10(sum / static_cast<double>(out.size() - 700));
  };
  CHECK(level_db(60e3) == Approx(0).margin(0.1));
  CHECK(level_db(140e3) < -60);
}

TEST_CASE("channelizer: noise comes out as strong as its share of the band", "[channelizer]") {
  const Channelizer channelizer({2e6, 541'667, 270'833, 190'000});
  std::vector<cf> input(40 * channelizer.block_samples());
  cw::support::Random random(4);
  for (cf& sample : input) {
    sample = random.complex_normal();
  }
  const auto out = extract(channelizer, input, 11);
  double sum = 0;
  for (std::size_t j = 100; j + 600 < out.size(); ++j) {
    sum += static_cast<double>(std::norm(out[j]));
  }
  CHECK(sum / static_cast<double>(out.size() - 700) == Approx(270'833.0 / 2e6).epsilon(0.05));
}

TEST_CASE("FFT sizes: near what was asked for and quick", "[fft]") {
  for (double wanted = 200; wanted < 60'000; wanted *= 1.07) {
    const std::size_t size = quick_fft_size(wanted);
    CHECK(size % 8 == 0);
    CHECK(std::abs(std::log(static_cast<double>(size) / wanted)) < 0.12);
  }
}

TEST_CASE("worker pool: every job runs once, for any number of threads", "[pool]") {
  for (const unsigned threads : {1U, 2U, 5U}) {
    WorkerPool pool(threads);
    CHECK(pool.size() == threads);
    for (int round = 0; round < 20; ++round) {
      std::vector<std::atomic<int>> runs(37);
      pool.run(runs.size(), [&](std::size_t index, unsigned worker) {
        runs[index] += worker < threads ? 1 : 100;
      });
      for (const std::atomic<int>& count : runs) {
        CHECK(count == 1);
      }
    }
  }
}

} // namespace
