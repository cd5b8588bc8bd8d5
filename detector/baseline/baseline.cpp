#include "detector/baseline/baseline.h"

#include "detector/baseline/schema.h"
#include "wire/sqlite/database.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <system_error>

namespace cw::detector {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_cell_columns =
    "SELECT id,mcc,mnc,lac,ci,sightings,first_seen_unix_s,last_seen_unix_s,level_sum FROM cells ";

/// "Another program made it" would be no help for a file of our own.
sqlite::Result<void> refuse_store(const sqlite::Database& db) {
  if (const auto owner = db.number("PRAGMA application_id"); owner != k_store_application_id) {
    return {};
  }
  return tl::unexpected(
      fmt::format("cannot use {}: it is a store of Cellwarden (replay --store), not a baseline; "
                  "give a file that `cellwarden baseline learn` made",
                  db.name()));
}

} // namespace

struct Baseline::File {
  sqlite::Database db;

  KnownCell row(const sqlite::Statement& at) const {
    KnownCell cell;
    const std::int64_t key = at.integer(0);
    cell.mcc = at.text(1);
    cell.mnc = at.text(2);
    cell.lac = static_cast<std::uint16_t>(at.integer(3));
    cell.ci = static_cast<std::uint16_t>(at.integer(4));
    cell.id = fmt::format("{}-{}-{}-{}", cell.mcc, cell.mnc, cell.lac, cell.ci);
    cell.sightings = static_cast<std::uint64_t>(std::max<std::int64_t>(at.integer(5), 0));
    cell.first_seen_unix_s = at.maybe_real(6);
    cell.last_seen_unix_s = at.maybe_real(7);
    cell.level_dbfs = cell.sightings == 0 ? 0 : at.real(8) / static_cast<double>(cell.sightings);
    auto fields = db.prepare("SELECT field,value FROM field_values WHERE cell=?1 "
                             "ORDER BY field,last_session,value");
    fields.bind(1, key);
    while (fields.step().value_or(false)) {
      cell.fields[fields.text(0)].push_back(fields.text(1));
    }
    const auto newest = [&](const char* name) -> std::optional<int> {
      const auto found = cell.fields.find(name);
      const auto numbers =
          found == cell.fields.end() ? std::vector<int>() : list_of(found->second.back());
      return numbers.empty() ? std::nullopt : std::optional(numbers.front());
    };
    cell.arfcn = newest("arfcn");
    cell.bsic = newest("bsic");
    if (const auto band = cell.fields.find("band"); band != cell.fields.end()) {
      cell.band = band->second.back();
    }
    return cell;
  }

  std::vector<KnownCell> rows(sqlite::Statement& statement) const {
    std::vector<KnownCell> cells;
    while (statement.step().value_or(false)) {
      cells.push_back(row(statement));
    }
    return cells;
  }
};

Baseline::Baseline(std::unique_ptr<File> file) : file_(std::move(file)) {}
Baseline::Baseline(Baseline&&) noexcept = default;
Baseline& Baseline::operator=(Baseline&&) noexcept = default;
Baseline::~Baseline() = default;

tl::expected<Baseline, std::string> Baseline::open_read_only(const std::string& path) {
  auto db = sqlite::Database::open("baseline", path, sqlite::Access::read_only);
  if (!db) {
    return tl::unexpected(db.error());
  }
  if (auto no_store = refuse_store(*db); !no_store) {
    return tl::unexpected(no_store.error());
  }
  if (auto good = db->check_version(k_baseline_application_id, baseline_steps().size()); !good) {
    return tl::unexpected(good.error());
  }
  return Baseline(std::make_unique<File>(File{std::move(*db)}));
}

tl::expected<Baseline, std::string> Baseline::open(const std::string& path) {
  auto db = sqlite::Database::open("baseline", path, sqlite::Access::read_write_create);
  if (!db) {
    return tl::unexpected(db.error());
  }
  if (auto no_store = refuse_store(*db); !no_store) {
    return tl::unexpected(no_store.error());
  }
  if (auto ready = db->migrate(k_baseline_application_id, baseline_steps()); !ready) {
    return tl::unexpected(ready.error());
  }
  return Baseline(std::make_unique<File>(File{std::move(*db)}));
}

