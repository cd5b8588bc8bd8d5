#include "wire/codec/packet_time.h"

#include <algorithm>
#include <cmath>

namespace cw::wire {

std::int64_t clamp_ns(double ns) noexcept {
  constexpr double k_limit = 9.2e18;
  return std::isfinite(ns) ? static_cast<std::int64_t>(std::clamp(ns, -k_limit, k_limit)) : 0;
}

std::int64_t ticks_to_ns(std::uint64_t ticks, double tick_ns, std::int64_t offset_ns) noexcept {
  constexpr std::uint64_t k_safe = 1ULL << 62U;
  const bool whole = tick_ns >= 1 && tick_ns <= 1e9 && tick_ns == std::floor(tick_ns);
  const auto factor = whole ? static_cast<std::uint64_t>(tick_ns) : 1;
  const bool exact =
      whole && ticks < k_safe / factor && std::abs(static_cast<double>(offset_ns)) < 4e18;
  return exact ? static_cast<std::int64_t>(ticks * factor) + offset_ns
               : clamp_ns(static_cast<double>(ticks) * tick_ns + static_cast<double>(offset_ns));
}

} // namespace cw::wire
