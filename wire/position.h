// Where a sensor was: a fix of its satellite receiver.
#pragma once

#include <optional>

namespace cw::wire {

/// WGS 84. No object at all where there is no fix.
struct Position {
  double lat_deg = 0, lon_deg = 0;
  std::optional<double> alt_m;     ///< above the ellipsoid; a 2D fix has none
  std::optional<double> speed_mps; ///< over ground
  std::optional<double> hdop;      ///< horizontal dilution of precision
  bool operator==(const Position&) const = default;
};

} // namespace cw::wire
