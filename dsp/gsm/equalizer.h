// Soft-output equaliser: max-log BCJR over the channel's trellis.
#pragma once

#include "dsp/common/complex.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cw::dsp::gsm {

inline constexpr std::size_t k_min_memory = 4; ///< 16 states
inline constexpr std::size_t k_max_memory =
    8; ///< 256 states: GMSK's own 4 symbols and 5 of delay spread

/// Computes, for every symbol, the log-likelihood ratio of bit 0 over bit 1 given all samples:
/// y[m] = sum over j = 0..memory of channel[j] * s[m - j] + noise, s before the first symbol
/// unknown.
///
/// Input   samples: one a symbol, derotated, at least as many as known; channel: memory + 1 taps,
/// memory from
///         k_min_memory to k_max_memory; noise_variance: E|noise|^2 of a sample, above 0; known:
///         +1, -1 or 0 (unknown) for each symbol.
/// Output  llr[m], one for each of known; of a known symbol it is not meaningful.
/// Memory  all of it at construction. One object must not be used by two threads at a time.
class Equalizer {
public:
  static constexpr std::size_t k_max_symbols = 176;
  Equalizer();
  void run(std::span<const cf> samples,
           std::span<const cf> channel,
           float noise_variance,
           std::span<const std::int8_t> known,
           std::span<float> llr) noexcept;

private:
  struct Trellis;
  void expect(std::span<const cf> channel, float noise_variance) noexcept;
  std::vector<float> expected_re_, expected_im_,
      expected_energy_;        ///< per transition, scaled by the noise
  std::vector<float> forward_; ///< per symbol and state
  std::vector<float> backward_, next_;
};

} // namespace cw::dsp::gsm
