// Takes one burst out of a carrier's samples: at one sample a symbol, carrier error and GMSK
// rotation removed.
#pragma once

#include "dsp/common/complex.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace cw::dsp::gsm {

/// A stretch of a carrier's samples, at about two samples a symbol.
struct CarrierStream {
  std::span<const cf> samples;
  double first = 0;              ///< index of samples[0], counted from the start of the input
  double samples_per_symbol = 0; ///< nominal
};

/// Where and how a burst lies in the stream.
struct BurstPlace {
  double position = 0; ///< peak of symbol 0, in stream samples from the start of the input
  double samples_per_symbol = 0; ///< as the cell's clock has it
  double cfo_hz = 0;             ///< carrier of the cell against 0 Hz of the stream
};

/// GMSK as a sum of pulses (Laurent): sample k of a derotated burst is the sum over l of h[l] * s[k
/// - l], with s the symbols +-1. Sample k is taken where symbol k - k_lead has its peak, so that
/// tap k_lead of a channel without echoes is the strongest and the pulse's rising half has taps
/// too.
inline constexpr std::size_t k_lead = 2;

class BurstSampler {
public:
  BurstSampler();

  /// Fills out with one sample a symbol from symbol `first` on (may be negative); what lies outside
  /// the stream reads as 0.
  void sample(const CarrierStream& stream,
              const BurstPlace& place,
              int first,
              std::span<cf> out) const noexcept;
  /// Whether all those samples lie inside the stream.
  static bool inside(const CarrierStream& stream,
                     const BurstPlace& place,
                     int first,
                     std::size_t count) noexcept;

private:
  static constexpr std::size_t k_phases = 256, k_taps = 12;
  /// Each tap twice, for the real and the imaginary part: the products run in lanes.
  std::vector<std::array<float, 2 * k_taps>> kernels_;
};

} // namespace cw::dsp::gsm
