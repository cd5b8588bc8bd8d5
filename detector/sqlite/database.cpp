#include "detector/sqlite/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace cw::detector::sqlite {
namespace {

/// What happened, to what, and what to do.
std::string sentence(const std::string& name, int code, const char* detail) {
  switch (code & 0xFF) {
  case SQLITE_FULL: return fmt::format("cannot write {}: the disk is full; free some space", name);
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return fmt::format("cannot use {}: another program holds it; stop that program or wait", name);
  case SQLITE_CANTOPEN:
    return fmt::format("cannot open {}: no such file or no permission; check the path", name);
  case SQLITE_NOTADB:
    return fmt::format("cannot read {}: it is no SQLite file; check the path", name);
  case SQLITE_CORRUPT:
    return fmt::format("cannot read {}: the file is damaged; restore a copy", name);
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return fmt::format("cannot write {}: it is read-only; change its permissions", name);
  case SQLITE_IOERR:
    return fmt::format("cannot use {}: input/output error; check the disk and its space", name);
  default: return fmt::format("cannot use {}: {}", name, detail);
  }
}

constexpr int k_busy_ms = 2000;

} // namespace

Statement::Statement(sqlite3_stmt* statement, std::string file, std::string error)
    : statement_(statement), file_(std::move(file)), error_(std::move(error)) {}

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)), file_(std::move(other.file_)),
      error_(std::move(other.error_)) {}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

Statement& Statement::bind(int at, std::int64_t value) {
  sqlite3_bind_int64(statement_, at, value);
  return *this;
}
Statement& Statement::bind(int at, double value) {
  sqlite3_bind_double(statement_, at, value);
  return *this;
}
Statement& Statement::bind(int at, std::string_view text) {
  sqlite3_bind_text(
      statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT); // NOLINT
  return *this;
}
Statement& Statement::bind_blob(int at, std::span<const std::uint8_t> octets) {
  sqlite3_bind_blob(
      statement_, at, octets.data(), static_cast<int>(octets.size()), SQLITE_TRANSIENT); // NOLINT
  return *this;
}
Statement& Statement::bind_null(int at) {
  sqlite3_bind_null(statement_, at);
  return *this;
}

Result<bool> Statement::step() {
  if (!error_.empty()) {
    return tl::unexpected(error_);
  }
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code == SQLITE_DONE) {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    return false;
  }
  std::string error = sentence(file_, code, sqlite3_errmsg(sqlite3_db_handle(statement_)));
  sqlite3_reset(statement_);
  return tl::unexpected(std::move(error));
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}
double Statement::real(int column) const {
  return sqlite3_column_double(statement_, column);
}
std::string Statement::text(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return data == nullptr
             ? std::string()
             : std::string(static_cast<const char*>(data), static_cast<std::size_t>(size));
}
bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::optional<double> Statement::maybe_real(int column) const {
  return is_null(column) ? std::nullopt : std::optional(real(column));
}

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

} // namespace cw::detector::sqlite
