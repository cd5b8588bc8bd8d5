// What lies between a transmitter and a receiver: echoes, still or fading.
#pragma once

#include "tests/support/random.h"

#include <complex>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace cw::support {

struct Path {
  double delay_s = 0;
  double power = 1;     ///< relative to the other paths
  double phase_rad = 0; ///< of a path that stands still
  bool line_of_sight =
      false; ///< Rice: 0.83 of a fading path's power comes directly, at 0.7 of the Doppler
};

/// Paths of a channel. Their powers are scaled to a sum of one, so a level stays what it was.
struct Channel {
  std::vector<Path> paths = {{}};
  double doppler_hz = 0; ///< 0: nothing moves; else every path fades with the classical spectrum
};

/// TS 45.005 annex C.3, the 6 tap settings: "TU", "HT", "RA", "EQ"; nothing for other names.
/// The Doppler shift follows from speed and carrier.
std::optional<Channel> standard_channel(std::string_view name, double speed_kmh, double carrier_hz);

/// Two equal paths, delay_symbols apart, the second turned by phase_rad.
Channel two_path_channel(double delay_symbols, double phase_rad);

/// One realisation of a channel over a stretch of time: gains of all paths, drawn once.
class FadingPaths {
public:
  FadingPaths(const Channel& channel, double seconds, Random random);

  std::size_t count() const noexcept { return paths_.size(); }
  double delay_s(std::size_t path) const noexcept { return paths_[path].delay_s; }
  /// Interpolated on a grid of 128 points a Doppler period (error below -60 dB); 0 <= t_s <=
  /// seconds.
  std::complex<float> gain(std::size_t path, double t_s) const noexcept;

private:
  struct Drawn {
    double delay_s;
    std::vector<std::complex<float>> gains; ///< one if the path stands still
  };
  double steps_per_s_ = 0;
  std::vector<Drawn> paths_;
};

} // namespace cw::support
