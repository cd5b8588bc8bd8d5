#include "tests/support/channel.h"

#include "tests/support/gsm_bursts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

namespace cw::support {
namespace {

constexpr double k_light_m_s = 299'792'458.0;
constexpr double k_grid_per_period = 128;
constexpr std::size_t k_waves = 24;     // sinusoids to a path: their sum is close enough to normal
constexpr double k_direct_power = 0.83; // TS 45.005 annex C.1.3
constexpr double k_direct_doppler = 0.7;

struct Tap {
  double delay_us, db;
};

// TS 45.005 annex C.3.1 to C.3.4, 6 tap settings, (1) of each.
constexpr std::array<Tap, 6> k_rural = {
    {{0, 0}, {0.1, -4}, {0.2, -8}, {0.3, -12}, {0.4, -16}, {0.5, -20}}};
constexpr std::array<Tap, 6> k_hilly = {
    {{0, 0}, {0.1, -1.5}, {0.3, -4.5}, {0.5, -7.5}, {15, -8}, {17.2, -17.7}}};
constexpr std::array<Tap, 6> k_urban = {
    {{0, -3}, {0.2, 0}, {0.5, -2}, {1.6, -6}, {2.3, -8}, {5, -10}}};
constexpr std::array<Tap, 6> k_equaliser = {
    {{0, 0}, {3.2, 0}, {6.4, 0}, {9.6, 0}, {12.8, 0}, {16, 0}}};

Channel from_taps(std::span<const Tap> taps, double doppler_hz) {
  Channel channel{.paths = {}, .doppler_hz = doppler_hz};
  for (const Tap& tap : taps) {
    channel.paths.push_back({.delay_s = tap.delay_us * 1e-6, .power = std::pow(10, tap.db / 10)});
  }
  return channel;
}

/// Jakes: waves from all around, evenly spread with one random turn.
std::vector<std::complex<float>>
fade(const Path& path, double doppler_hz, std::size_t points, double steps_per_s, Random& random) {
  struct Wave {
    double hz, phase, amplitude;
  };
  const double scattered = path.line_of_sight ? 1 - k_direct_power : 1;
  std::vector<Wave> waves;
  for (std::size_t wave = 0; wave < k_waves; ++wave) {
    const double from =
        2 * std::numbers::pi * (static_cast<double>(wave) + random.uniform()) / k_waves;
    waves.push_back({doppler_hz * std::cos(from),
                     2 * std::numbers::pi * random.uniform(),
                     std::sqrt(scattered / k_waves)});
  }
  if (path.line_of_sight) {
    waves.push_back({k_direct_doppler * doppler_hz, path.phase_rad, std::sqrt(k_direct_power)});
  }
  std::vector<std::complex<float>> gains;
  for (std::size_t point = 0; point < points; ++point) {
    const double t_s = static_cast<double>(point) / steps_per_s;
    std::complex<double> sum = 0;
    for (const Wave& wave : waves) {
      sum += std::polar(wave.amplitude, 2 * std::numbers::pi * wave.hz * t_s + wave.phase);
    }
    gains.emplace_back(sum * std::sqrt(path.power));
  }
  return gains;
}

} // namespace

std::optional<Channel>
standard_channel(std::string_view name, double speed_kmh, double carrier_hz) {
  const double doppler_hz = speed_kmh / 3.6 / k_light_m_s * carrier_hz;
  if (name == "TU") {
    return from_taps(k_urban, doppler_hz);
  }
  if (name == "HT") {
    return from_taps(k_hilly, doppler_hz);
  }
  if (name == "EQ") {
    return from_taps(k_equaliser, doppler_hz);
  }
  if (name == "RA") {
    Channel channel = from_taps(k_rural, doppler_hz);
    channel.paths.front().line_of_sight = true;
    return channel;
  }
  return std::nullopt;
}

Channel two_path_channel(double delay_symbols, double phase_rad) {
  return {.paths = {{}, {.delay_s = delay_symbols / k_symbol_rate_hz, .phase_rad = phase_rad}}};
}

FadingPaths::FadingPaths(const Channel& channel, double seconds, Random random)
    : steps_per_s_(channel.doppler_hz * k_grid_per_period) {
  double power = 0;
  for (const Path& path : channel.paths) {
    power += path.power;
  }
  for (Path path : channel.paths) {
    path.power /= power;
    Drawn drawn{.delay_s = path.delay_s, .gains = {}};
    if (channel.doppler_hz > 0) {
      const auto points = static_cast<std::size_t>(std::ceil(seconds * steps_per_s_)) + 2;
      drawn.gains = fade(path, channel.doppler_hz, points, steps_per_s_, random);
    } else {
      drawn.gains = {std::polar(static_cast<float>(std::sqrt(path.power)),
                                static_cast<float>(path.phase_rad))};
    }
    paths_.push_back(std::move(drawn));
  }
}

std::complex<float> FadingPaths::gain(std::size_t path, double t_s) const noexcept {
  const auto& gains = paths_[path].gains;
  if (gains.size() < 2) {
    return gains.front();
  }
  const double at = std::clamp(t_s * steps_per_s_, 0.0, static_cast<double>(gains.size() - 2));
  const auto point = static_cast<std::size_t>(at);
  const auto between = static_cast<float>(at - static_cast<double>(point));
  return gains[point] * (1 - between) + gains[point + 1] * between;
}

} // namespace cw::support
