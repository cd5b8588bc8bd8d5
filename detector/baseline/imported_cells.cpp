#include "detector/baseline/imported_cells.h"

#include "detector/baseline/baseline.h"
#include "detector/baseline/import/records.h"
#include "wire/sqlite/database.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <utility>

namespace cw::detector {
namespace {

constexpr double k_earth_m = 6'371'008.8; // mean radius; a sphere is off by half a per cent at most
constexpr double k_rad = std::numbers::pi / 180;
constexpr std::int64_t k_circle_e7 = 3'600'000'000;

const std::string k_select_cells =
    "SELECT source,network,mnc_digits,area,cell,unit,channel,lat_e7,lon_e7,range_m,samples,"
    "first_seen_unix_s,last_seen_unix_s ";

double distance_m(double lat_a, double lon_a, double lat_b, double lon_b) {
  const double north = std::sin((lat_b - lat_a) * k_rad / 2);
  const double east = std::sin((lon_b - lon_a) * k_rad / 2);
  const double chord =
      north * north + std::cos(lat_a * k_rad) * std::cos(lat_b * k_rad) * east * east;
  return 2 * k_earth_m * std::asin(std::sqrt(std::min(1.0, chord)));
}

/// Parallels and meridians that hold a circle. Across the 180th meridian it is two boxes.
struct Box {
  std::int64_t south_e7 = 0, north_e7 = 0, west_e7 = 0, east_e7 = 0;
};

std::vector<Box> boxes_around(double lat_deg, double lon_deg, double radius_m) {
  const double high_deg = radius_m / (k_earth_m * k_rad);
  const double pole_side_deg = std::min(std::abs(lat_deg) + high_deg, 90.0);
  const double shrink = std::cos(pole_side_deg * k_rad);
  const auto e7 = [](double degrees) { return static_cast<std::int64_t>(degrees * 1e7); };
  constexpr std::int64_t k_margin_e7 = 2; // for what rounding took off
  Box box{.south_e7 = e7(lat_deg - high_deg) - k_margin_e7,
          .north_e7 = e7(lat_deg + high_deg) + k_margin_e7,
          .west_e7 = -k_circle_e7 / 2,
          .east_e7 = k_circle_e7 / 2};
  if (shrink * 180 <= high_deg) { // round a pole: all meridians
    return {box};
  }
  const double wide_deg = high_deg / shrink;
  box.west_e7 = e7(lon_deg - wide_deg) - k_margin_e7;
  box.east_e7 = e7(lon_deg + wide_deg) + k_margin_e7;
  std::vector<Box> boxes{box};
  if (box.west_e7 < -k_circle_e7 / 2) {
    boxes.push_back({box.south_e7, box.north_e7, box.west_e7 + k_circle_e7, k_circle_e7 / 2});
  }
  if (box.east_e7 > k_circle_e7 / 2) {
    boxes.push_back({box.south_e7, box.north_e7, -k_circle_e7 / 2, box.east_e7 - k_circle_e7});
  }
  return boxes;
}

std::optional<std::uint16_t> small_number(const std::string& digits) {
  std::uint16_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

template <class T>
std::optional<T> maybe(const sqlite::Statement& at, int column) {
  return at.is_null(column) ? std::nullopt : std::optional(static_cast<T>(at.integer(column)));
}

ImportedCell cell_at(const sqlite::Statement& at) {
  ImportedCell cell;
  const auto network = static_cast<std::uint32_t>(at.integer(1));
  cell.source = static_cast<ImportSource>(at.integer(0));
  cell.rat = rat_of_network(network);
  cell.mcc = static_cast<std::uint16_t>(network / 1000 % 1000);
  cell.mnc = static_cast<std::uint16_t>(network % 1000);
  if (const auto digits = at.integer(2); digits != 0) {
    cell.mnc_digits = static_cast<unsigned>(digits);
  }
  cell.area = maybe<std::uint32_t>(at, 3);
  cell.cell = static_cast<std::uint64_t>(at.integer(4));
  cell.unit = maybe<std::uint16_t>(at, 5);
  cell.channel = maybe<std::uint32_t>(at, 6);
  cell.lat_deg = static_cast<double>(at.integer(7)) * 1e-7;
  cell.lon_deg = static_cast<double>(at.integer(8)) * 1e-7;
  cell.range_m = maybe<std::uint32_t>(at, 9);
  cell.samples = static_cast<std::uint32_t>(at.integer(10));
  cell.first_seen_unix_s = maybe<std::int64_t>(at, 11);
  cell.last_seen_unix_s = maybe<std::int64_t>(at, 12);
  return cell;
}

struct Statements {
  explicit Statements(const sqlite::Database& db)
      : by_identity(
            db.prepare(k_select_cells + "FROM imported_cells WHERE network=?1 AND cell=?2")),
        by_place(db.prepare(k_select_cells +
                            "FROM imported_blocks CROSS JOIN imported_cells "
                            "WHERE max_lat_e7>=?1 AND min_lat_e7<=?2 AND max_lon_e7>=?3 AND "
                            "min_lon_e7<=?4 AND id BETWEEN block*32 AND block*32+31 AND "
                            "lat_e7 BETWEEN ?1 AND ?2 AND lon_e7 BETWEEN ?3 AND ?4")),
        sites(db.prepare("SELECT source,operator,mcc,mnc,rat,band_mhz,lat_e7,lon_e7 "
                         "FROM licensed_places CROSS JOIN licensed_sites "
                         "WHERE max_lat_e7>=?1 AND min_lat_e7<=?2 AND max_lon_e7>=?3 AND "
                         "min_lon_e7<=?4 AND id=site")),
        counts(db.prepare("SELECT source,cells,sites,newest_unix_s FROM imported_sources "
                          "WHERE cells>0 OR sites>0 ORDER BY source")) {}
  sqlite::Statement by_identity, by_place, sites, counts;
};

} // namespace

struct ImportedCells::File {
  sqlite::Database db;
  std::unique_ptr<Statements> sql{};

