#include "wire/sqlite/database.h"
#include "wire/sqlite/sentence.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace cw::sqlite {

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

} // namespace cw::sqlite
