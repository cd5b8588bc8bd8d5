// The peak between samples.
#pragma once

#include <algorithm>

namespace cw::dsp {

/// Offset of the peak of a parabola through three points one step apart, at most a step; 0 if it
/// has none.
constexpr double parabola_peak(double left, double middle, double right) noexcept {
  const double curve = left - 2 * middle + right;
  return curve < 0 ? std::clamp(0.5 * (left - right) / curve, -1.0, 1.0) : 0.0;
}

} // namespace cw::dsp
