// What each stage of the GSM receiver costs (Google Benchmark). Items are bursts, blocks or input
// samples.
#include "dsp/common/channelizer.h"
#include "dsp/gsm/channel_decoder.h"
#include "dsp/gsm/fcch_detector.h"
#include "dsp/gsm/sync_acquirer.h"
#include "tests/reference/plain_bcjr.h"
#include "tests/support/gsm_capture.h"

#include <benchmark/benchmark.h>

#include <algorithm>

namespace {

using namespace cw::dsp;
using namespace cw::dsp::gsm;
using cw::support::GsmCapture;

/// A second of one cell at two samples a symbol, 10 dB.
const std::vector<cf>& one_second() {
  static const std::vector<cf> samples =
      GsmCapture({.seconds = 1, .esn0_db = 10, .cells = {{.bsic = 13}}}).noisy();
  return samples;
}

CarrierStream stream() {
  return {.samples = one_second(), .samples_per_symbol = 2};
}

void channelizer_forward(benchmark::State& state) {
  const Channelizer bank({.sample_rate_hz = 1e6 * static_cast<double>(state.range(0)),
                          .output_rate_hz = 2 * k_symbol_rate_hz,
                          .passband_hz = 270e3});
  const AlignedVector<cf> block(bank.block_samples(), cf(0.5F));
  AlignedVector<cf> spectrum(block.size());
  while (state.KeepRunning()) {
    bank.forward(block.data(), spectrum.data());
    benchmark::DoNotOptimize(spectrum.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(bank.hop_samples()));
}
BENCHMARK(channelizer_forward)->Arg(1)->Arg(4)->Arg(25);

void channelizer_inverse(benchmark::State& state) {
  const Channelizer bank(
      {.sample_rate_hz = 4e6, .output_rate_hz = 2 * k_symbol_rate_hz, .passband_hz = 270e3});
  const AlignedVector<cf> spectrum(bank.block_samples(), cf(0.5F));
  AlignedVector<cf> scratch(Channelizer::scratch_size());
  std::vector<cf> out(bank.outputs_per_block());
  std::uint64_t block = 0;
  while (state.KeepRunning()) {
    bank.inverse(spectrum, {.shift_bins = 100}, block++, scratch, out.data());
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(out.size()));
}
BENCHMARK(channelizer_inverse);

void fcch_search(benchmark::State& state) {
  FcchDetector detector;
  float best = 0;
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(
        detector.find(stream(), {.min_cfo_hz = -40e3, .max_cfo_hz = 40e3}, best));
  }
  state.SetItemsProcessed(state.iterations() * std::ssize(one_second()));
}
BENCHMARK(fcch_search);

void training_search(benchmark::State& state) {
  const BurstSampler sampler;
  SyncAcquirer acquirer(sampler);
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(acquirer.find_training(stream(), -40e3, 40e3, 8));
  }
  state.SetItemsProcessed(state.iterations() * std::ssize(one_second()));
}
BENCHMARK(training_search);

void burst_sampler(benchmark::State& state) {
  const BurstSampler sampler;
  std::array<cf, k_burst_samples> out{};
  while (state.KeepRunning()) {
    sampler.sample(stream(), {.position = 5000.3, .samples_per_symbol = 2, .cfo_hz = 123}, 0, out);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(burst_sampler);

void demodulate(benchmark::State& state) {
  const BurstSampler sampler;
  BurstDemodulator demodulator;
  std::array<cf, k_burst_samples> samples{};
  sampler.sample(stream(), {.position = 5000.3, .samples_per_symbol = 2, .cfo_hz = 0}, 0, samples);
  const ChannelStatistics statistics = ChannelStatistics::unknown(1.0F, 0.1F);
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(demodulator.demodulate(samples, k_normal_bursts[5], statistics));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(demodulate);

struct Trellis {
  std::vector<cf> samples = std::vector<cf>(148), taps;
  std::vector<std::int8_t> known = std::vector<std::int8_t>(148);
  explicit Trellis(std::size_t memory) : taps(memory + 1) {
    cw::support::Random random(5);
    std::ranges::generate(samples, [&] { return random.complex_normal(); });
    std::ranges::generate(taps, [&] { return random.complex_normal(); });
  }
};

void equalizer(benchmark::State& state) {
  const Trellis trellis(static_cast<std::size_t>(state.range(0)));
  Equalizer fast;
  std::vector<float> llr(148);
  while (state.KeepRunning()) {
    fast.run(trellis.samples, trellis.taps, 0.5F, trellis.known, llr);
    benchmark::DoNotOptimize(llr.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(equalizer)->Arg(4)->Arg(6)->Arg(8);

void plain_equalizer(benchmark::State& state) {
  const Trellis trellis(static_cast<std::size_t>(state.range(0)));
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(cw::reference::plain_bcjr({.samples = trellis.samples,
                                                        .taps = trellis.taps,
                                                        .noise_variance = 0.5F,
                                                        .known = trellis.known}));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(plain_equalizer)->Arg(4)->Arg(8);

void block_decoder(benchmark::State& state) {
  const auto coded = cw::support::encode_block({0x49, 0x06, 0x1B});
  SoftBlock soft{};
  for (std::size_t bit = 0; bit < soft.size(); ++bit) {
    soft.at(bit) = coded.at(bit / 116).at(bit % 116) == 0 ? SoftBit{60} : SoftBit{-60};
  }
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(decode_block(soft));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(block_decoder);

} // namespace

BENCHMARK_MAIN();
