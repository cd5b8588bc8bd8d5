// Numbers as JSON text: to some decimals for people, or so that they come back to the bit.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>

namespace cw::wire {

/// "null" for what is not known, and for what JSON cannot hold.
inline std::string number_or_null(std::optional<double> value, int decimals) {
  return value && std::isfinite(*value) ? fmt::format("{:.{}f}", *value, decimals) : "null";
}

template <class Integer>
std::string integer_or_null(std::optional<Integer> value) {
  return value ? fmt::format("{}", *value) : "null";
}

/// The shortest text that is this double again, brought within the reader's bound; null for NaN.
inline std::string exact(double value, double max_magnitude) {
  return std::isnan(value) ? "null"
                           : fmt::format("{}", std::clamp(value, -max_magnitude, max_magnitude));
}

inline std::string exact(std::optional<double> value, double max_magnitude) {
  return value ? exact(*value, max_magnitude) : "null";
}

/// Nine digits: read as a double and rounded to float it is this float again. The shortest text
/// might lie so close to the middle between two floats that the double in between decides.
inline std::string exact(float value, double max_magnitude) {
  const double wide = static_cast<double>(value);
  return std::isnan(value) ? "null"
                           : fmt::format("{:.9g}", std::clamp(wide, -max_magnitude, max_magnitude));
}

} // namespace cw::wire
