// Time stamps of capture files, whatever their resolution, as nanoseconds.
#pragma once

#include <cstdint>

namespace cw::wire {

/// To the nearest whole nanosecond that fits; NaN and infinity are 0.
std::int64_t clamp_ns(double ns) noexcept;

/// Exact for the resolutions in use, microseconds and nanoseconds; others within a double's
/// precision.
std::int64_t ticks_to_ns(std::uint64_t ticks, double tick_ns, std::int64_t offset_ns) noexcept;

} // namespace cw::wire
