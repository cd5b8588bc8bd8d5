#include "detector/baseline/import/merge.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace cw::detector {
namespace {

constexpr std::int64_t k_circle_e7 = 3'600'000'000;
constexpr double k_metres_per_e7 = 0.0111319; // of latitude

/// From one meridian to another the short way round.
std::int64_t east_of(std::int32_t from_e7, std::int32_t to_e7) {
  std::int64_t way = std::int64_t{to_e7} - from_e7;
  if (way > k_circle_e7 / 2) {
    way -= k_circle_e7;
  } else if (way < -k_circle_e7 / 2) {
    way += k_circle_e7;
  }
  return way;
}

std::int32_t meridian(std::int32_t from_e7, double way_e7) {
  std::int64_t at = from_e7 + std::llround(way_e7);
  if (at > k_circle_e7 / 2) {
    at -= k_circle_e7;
  } else if (at < -k_circle_e7 / 2) {
    at += k_circle_e7;
  }
  return static_cast<std::int32_t>(at);
}

std::uint32_t added(std::uint32_t one, std::uint32_t other) {
  return one > std::numeric_limits<std::uint32_t>::max() - other
             ? std::numeric_limits<std::uint32_t>::max()
             : one + other;
}

void widen_times(CellRecord& cell, const CellRecord& other) {
  const auto earlier = [](std::uint32_t a, std::uint32_t b) {
    return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
  };
  cell.first_seen_unix_s = earlier(cell.first_seen_unix_s, other.first_seen_unix_s);
  cell.last_seen_unix_s = std::max(cell.last_seen_unix_s, other.last_seen_unix_s);
}

/// Details that one of the two tells and the other does not.
void take_details(CellRecord& cell, const CellRecord& from) {
  cell.unit = from.unit != 0 ? from.unit : cell.unit;
  cell.channel = from.channel != k_unknown ? from.channel : cell.channel;
  cell.mnc_digits = from.mnc_digits != 0 ? from.mnc_digits : cell.mnc_digits;
}

bool newer(const CellRecord& one, const CellRecord& other) {
  return std::pair(one.last_seen_unix_s, one.samples) >
         std::pair(other.last_seen_unix_s, other.samples);
}

/// The mean of two means, each with its weight.
void average(CellRecord& now, const CellRecord& known) {
  const double weight = static_cast<double>(known.samples) /
                        (static_cast<double>(known.samples) + static_cast<double>(now.samples));
  const double lat = now.lat_e7 + weight * (static_cast<double>(known.lat_e7) - now.lat_e7);
  now.lon_e7 =
      meridian(now.lon_e7, weight * static_cast<double>(east_of(now.lon_e7, known.lon_e7)));
  now.lat_e7 = static_cast<std::int32_t>(std::lround(lat));
  if (known.range_m != k_unknown) {
    now.range_m = now.range_m == k_unknown ? known.range_m : std::max(now.range_m, known.range_m);
  }
  now.samples = added(now.samples, known.samples);
  widen_times(now, known);
}

} // namespace

void SameCell::start(const CellRecord& first) {
  cell_ = first;
  count_ = 1;
  lat_sum_e7_ = lon_sum_e7_ = 0;
  south_ = north_ = west_ = east_ = 0;
}

void SameCell::add(const CellRecord& next) {
  if (!measurements_) {
    if (newer(next, cell_)) {
      cell_ = next;
    }
    return;
  }
  ++count_;
  const std::int64_t north = std::int64_t{next.lat_e7} - cell_.lat_e7;
  const std::int64_t east = east_of(cell_.lon_e7, next.lon_e7);
  lat_sum_e7_ += static_cast<double>(north);
  lon_sum_e7_ += static_cast<double>(east);
  south_ = std::min(south_, north);
  north_ = std::max(north_, north);
  west_ = std::min(west_, east);
  east_ = std::max(east_, east);
  if (next.last_seen_unix_s >= cell_.last_seen_unix_s) {
    take_details(cell_, next);
  }
  widen_times(cell_, next);
  cell_.samples = added(cell_.samples, next.samples);
}

CellRecord SameCell::result() const {
  CellRecord cell = cell_;
  if (!measurements_ || count_ < 2) {
    return cell;
  }
  const auto count = static_cast<double>(count_);
  cell.lat_e7 += static_cast<std::int32_t>(std::lround(lat_sum_e7_ / count));
  cell.lon_e7 = meridian(cell_.lon_e7, lon_sum_e7_ / count);
  const double high_m = static_cast<double>(north_ - south_) * k_metres_per_e7;
  const double wide_m = static_cast<double>(east_ - west_) * k_metres_per_e7 *
                        std::cos(cell.lat_e7 * 1e-7 * std::numbers::pi / 180);
  cell.range_m = static_cast<std::uint32_t>(std::lround(std::hypot(high_m, wide_m) / 2));
  return cell;
}

Update update(const CellRecord& known, CellRecord& now, bool measurements) {
  if (!measurements) {
    const bool older = now.last_seen_unix_s < known.last_seen_unix_s;
    return older || now == known ? Update::keep : Update::replace;
  }
  CellRecord details = known;
  if (now.last_seen_unix_s >= known.last_seen_unix_s) {
    take_details(details, now);
  }
  const bool after = now.first_seen_unix_s > known.last_seen_unix_s;
  const bool before = now.last_seen_unix_s < known.first_seen_unix_s;
  if (after || before) { // another day: both count
    average(now, known);
    now.unit = details.unit;
    now.channel = details.channel;
    return Update::replace;
  }
  // The same log again, or one that goes on where an older copy ended: the fuller of the two.
  return now.samples > known.samples ? Update::replace : Update::keep;
}

} // namespace cw::detector
