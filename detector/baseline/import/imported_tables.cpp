#include "detector/baseline/import/imported_tables.h"

#include "detector/baseline/baseline.h"

#include <algorithm>
#include <utility>

namespace cw::detector {
namespace {

using sqlite::Result;

constexpr std::int64_t k_per_transaction = 262'144; // rows
constexpr std::int64_t k_rebuild_share = 4;         // more new cells than a quarter of those there

constexpr const char* k_make_index = "CREATE INDEX IF NOT EXISTS imported_cells_by_identity ON "
                                     "imported_cells(network,cell)";
constexpr const char* k_drop_index = "DROP INDEX IF EXISTS imported_cells_by_identity";

Result<void> done(sqlite::Statement& statement) {
  const auto row = statement.step();
  if (!row) {
    return tl::unexpected(row.error());
  }
  return {};
}

std::optional<std::int64_t> unless(std::uint32_t value, std::uint32_t unknown) {
  return value == unknown ? std::nullopt : std::optional<std::int64_t>(value);
}

/// The outline of the cells of one block.
struct Outline {
  std::int32_t south_e7 = 0, north_e7 = 0, west_e7 = 0, east_e7 = 0;
  void start(const CellRecord& cell) {
    south_e7 = north_e7 = cell.lat_e7;
    west_e7 = east_e7 = cell.lon_e7;
  }
  void add(const CellRecord& cell) {
    south_e7 = std::min(south_e7, cell.lat_e7);
    north_e7 = std::max(north_e7, cell.lat_e7);
    west_e7 = std::min(west_e7, cell.lon_e7);
    east_e7 = std::max(east_e7, cell.lon_e7);
  }
};

/// The statements of an import. They are prepared once, and gone before the file is closed.
struct Statements {
  explicit Statements(const sqlite::Database& db)
      : find(db.prepare("SELECT id,area,mnc_digits,unit,channel,lat_e7,lon_e7,range_m,samples,"
                        "first_seen_unix_s,last_seen_unix_s FROM imported_cells "
                        "WHERE network=?1 AND cell=?2 AND source=?3 AND area IS ?4")),
        insert(db.prepare("INSERT INTO imported_cells VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,"
                          "?12,?13,?14)")),
        remove(db.prepare("DELETE FROM imported_cells WHERE id=?1")),
        block(db.prepare("INSERT INTO imported_blocks VALUES(?1,?2,?3,?4,?5)")),
        site(db.prepare(
            "INSERT INTO licensed_sites(source,operator,mcc,mnc,rat,band_mhz,lat_e7,lon_e7) "
            "VALUES(?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT DO NOTHING RETURNING id")),
        place(db.prepare("INSERT INTO licensed_places VALUES(?1,?2,?2,?3,?3)")),
        count(db.prepare(
            "INSERT INTO imported_sources VALUES(?1,?2,?3,?4) ON CONFLICT DO UPDATE SET "
            "cells=cells+?2,sites=sites+?3,"
            "newest_unix_s=max(coalesce(newest_unix_s,?4),coalesce(?4,newest_unix_s))")) {}
  sqlite::Statement find, insert, remove, block, site, place, count;
};

} // namespace

struct ImportedTables::File {
  sqlite::Database db;
  std::unique_ptr<Statements> sql{};
  std::optional<sqlite::Transaction> transaction{};

  ImportSource source = ImportSource::csv;
  std::int64_t cells_there = 0;              ///< of the source, when it began
  std::int64_t next_block = 1, in_block = 0; ///< block 0 is none, as no cell has the id 0
  Outline outline{};
  std::int64_t added_cells = 0, added_sites = 0, rows = 0; ///< since the last commit
  std::uint32_t newest_unix_s = 0;

