#include "dsp/gsm/burst_demodulator.h"

#include <algorithm>
#include <cmath>

namespace cw::dsp::gsm {

std::array<float, k_burst_symbols> soft_symbols(const DemodulatedBurst& burst,
                                                const BurstFormat& format) noexcept {
  std::array<float, k_burst_symbols> soft{};
  for (std::size_t i = 0; i < k_burst_symbols; ++i) {
    soft[i] = format.known[i] != 0 ? static_cast<float>(format.known[i])
                                   : std::tanh(std::clamp(burst.llr[i], -20.0F, 20.0F) / 2);
  }
  return soft;
}

void BurstDemodulator::equalize(std::span<const cf> samples,
                                const BurstFormat& format,
                                DemodulatedBurst& burst) noexcept {
  const TapWindow window = burst.channel.window;
  // What follows the last tail symbol is not known, but what the last data symbol still sounds in
  // is used.
  const std::size_t symbols = k_burst_symbols + window.memory - k_tail_symbols;
  std::array<std::int8_t, Equalizer::k_max_symbols> known{};
  std::ranges::copy(format.known, known.begin());
  std::array<float, Equalizer::k_max_symbols> llr{};
  equalizer_.run(samples.subspan(window.first),
                 std::span<const cf>(burst.channel.taps).subspan(window.first, window.memory + 1),
                 burst.channel.noise_variance,
                 std::span<const std::int8_t>(known).first(symbols),
                 llr);
  std::copy_n(llr.begin(), k_burst_symbols, burst.llr.begin());
}

DemodulatedBurst BurstDemodulator::demodulate(std::span<const cf> samples,
                                              const BurstFormat& format,
                                              const ChannelStatistics& statistics) noexcept {
  DemodulatedBurst burst;
  burst.channel = estimate_from_training(samples, format, statistics);
  equalize(samples, format, burst);
  return burst;
}

void BurstDemodulator::refine(std::span<const cf> samples,
                              const BurstFormat& format,
                              const ChannelStatistics& statistics,
                              DemodulatedBurst& burst) noexcept {
  const auto soft = soft_symbols(burst, format);
  burst.channel = estimate_channel(samples, soft, 0, k_burst_symbols, statistics);
  equalize(samples, format, burst);
}

} // namespace cw::dsp::gsm
