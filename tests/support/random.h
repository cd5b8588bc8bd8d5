// Random numbers that are the same on every machine and with every standard library.
#pragma once

#include <complex>
#include <cstdint>

namespace cw::support {

/// PCG32 (O'Neill 2014, XSH RR), and normal values out of it by Box-Muller: the distributions of
/// <random> differ between libraries.
class Random {
public:
  /// Equal seed and stream: equal numbers. Streams of one seed are independent of each other.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) noexcept;

  std::uint32_t next() noexcept;
  double uniform() noexcept;                         ///< 0 up to, not including, 1
  std::uint32_t below(std::uint32_t limit) noexcept; ///< 0 up to, not including, limit; limit > 0
  std::complex<float> complex_normal() noexcept;     ///< mean 0, mean power 1, circular

private:
  std::uint64_t state_ = 0;
  std::uint64_t increment_;
};

} // namespace cw::support
