// An order of places in which neighbours are near each other: the Hilbert curve.
#pragma once

#include <cstdint>

namespace cw::detector {

/// Where on the curve a place is, 0 to 2^48 - 1. Steps of the curve are 2.4 m of longitude at the
/// equator, 1.2 m of latitude.
inline std::uint64_t place_order(std::int32_t lat_e7, std::int32_t lon_e7) {
  constexpr unsigned k_bits = 24;
  constexpr double k_steps = 1U << k_bits;
  const auto step = [](double degrees_e7, double span_e7) {
    const double at = (degrees_e7 / span_e7 + 0.5) * k_steps;
    return static_cast<std::uint32_t>(at < 0 ? 0 : at >= k_steps ? k_steps - 1 : at);
  };
  std::uint32_t x = step(lon_e7, 3.6e9);
  std::uint32_t y = step(lat_e7, 1.8e9);
  std::uint64_t order = 0;
  for (std::uint32_t half = 1U << (k_bits - 1); half > 0; half >>= 1U) {
    const std::uint32_t right = (x & half) != 0 ? 1U : 0U;
    const std::uint32_t top = (y & half) != 0 ? 1U : 0U;
    order = (order << 2U) | ((3U * right) ^ top);
    if (top == 0) { // the quarter's own curve is turned
      if (right == 1) {
        x = ~x;
        y = ~y;
      }
      const std::uint32_t swapped = x;
      x = y;
      y = swapped;
    }
  }
  return order;
}

} // namespace cw::detector
