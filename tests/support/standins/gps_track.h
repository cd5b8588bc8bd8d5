// Where the stand-in for gpsd says it is, and how well.
#pragma once

#include <tl/expected.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cw::standins {

struct TrackPoint {
  double t_s = 0, lat_deg = 0, lon_deg = 0, alt_m = 100;
};

struct TrackFix {
  TrackPoint at;
  double speed_m_s = 0, course_deg = 0, climb_m_s = 0;
};

/// Straight lines between points, at rest before the first and after the last.
class GpsTrack {
public:
  explicit GpsTrack(std::vector<TrackPoint> points) : points_(std::move(points)) {}
  /// A straight line for a day.
  static GpsTrack line(const TrackPoint& from, double course_deg, double speed_m_s);
  /// Lines "t,lat,lon[,alt]"; errors are one sentence.
  static tl::expected<GpsTrack, std::string> parse(std::string_view text);
  static tl::expected<GpsTrack, std::string> read(const std::filesystem::path& file);

  TrackFix at(double t_s) const;

private:
  std::vector<TrackPoint> points_; ///< never empty, in rising time
};

} // namespace cw::standins
