#include "app/quantity.h"

#include <charconv>
#include <cmath>

namespace cw::app {

std::optional<double> parse_hz(std::string_view text) {
  double factor = 1;
  if (!text.empty()) {
    switch (text.back()) {
    case 'k': factor = 1e3; break;
    case 'M': factor = 1e6; break;
    case 'G': factor = 1e9; break;
    default: break;
    }
  }
  if (factor != 1) {
    text.remove_suffix(1);
  }
  double value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (text.empty() || result.ec != std::errc{} || result.ptr != end) {
    return std::nullopt;
  }
  const double hz = value * factor;
  return std::isfinite(hz) && hz > 0 ? std::optional(hz) : std::nullopt;
}

} // namespace cw::app
