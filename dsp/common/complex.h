// The sample type of the signal path, and the one convention for soft bits.
#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>

namespace cw::dsp {

using cf = std::complex<float>;

// Soft bits are log-likelihood ratios of 0 over 1: positive means 0, an erasure is 0.
// As symbols of the derotated GMSK signal that is +1 for bit 0 and -1 for bit 1.

inline constexpr double k_two_pi = 2.0 * std::numbers::pi;

/// 10 log10 of a ratio of powers; -200 dB and below is -200 dB.
inline float decibels(float ratio) noexcept {
  return 10 * std::log10(std::max(ratio, 1e-20F));
}

inline float power(cf z) noexcept {
  return z.real() * z.real() + z.imag() * z.imag();
}

} // namespace cw::dsp
