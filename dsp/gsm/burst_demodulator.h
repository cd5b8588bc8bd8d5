// One burst to soft bits: channel, equaliser, and a second look with what the first one found.
#pragma once

#include "dsp/gsm/channel_estimator.h"

#include <array>
#include <span>

namespace cw::dsp::gsm {

/// Samples a burst needs behind symbol 0, one a symbol.
inline constexpr std::size_t k_burst_samples = k_burst_symbols + 2 * k_max_memory;

struct DemodulatedBurst {
  std::array<float, k_burst_symbols>
      llr{}; ///< positive means 0; of training and tails: not meaningful
  ChannelEstimate channel;
};

/// Every symbol as softly as it was found, -1 to 1; what is known beforehand as it is.
std::array<float, k_burst_symbols> soft_symbols(const DemodulatedBurst& burst,
                                                const BurstFormat& format) noexcept;

/// Scratch memory for one thread; holds no state between bursts.
class BurstDemodulator {
public:
  /// samples: k_burst_samples of them, from symbol 0 on.
  DemodulatedBurst demodulate(std::span<const cf> samples,
                              const BurstFormat& format,
                              const ChannelStatistics& statistics) noexcept;

  /// Estimates the channel again from all symbols as softly as they were found, and equalises
  /// again. Gains some tenths of a dB near the limit, more where the training sequence alone is too
  /// short.
  void refine(std::span<const cf> samples,
              const BurstFormat& format,
              const ChannelStatistics& statistics,
              DemodulatedBurst& burst) noexcept;

  /// Equalises on a channel that is given.
  void equalize(std::span<const cf> samples,
                const BurstFormat& format,
                DemodulatedBurst& burst) noexcept;

private:
  Equalizer equalizer_;
};

} // namespace cw::dsp::gsm
