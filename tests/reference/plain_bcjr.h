// The soft-output equaliser as a book has it: every state, every branch, no tricks. What the fast
// one is held against.
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

namespace cw::reference {

using cf = std::complex<float>;

struct TrellisInput {
  /// samples_per_symbol of them to each symbol: y[m * n + p] = sum over j of taps[j * n + p] * s[m
  /// - j] + noise
  std::span<const cf> samples;
  std::span<const cf> taps;
  std::size_t samples_per_symbol = 1;
  float noise_variance = 1;           ///< E|noise|^2 of a sample
  std::span<const std::int8_t> known; ///< +1, -1, or 0 for unknown; one for each symbol
};

/// Max-log likelihood ratio of s = +1 over s = -1 for each symbol; symbols before the first are
/// unknown.
std::vector<float> plain_bcjr(const TrellisInput& input);

} // namespace cw::reference
