#include "tests/support/standins/gps_track.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <numbers>
#include <sstream>

namespace cw::standins {
namespace {

constexpr double k_degree_m = 6'371'008.8 * std::numbers::pi / 180; // on a sphere: tracks are short
constexpr double k_radian = std::numbers::pi / 180;

} // namespace

GpsTrack GpsTrack::line(const TrackPoint& from, double course_deg, double speed_m_s) {
  constexpr double k_day_s = 86'400;
  const double way_deg = speed_m_s * k_day_s / k_degree_m;
  TrackPoint to = from;
  to.t_s += k_day_s;
  to.lat_deg += way_deg * std::cos(course_deg * k_radian);
  to.lon_deg += way_deg * std::sin(course_deg * k_radian) / std::cos(from.lat_deg * k_radian);
  return GpsTrack({from, to});
}

tl::expected<GpsTrack, std::string> GpsTrack::parse(std::string_view text) {
  std::vector<TrackPoint> points;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) {
    line.erase(std::min(line.find('#'), line.size()));
    if (line.find_first_not_of(" \t\r") == line.npos) {
      continue;
    }
    std::ranges::replace(line, ',', ' ');
    std::istringstream fields(line);
    TrackPoint point;
    if (!(fields >> point.t_s >> point.lat_deg >> point.lon_deg) ||
        (!points.empty() && point.t_s <= points.back().t_s)) {
      return tl::unexpected(fmt::format("no later \"t,lat,lon[,alt]\": {}", line));
    }
    if (double alt_m = 0; fields >> alt_m) {
      point.alt_m = alt_m;
    }
    points.push_back(point);
  }
  if (points.empty()) {
    return tl::unexpected(std::string("there is no point in the track"));
  }
  return GpsTrack(std::move(points));
}

tl::expected<GpsTrack, std::string> GpsTrack::read(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) {
    return tl::unexpected(fmt::format("cannot read the track {}", file.string()));
  }
  return parse(std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()});
}

TrackFix GpsTrack::at(double t_s) const {
  const auto after = std::ranges::upper_bound(points_, t_s, std::ranges::less{}, &TrackPoint::t_s);
  if (after == points_.begin() || after == points_.end()) {
    TrackFix still{.at = after == points_.begin() ? points_.front() : points_.back()};
    still.at.t_s = t_s;
    return still;
  }
  const TrackPoint& from = *std::prev(after);
  const double span_s = after->t_s - from.t_s;
  const double share = (t_s - from.t_s) / span_s;
  const double north_deg = after->lat_deg - from.lat_deg;
  const double east_deg = after->lon_deg - from.lon_deg;
  const double east_m = east_deg * std::cos(from.lat_deg * k_radian) * k_degree_m;
  const double north_m = north_deg * k_degree_m;
  const double climb_m = after->alt_m - from.alt_m;
  TrackFix fix;
  fix.at = {t_s,
            from.lat_deg + share * north_deg,
            from.lon_deg + share * east_deg,
            from.alt_m + share * climb_m};
  fix.speed_m_s = std::hypot(east_m, north_m) / span_s;
  fix.course_deg = std::fmod(std::atan2(east_m, north_m) / k_radian + 360, 360);
  fix.climb_m_s = climb_m / span_s;
  return fix;
}

} // namespace cw::standins
