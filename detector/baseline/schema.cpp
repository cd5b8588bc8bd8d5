#include "detector/baseline/schema.h"

#include <array>
#include <utility>

namespace cw::detector {
namespace {

using sqlite::Result;

constexpr const char* k_version_1 = R"(
CREATE TABLE sessions(id INTEGER PRIMARY KEY, start_unix_s REAL, low_hz REAL, high_hz REAL);
CREATE TABLE cells(id INTEGER PRIMARY KEY, mcc TEXT NOT NULL, mnc TEXT NOT NULL,
  lac INTEGER NOT NULL, ci INTEGER NOT NULL, sightings INTEGER NOT NULL,
  first_seen_unix_s REAL, last_seen_unix_s REAL, level_sum REAL NOT NULL,
  UNIQUE(mcc, mnc, lac, ci));
CREATE INDEX cells_by_ci ON cells(mcc, mnc, ci);
CREATE TABLE field_values(cell INTEGER NOT NULL REFERENCES cells(id), field TEXT NOT NULL,
  value TEXT NOT NULL, sightings INTEGER NOT NULL,
  first_session INTEGER NOT NULL REFERENCES sessions(id),
  last_session INTEGER NOT NULL REFERENCES sessions(id),
  PRIMARY KEY(cell, field, value)) WITHOUT ROWID;
CREATE TABLE habits(session INTEGER NOT NULL REFERENCES sessions(id), cell INTEGER NOT NULL
  REFERENCES cells(id), mcc TEXT NOT NULL, mnc TEXT NOT NULL, ciphered INTEGER NOT NULL,
  clear INTEGER NOT NULL, paging_records INTEGER NOT NULL, paging_imsi INTEGER NOT NULL,
  PRIMARY KEY(session, cell)) WITHOUT ROWID;
CREATE INDEX habits_by_plmn ON habits(mcc, mnc);
)";

// What others say exists (detector/baseline/import), apart from what was learned. Network is
// technology * 1 000 000 + MCC * 1000 + MNC; mnc_digits 0 means not told. The ids of the cells in
// block b are 32 b to 32 b + 31, neighbours on the map.
constexpr const char* k_version_2 = R"(
CREATE TABLE imported_sources(source INTEGER PRIMARY KEY, cells INTEGER NOT NULL,
  sites INTEGER NOT NULL, newest_unix_s INTEGER);
CREATE TABLE imported_cells(id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  network INTEGER NOT NULL, mnc_digits INTEGER NOT NULL, area INTEGER, cell INTEGER NOT NULL,
  unit INTEGER, channel INTEGER, lat_e7 INTEGER NOT NULL, lon_e7 INTEGER NOT NULL,
  range_m INTEGER, samples INTEGER NOT NULL, first_seen_unix_s INTEGER, last_seen_unix_s INTEGER);
CREATE INDEX imported_cells_by_identity ON imported_cells(network, cell);
CREATE VIRTUAL TABLE imported_blocks USING rtree_i32(block, min_lat_e7, max_lat_e7,
  min_lon_e7, max_lon_e7);
CREATE TABLE licensed_sites(id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  operator TEXT NOT NULL, mcc INTEGER NOT NULL, mnc INTEGER NOT NULL, rat INTEGER NOT NULL,
  band_mhz INTEGER NOT NULL, lat_e7 INTEGER NOT NULL, lon_e7 INTEGER NOT NULL,
  UNIQUE(lat_e7, lon_e7, operator, rat, band_mhz, source, mcc, mnc));
CREATE VIRTUAL TABLE licensed_places USING rtree_i32(site, min_lat_e7, max_lat_e7,
  min_lon_e7, max_lon_e7);
)";

constexpr std::array<const char*, k_baseline_schema> k_steps = {k_version_1, k_version_2};

/// A statement that gives no row.
Result<void> done(sqlite::Statement& statement) {
  const auto row = statement.step();
  if (!row) {
    return tl::unexpected(row.error());
  }
  return {};
}

Result<std::int64_t> add_session(sqlite::Database& db, const Lesson& lesson) {
  auto insert = db.prepare("INSERT INTO sessions(start_unix_s,low_hz,high_hz) VALUES(?1,?2,?3)");
  insert.bind(1, lesson.start_unix_s);
  if (lesson.coverage) {
    insert.bind(2, lesson.coverage->low_hz).bind(3, lesson.coverage->high_hz);
  }
  if (auto added = done(insert); !added) {
    return tl::unexpected(added.error());
  }
  return db.last_id();
}

