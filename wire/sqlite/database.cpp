#include "wire/sqlite/database.h"

#include "wire/sqlite/sentence.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace cw::sqlite {
namespace {

constexpr int k_busy_ms = 2000;

} // namespace

Database::Database(sqlite3* handle, std::string name) : handle_(handle), name_(std::move(name)) {}
Database::Database(Database&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)), name_(std::move(other.name_)) {}
Database& Database::operator=(Database&& other) noexcept {
  std::swap(handle_, other.handle_);
  std::swap(name_, other.name_);
  return *this;
}
Database::~Database() {
  sqlite3_close_v2(handle_);
}

Result<Database> Database::open(std::string_view what, const std::string& path, Access access) {
  const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY
                                                : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  Database database(handle, fmt::format("{} {}", what, path));
  if (code != SQLITE_OK) {
    return tl::unexpected(sentence(database.name_, code, sqlite3_errstr(code)));
  }
  sqlite3_busy_timeout(handle, k_busy_ms);
  // Opening is lazy: only a first read tells whether this is a database at all.
  if (const auto version = database.number("PRAGMA schema_version"); !version) {
    return tl::unexpected(version.error());
  }
  return database;
}

Result<void> Database::run(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    return tl::unexpected(sentence(name_, code, sqlite3_errmsg(handle_)));
  }
  return {};
}

Statement Database::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  return {statement,
          name_,
          code == SQLITE_OK ? std::string() : sentence(name_, code, sqlite3_errmsg(handle_))};
}

Result<std::int64_t> Database::number(std::string_view sql) const {
  Statement statement = prepare(sql);
  const auto row = statement.step();
  if (!row) {
    return tl::unexpected(row.error());
  }
  return *row ? statement.integer(0) : 0;
}

std::int64_t Database::last_id() const {
  return sqlite3_last_insert_rowid(handle_);
}

Result<void> Database::check_version(std::int32_t application_id, std::size_t version) const {
  const auto owner = number("PRAGMA application_id");
  const auto found = number("PRAGMA user_version");
  if (!owner || !found) {
    return tl::unexpected(owner ? found.error() : owner.error());
  }
  if (*owner != application_id) {
    return tl::unexpected(
        fmt::format("cannot use {}: another program made it; check the path", name_));
  }
  if (*found > static_cast<std::int64_t>(version)) {
    return tl::unexpected(fmt::format(
        "cannot use {}: it is of version {} and this program knows {}; update Cellwarden",
        name_,
        *found,
        version));
  }
  if (*found < static_cast<std::int64_t>(version)) {
    return tl::unexpected(fmt::format(
        "cannot read {}: it is of the old version {}; `cellwarden baseline learn` updates it",
        name_,
        *found));
  }
  return {};
}

Result<void> Database::migrate(std::int32_t application_id, std::span<const char* const> steps) {
  const auto tables = number("SELECT count(*) FROM sqlite_master");
  if (!tables) {
    return tl::unexpected(tables.error());
  }
  if (*tables == 0) {
    if (auto marked = run(fmt::format("PRAGMA application_id={}", application_id).c_str());
        !marked) {
      return marked;
    }
  }
  for (;;) {
    const auto version = number("PRAGMA user_version");
    if (!version) {
      return tl::unexpected(version.error());
    }
    const auto owner = number("PRAGMA application_id");
    const auto at = static_cast<std::size_t>(std::max<std::int64_t>(*version, 0));
    if (at >= steps.size() || !owner || *owner != application_id) {
      return check_version(application_id, steps.size());
    }
    auto step = Transaction::begin(*this);
    if (!step) {
      return tl::unexpected(step.error());
    }
    auto done = run(steps[at]);
    if (done) {
      done = run(fmt::format("PRAGMA user_version={}", at + 1).c_str());
    }
    if (done) {
      done = step->commit();
    }
    if (!done) {
      return done;
    }
  }
}

Result<Transaction> Transaction::begin(Database& database) {
  if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) {
    return tl::unexpected(begun.error());
  }
  return Transaction(database);
}
Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}
Transaction::~Transaction() {
  if (database_ != nullptr) {
    static_cast<void>(database_->run("ROLLBACK")); // SQLite may have rolled back already
  }
}
Result<void> Transaction::commit() {
  auto done = database_->run("COMMIT");
  if (done) {
    database_ = nullptr;
  }
  return done;
}

} // namespace cw::sqlite