  Result<void> ready(); ///< a transaction is open
  Result<void> close_block();
  Result<void> commit();
  Result<void> count_row() {
    return ++rows >= k_per_transaction && in_block == 0 ? commit() : Result<void>();
  }
};

Result<void> ImportedTables::File::ready() {
  if (transaction) {
    return {};
  }
  auto begun = sqlite::Transaction::begin(db);
  if (!begun) {
    return tl::unexpected(begun.error());
  }
  transaction.emplace(std::move(*begun));
  return {};
}

Result<void> ImportedTables::File::close_block() {
  if (in_block == 0) {
    return {};
  }
  sql->block.bind(1, next_block)
      .bind(2, std::int64_t{outline.south_e7})
      .bind(3, std::int64_t{outline.north_e7})
      .bind(4, std::int64_t{outline.west_e7})
      .bind(5, std::int64_t{outline.east_e7});
  ++next_block;
  in_block = 0;
  return done(sql->block);
}

Result<void> ImportedTables::File::commit() {
  if (!transaction) {
    return {};
  }
  if (auto closed = close_block(); !closed) {
    return closed;
  }
  sql->count.bind(1, static_cast<std::int64_t>(source))
      .bind(2, added_cells)
      .bind(3, added_sites)
      .bind(4, unless(newest_unix_s, 0));
  auto counted = done(sql->count);
  if (counted) {
    counted = transaction->commit();
  }
  if (counted) {
    transaction.reset();
    added_cells = added_sites = rows = 0;
  }
  return counted;
}

ImportedTables::ImportedTables(std::unique_ptr<File> file) : file_(std::move(file)) {}
ImportedTables::ImportedTables(ImportedTables&&) noexcept = default;
ImportedTables& ImportedTables::operator=(ImportedTables&&) noexcept = default;
ImportedTables::~ImportedTables() = default;

tl::expected<ImportedTables, std::string> ImportedTables::open(const std::string& db_path) {
  if (const auto baseline = Baseline::open(db_path); !baseline) { // makes it, brings it up to date
    return tl::unexpected(baseline.error());
  }
  auto db = sqlite::Database::open("baseline", db_path, sqlite::Access::read_write_create);
  if (!db) {
    return tl::unexpected(db.error());
  }
  auto ready = db->run("PRAGMA cache_size=-65536"); // KiB, and what CREATE INDEX may sort in
  if (ready) {
    ready = db->run(k_make_index); // an import that was cut off may have left none
  }
  if (!ready) {
    return tl::unexpected(ready.error());
  }
  auto file = std::make_unique<File>(File{.db = std::move(*db)});
  file->sql = std::make_unique<Statements>(file->db);
  return ImportedTables(std::move(file));
}

Result<void> ImportedTables::begin(ImportSource source) {
  const auto cells = file_->db.number("SELECT cells FROM imported_sources WHERE source=" +
                                      std::to_string(static_cast<int>(source)));
  const auto last = file_->db.number("SELECT coalesce(max(id)/32+1,1) FROM imported_cells");
  const auto last_block = file_->db.number("SELECT coalesce(max(block)+1,1) FROM "
                                           "(SELECT max(block) AS block FROM imported_blocks)");
  if (!cells || !last || !last_block) {
    return tl::unexpected(!cells ? cells.error() : !last ? last.error() : last_block.error());
  }
  file_->source = source;
  file_->cells_there = *cells;
  file_->next_block = std::max(*last, *last_block);
  file_->newest_unix_s = 0;
  return {};
}

bool ImportedTables::has_cells() const {
  return file_->cells_there > 0;
}

Result<std::optional<ImportedTables::Known>> ImportedTables::find(const CellRecord& cell) {
  sqlite::Statement& sql = file_->sql->find;
  sql.bind(1, std::int64_t{cell.network})
      .bind(2, static_cast<std::int64_t>(cell.cell))
      .bind(3, static_cast<std::int64_t>(file_->source))
      .bind(4, unless(cell.area, k_unknown));
  std::optional<Known> found;
  for (;;) {
    const auto row = sql.step();
    if (!row) {
      return tl::unexpected(row.error());
    }
    if (!*row) {
      return found;
    }
    const auto number = [&](int column, std::uint32_t unknown) {
      return sql.is_null(column) ? unknown : static_cast<std::uint32_t>(sql.integer(column));
    };
    found = Known{.id = sql.integer(0), .cell = cell};
    found->cell.mnc_digits = static_cast<std::uint8_t>(number(2, 0));
    found->cell.unit = static_cast<std::uint16_t>(number(3, 0));
    found->cell.channel = number(4, k_unknown);
    found->cell.lat_e7 = static_cast<std::int32_t>(sql.integer(5));
    found->cell.lon_e7 = static_cast<std::int32_t>(sql.integer(6));
    found->cell.range_m = number(7, k_unknown);
    found->cell.samples = number(8, 0);
    found->cell.first_seen_unix_s = number(9, 0);
    found->cell.last_seen_unix_s = number(10, 0);
  }
}

Result<void> ImportedTables::expect_cells(std::uint64_t count) {
  const auto there = file_->db.number("SELECT total(cells) FROM imported_sources");
  if (!there) {
    return tl::unexpected(there.error());
  }
  if (static_cast<std::int64_t>(count) <= *there / k_rebuild_share) {
    return {};
  }
  if (auto ready = file_->ready(); !ready) {
    return ready;
  }
  return file_->db.run(k_drop_index);
}

Result<void> ImportedTables::put(const CellRecord& cell, std::int64_t replaces) {
  if (auto ready = file_->ready(); !ready) {
    return ready;
  }
  if (replaces != 0) {
    file_->sql->remove.bind(1, replaces);
    if (auto removed = done(file_->sql->remove); !removed) {
      return removed;
    }
    --file_->added_cells;
  }
  constexpr std::int64_t k_block = 32;
  sqlite::Statement& sql = file_->sql->insert;
  sql.bind(1, file_->next_block * k_block + file_->in_block)
      .bind(2, static_cast<std::int64_t>(file_->source))
      .bind(3, std::int64_t{cell.network})
      .bind(4, std::int64_t{cell.mnc_digits})
      .bind(5, unless(cell.area, k_unknown))
      .bind(6, static_cast<std::int64_t>(cell.cell))
      .bind(7, unless(cell.unit, 0))
      .bind(8, unless(cell.channel, k_unknown))
      .bind(9, std::int64_t{cell.lat_e7})
      .bind(10, std::int64_t{cell.lon_e7})
      .bind(11, unless(cell.range_m, k_unknown))
      .bind(12, std::int64_t{cell.samples})
      .bind(13, unless(cell.first_seen_unix_s, 0))
      .bind(14, unless(cell.last_seen_unix_s, 0));
  if (auto inserted = done(sql); !inserted) {
    return inserted;
  }
  if (file_->in_block == 0) {
    file_->outline.start(cell);
  }
  file_->outline.add(cell);
  file_->newest_unix_s = std::max(file_->newest_unix_s, cell.last_seen_unix_s);
  ++file_->added_cells;
  if (++file_->in_block == k_block) {
    if (auto closed = file_->close_block(); !closed) {
      return closed;
    }
  }
  return file_->count_row();
}

Result<bool> ImportedTables::put(const SiteRecord& site) {
  if (auto ready = file_->ready(); !ready) {
    return tl::unexpected(ready.error());
  }
  sqlite::Statement& sql = file_->sql->site;
  // 0 and not NULL for an unknown PLMN: in a UNIQUE index no NULL equals another.
  sql.bind(1, static_cast<std::int64_t>(file_->source))
      .bind(2, std::string_view(site.operator_name))
      .bind(3, std::int64_t{site.plmn_known ? site.mcc : 0U})
      .bind(4, std::int64_t{site.plmn_known ? site.mnc : 0U})
      .bind(5, static_cast<std::int64_t>(site.rat))
      .bind(6, std::int64_t{site.band_mhz})
      .bind(7, std::int64_t{site.lat_e7})
      .bind(8, std::int64_t{site.lon_e7});
  auto added = sql.step();
  if (!added || !*added) {
    return added;
  }
  file_->sql->place.bind(1, sql.integer(0))
      .bind(2, std::int64_t{site.lat_e7})
      .bind(3, std::int64_t{site.lon_e7});
  auto placed = done(sql); // past the row it returned
  if (placed) {
    placed = done(file_->sql->place);
  }
  ++file_->added_sites;
  if (placed) {
    placed = file_->count_row();
  }
  if (!placed) {
    return tl::unexpected(placed.error());
  }
  return true;
}

bool ImportedTables::all_committed() const {
  return !file_->transaction;
}

Result<void> ImportedTables::finish() {
  if (auto committed = file_->commit(); !committed) {
    return committed;
  }
  return file_->db.run(k_make_index);
}

} // namespace cw::detector