  /// Calls `each` with every row of `statement` in a circle's boxes.
  template <class Each>
  static void in_boxes(sqlite::Statement& statement, const std::vector<Box>& boxes, Each each) {
    for (const Box& box : boxes) {
      statement.bind(1, box.south_e7)
          .bind(2, box.north_e7)
          .bind(3, box.west_e7)
          .bind(4, box.east_e7);
      while (statement.step().value_or(false)) {
        each(statement);
      }
    }
  }
};

const char* rat_name(Rat rat) {
  switch (rat) {
  case Rat::gsm: return "GSM";
  case Rat::umts: return "UMTS";
  case Rat::lte: return "LTE";
  case Rat::nr: return "NR";
  }
  return "?";
}

const char* import_source_name(ImportSource source) {
  switch (source) {
  case ImportSource::opencellid: return "opencellid";
  case ImportSource::tower_collector: return "tower-collector";
  case ImportSource::wigle: return "wigle";
  case ImportSource::csv: return "csv";
  case ImportSource::anfr: return "anfr";
  case ImportSource::ised: return "ised";
  }
  return "?";
}

std::string ImportedCell::id() const {
  const std::string network = mnc_digits ? fmt::format("{:03}-{:0{}}", mcc, mnc, *mnc_digits)
                                         : fmt::format("{:03}-?{}", mcc, mnc);
  return area ? fmt::format("{}-{}-{}", network, *area, cell)
              : fmt::format("{}-?-{}", network, cell);
}

ImportedCells::ImportedCells(std::unique_ptr<File> file) : file_(std::move(file)) {}
ImportedCells::ImportedCells(ImportedCells&&) noexcept = default;
ImportedCells& ImportedCells::operator=(ImportedCells&&) noexcept = default;
ImportedCells::~ImportedCells() = default;

tl::expected<ImportedCells, std::string> ImportedCells::open(const std::string& db_path) {
  if (const auto baseline = Baseline::open_read_only(db_path); !baseline) {
    return tl::unexpected(baseline.error());
  }
  auto db = sqlite::Database::open("baseline", db_path, sqlite::Access::read_only);
  if (!db) {
    return tl::unexpected(db.error());
  }
  // Its pages are looked at where the system has them: a look-up is a handful of them, anywhere.
  if (auto mapped = db->run("PRAGMA mmap_size=4294967296"); !mapped) {
    return tl::unexpected(mapped.error());
  }
  auto file = std::make_unique<File>(File{.db = std::move(*db)});
  file->sql = std::make_unique<Statements>(file->db);
  return ImportedCells(std::move(file));
}

std::vector<ImportedCell> ImportedCells::find_in_any_area(const CellIdentity& who) const {
  std::vector<ImportedCell> found;
  const auto mcc = small_number(who.mcc);
  const auto mnc = small_number(who.mnc);
  if (!mcc || !mnc || *mcc > 999 || *mnc > 999) {
    return found;
  }
  sqlite::Statement& sql = file_->sql->by_identity;
  sql.bind(1, std::int64_t{network_number(who.rat, *mcc, *mnc)})
      .bind(2, static_cast<std::int64_t>(who.cell));
  while (sql.step().value_or(false)) {
    ImportedCell cell = cell_at(sql);
    if (!cell.mnc_digits || *cell.mnc_digits == who.mnc.size()) {
      found.push_back(cell);
    }
  }
  return found;
}

std::vector<ImportedCell> ImportedCells::find(const CellIdentity& who) const {
  std::vector<ImportedCell> found = find_in_any_area(who);
  std::erase_if(found,
                [&](const ImportedCell& cell) { return cell.area && *cell.area != who.area; });
  return found;
}

std::vector<ImportedCell>
ImportedCells::near(double lat_deg, double lon_deg, double radius_m, std::size_t limit) const {
  std::vector<ImportedCell> found;
  const auto take = [&](const sqlite::Statement& at) {
    const double away_m = distance_m(lat_deg,
                                     lon_deg,
                                     static_cast<double>(at.integer(7)) * 1e-7,
                                     static_cast<double>(at.integer(8)) * 1e-7);
    if (found.size() < limit && away_m <= radius_m) {
      found.push_back(cell_at(at));
    }
  };
  File::in_boxes(file_->sql->by_place, boxes_around(lat_deg, lon_deg, radius_m), take);
  return found;
}

std::vector<LicensedSite> ImportedCells::licensed_near(double lat_deg,
                                                       double lon_deg,
                                                       double radius_m,
                                                       std::size_t limit) const {
  std::vector<LicensedSite> found;
  const auto take = [&](const sqlite::Statement& at) {
    LicensedSite site;
    site.lat_deg = static_cast<double>(at.integer(6)) * 1e-7;
    site.lon_deg = static_cast<double>(at.integer(7)) * 1e-7;
    if (found.size() >= limit ||
        distance_m(lat_deg, lon_deg, site.lat_deg, site.lon_deg) > radius_m) {
      return;
    }
    site.source = static_cast<ImportSource>(at.integer(0));
    site.operator_name = at.text(1);
    if (const auto mcc = at.integer(2); mcc != 0) {
      site.mcc = static_cast<std::uint16_t>(mcc);
      site.mnc = static_cast<std::uint16_t>(at.integer(3));
    }
    site.rat = static_cast<Rat>(at.integer(4));
    site.band_mhz = static_cast<std::uint32_t>(at.integer(5));
    found.push_back(std::move(site));
  };
  File::in_boxes(file_->sql->sites, boxes_around(lat_deg, lon_deg, radius_m), take);
  return found;
}

std::vector<ImportedCount> ImportedCells::counts() const {
  std::vector<ImportedCount> counts;
  sqlite::Statement& sql = file_->sql->counts;
  while (sql.step().value_or(false)) {
    counts.push_back({.source = static_cast<ImportSource>(sql.integer(0)),
                      .cells = static_cast<std::uint64_t>(sql.integer(1)),
                      .sites = static_cast<std::uint64_t>(sql.integer(2)),
                      .newest_unix_s = maybe<std::int64_t>(sql, 3)});
  }
  return counts;
}

} // namespace cw::detector