tl::expected<void, std::string> Baseline::check(const std::string& path) {
  std::error_code failed;
  if (!fs::exists(path, failed)) {
    const fs::path folder = fs::path(path).parent_path();
    if (folder.empty() || fs::is_directory(folder, failed)) {
      return {};
    }
    return tl::unexpected(
        fmt::format("cannot make baseline {}: there is no folder {}; make it or give another path",
                    path,
                    folder.string()));
  }
  const auto db = sqlite::Database::open("baseline", path, sqlite::Access::read_only);
  if (!db) {
    return tl::unexpected(db.error());
  }
  if (auto no_store = refuse_store(*db); !no_store) {
    return no_store;
  }
  const auto tables = db->number("SELECT count(*) FROM sqlite_master");
  const auto version = db->number("PRAGMA user_version");
  if (!tables || !version) {
    return tl::unexpected(tables ? version.error() : tables.error());
  }
  if (*tables == 0) {
    return {}; // an empty file becomes a baseline
  }
  const auto found = static_cast<std::size_t>(std::max<std::int64_t>(*version, 0));
  return db->check_version(k_baseline_application_id, std::min(found, baseline_steps().size()));
}

std::optional<KnownCell> Baseline::find(const CellFacts& cell) const {
  const IdentityEpisode* who = cell.identity();
  if (who == nullptr || !who->ci) {
    return std::nullopt;
  }
  auto statement = file_->db.prepare(std::string(k_cell_columns) +
                                     "WHERE mcc=?1 AND mnc=?2 AND ci=?3 ORDER BY lac");
  statement.bind(1, who->lai.plmn.mcc_text())
      .bind(2, who->lai.plmn.mnc_text())
      .bind(3, static_cast<std::int64_t>(*who->ci));
  std::optional<KnownCell> same_but_lac;
  for (KnownCell& known : file_->rows(statement)) {
    if (known.lac == who->lai.lac) {
      return std::move(known);
    }
    const auto& radio = cell.heard_on;
    if (radio.arfcn && radio.bsic && known.arfcn == radio.arfcn->number &&
        known.bsic == *radio.bsic) {
      same_but_lac = std::move(known);
    }
  }
  return same_but_lac;
}

std::vector<KnownCell>
Baseline::of_plmn(const std::string& mcc, const std::string& mnc, std::size_t limit) const {
  auto statement =
      file_->db.prepare(std::string(k_cell_columns) +
                        "WHERE mcc=?1 AND mnc=?2 ORDER BY sightings DESC,lac,ci LIMIT ?3");
  statement.bind(1, mcc).bind(2, mnc).bind(3, static_cast<std::int64_t>(limit));
  return file_->rows(statement);
}

bool Baseline::knows_lac(const std::string& mcc, const std::string& mnc, std::uint16_t lac) const {
  auto statement =
      file_->db.prepare("SELECT 1 FROM cells WHERE mcc=?1 AND mnc=?2 AND lac=?3 LIMIT 1");
  statement.bind(1, mcc).bind(2, mnc).bind(3, static_cast<std::int64_t>(lac));
  return statement.step().value_or(false);
}

Habit Baseline::habit(const std::string& mcc, const std::string& mnc) const {
  auto statement =
      file_->db.prepare("SELECT sum(ciphered),sum(clear),sum(paging_records),sum(paging_imsi) "
                        "FROM habits WHERE mcc=?1 AND mnc=?2");
  statement.bind(1, mcc).bind(2, mnc);
  if (!statement.step().value_or(false)) {
    return {};
  }
  const auto count = [&](int column) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(statement.integer(column), 0));
  };
  return {count(0), count(1), count(2), count(3)};
}

Watch Baseline::watch(std::optional<double> carrier_hz) const {
  auto statement =
      file_->db.prepare("SELECT count(*),max(start_unix_s)-min(start_unix_s) FROM sessions "
                        "WHERE ?1 IS NULL OR (low_hz<=?1+1.0 AND high_hz>=?1-1.0)");
  statement.bind(1, carrier_hz);
  Watch watch;
  if (statement.step().value_or(false)) {
    watch.sweeps = static_cast<std::uint64_t>(std::max<std::int64_t>(statement.integer(0), 0));
    if (const auto seconds = statement.maybe_real(1)) {
      watch.days = *seconds / 86400.0;
    }
  }
  return watch;
}

std::vector<KnownCell> Baseline::all() const {
  auto statement = file_->db.prepare(std::string(k_cell_columns) + "ORDER BY mcc,mnc,lac,ci");
  return file_->rows(statement);
}

tl::expected<std::vector<bool>, std::string> Baseline::learn(const Lesson& lesson) {
  return learn_lesson(file_->db, lesson);
}

} // namespace cw::detector