/// The cell's key, and whether it is new.
Result<std::pair<std::int64_t, bool>>
add_cell(sqlite::Database& db, const Lesson& lesson, const Lesson::Cell& cell) {
  auto known = db.prepare("SELECT id FROM cells WHERE mcc=?1 AND mnc=?2 AND lac=?3 AND ci=?4");
  auto insert = db.prepare(
      "INSERT INTO cells(mcc,mnc,lac,ci,sightings,first_seen_unix_s,last_seen_unix_s,level_sum) "
      "VALUES(?1,?2,?3,?4,1,?5,?5,?6) ON CONFLICT(mcc,mnc,lac,ci) DO UPDATE SET "
      "sightings=sightings+1, level_sum=level_sum+excluded.level_sum, "
      "first_seen_unix_s=min(coalesce(first_seen_unix_s,?5),coalesce(?5,first_seen_unix_s)), "
      "last_seen_unix_s=max(coalesce(last_seen_unix_s,?5),coalesce(?5,last_seen_unix_s))");
  for (auto* statement : {&known, &insert}) {
    statement->bind(1, cell.mcc)
        .bind(2, cell.mnc)
        .bind(3, static_cast<std::int64_t>(cell.lac))
        .bind(4, static_cast<std::int64_t>(cell.ci));
  }
  const auto before = known.step();
  if (!before) {
    return tl::unexpected(before.error());
  }
  const bool is_new = !*before;
  const std::int64_t key = is_new ? 0 : known.integer(0);
  insert.bind(5, lesson.start_unix_s).bind(6, cell.level_dbfs);
  if (auto added = done(insert); !added) {
    return tl::unexpected(added.error());
  }
  return std::pair(is_new ? db.last_id() : key, is_new);
}

Result<void>
add_fields(sqlite::Database& db, std::int64_t session, std::int64_t key, const Lesson::Cell& cell) {
  auto insert = db.prepare("INSERT INTO field_values(cell,field,value,sightings,first_session,"
                           "last_session) VALUES(?1,?2,?3,1,?4,?4) ON CONFLICT DO UPDATE SET "
                           "sightings=sightings+1,last_session=?4");
  for (const auto& [field, value] : cell.fields) {
    insert.bind(1, key).bind(2, field).bind(3, value).bind(4, session);
    if (auto added = done(insert); !added) {
      return added;
    }
  }
  auto habit = db.prepare("INSERT OR REPLACE INTO habits VALUES(?1,?2,?3,?4,?5,?6,?7,?8)");
  habit.bind(1, session)
      .bind(2, key)
      .bind(3, cell.mcc)
      .bind(4, cell.mnc)
      .bind(5, static_cast<std::int64_t>(cell.habit.ciphered))
      .bind(6, static_cast<std::int64_t>(cell.habit.clear))
      .bind(7, static_cast<std::int64_t>(cell.habit.paging_records))
      .bind(8, static_cast<std::int64_t>(cell.habit.paging_imsi));
  return done(habit);
}

} // namespace

std::span<const char* const> baseline_steps() {
  return k_steps;
}

tl::expected<std::vector<bool>, std::string> learn_lesson(sqlite::Database& db,
                                                          const Lesson& lesson) {
  auto transaction = sqlite::Transaction::begin(db);
  if (!transaction) {
    return tl::unexpected(transaction.error());
  }
  const auto session = add_session(db, lesson);
  if (!session) {
    return tl::unexpected(session.error());
  }
  std::vector<bool> is_new;
  for (const Lesson::Cell& cell : lesson.cells) {
    const auto added = add_cell(db, lesson, cell);
    if (!added) {
      return tl::unexpected(added.error());
    }
    if (auto filled = add_fields(db, *session, added->first, cell); !filled) {
      return tl::unexpected(filled.error());
    }
    is_new.push_back(added->second);
  }
  if (auto committed = transaction->commit(); !committed) {
    return tl::unexpected(committed.error());
  }
  return is_new;
}

} // namespace cw::detector
