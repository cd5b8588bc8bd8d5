// What the air did to a burst: taps by least squares with what earlier bursts taught, and the noise
// left over.
#pragma once

#include "dsp/gsm/burst_format.h"
#include "dsp/gsm/equalizer.h"

#include <array>
#include <span>

namespace cw::dsp::gsm {

inline constexpr std::size_t k_taps = k_max_memory + 1;
using Taps = std::array<cf, k_taps>;

/// Energy of a symbol as it arrives.
float total_power(const Taps& taps) noexcept;

/// The taps that are worth having: first .. first + memory of a Taps, memory as the equaliser wants
/// it.
struct TapWindow {
  std::size_t first = 0, memory = k_min_memory;
};

/// Long-term statistics of one cell's channel. Their use is what makes 26 training symbols enough:
/// with no echoes the taps move together (one pulse, one unknown), and the estimate costs 0.2 dB,
/// not 1 dB.
class ChannelStatistics {
public:
  /// Nothing known but the total power: every tap may carry it.
  static ChannelStatistics unknown(float power, float noise_variance) noexcept;

  /// Learns from an estimate over all symbols of a burst. weight: share of the new one, 0 to 1.
  void learn(const Taps& taps, float noise_variance, float weight) noexcept;

  /// A tap has at least this power, though no estimate so far said so.
  void expect_power(std::size_t tap, float power) noexcept;
  /// The taps move `by` places to earlier ones: what was tap by becomes tap 0.
  void shift(int by) noexcept;

  const std::array<std::array<cf, k_taps>, k_taps>& covariance() const noexcept {
    return covariance_;
  }
  float noise_variance() const noexcept { return noise_variance_; }
  float power() const noexcept;
  TapWindow window() const noexcept;

private:
  std::array<std::array<cf, k_taps>, k_taps> covariance_{};
  float noise_variance_ = 1.0F;
};

struct ChannelEstimate {
  Taps taps{};
  float noise_variance = 0.0F; ///< per sample
  TapWindow window;
};

/// Linear minimum-mean-square-error estimate of the taps from the symbols of a burst.
///
/// samples: at least 148 + window.first + window.memory, from symbol 0 on. symbols: 148 values from
/// -1 to +1, soft or certain; only samples all of whose symbols lie in [begin, end) are used.
ChannelEstimate estimate_channel(std::span<const cf> samples,
                                 std::span<const float> symbols,
                                 std::size_t begin,
                                 std::size_t end,
                                 const ChannelStatistics& statistics) noexcept;

/// From the training sequence alone.
ChannelEstimate estimate_from_training(std::span<const cf> samples,
                                       const BurstFormat& format,
                                       const ChannelStatistics& statistics) noexcept;

} // namespace cw::dsp::gsm
