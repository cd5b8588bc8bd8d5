// A thin hold on SQLite: files and statements that close themselves, errors as sentences.
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace cw::sqlite {

template <class T>
using Result = tl::expected<T, std::string>;

enum class Access : std::uint8_t { read_only, read_write_create };

/// One prepared statement. Values are bound, never pasted. Parameters and columns count from 1
/// and from 0, as SQLite has them. The first failure sticks and comes out of step().
class Statement {
public:
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(int at, std::int64_t value);
  Statement& bind(int at, double value);
  Statement& bind(int at, std::string_view text);
  Statement& bind_blob(int at, std::span<const std::uint8_t> octets);
  Statement& bind_null(int at);
  template <class T>
  Statement& bind(int at, const std::optional<T>& value) {
    return value ? bind(at, *value) : bind_null(at);
  }

  /// True: a row is there. False: done; the statement is reset and can be bound again.
  Result<bool> step();

  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  bool is_null(int column) const;
  std::optional<double> maybe_real(int column) const;

private:
  friend class Database;
  Statement(sqlite3_stmt* statement, std::string file, std::string error);
  sqlite3_stmt* statement_ = nullptr;
  std::string file_, error_;
};

/// One file. `what` names it in errors: "baseline", "store".
class Database {
public:
  static Result<Database> open(std::string_view what, const std::string& path, Access access);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;
  ~Database();

  Result<void> run(const char* sql);
  Statement prepare(std::string_view sql) const;
  Result<std::int64_t> number(std::string_view sql) const; ///< first column of the first row
  std::int64_t last_id() const;

  /// Brings user_version to steps.size(), one transaction a step; step n leads from n to n + 1.
  /// Refuses files of another program and of a newer Cellwarden.
  Result<void> migrate(std::int32_t application_id, std::span<const char* const> steps);
  /// The same refusals, and refuses older files too: for those who may not write.
  Result<void> check_version(std::int32_t application_id, std::size_t version) const;

  const std::string& name() const noexcept { return name_; } ///< "baseline cells.db"

private:
  Database(sqlite3* handle, std::string name);
  sqlite3* handle_ = nullptr;
  std::string name_;
};

/// Rolls back unless committed.
class Transaction {
public:
  static Result<Transaction> begin(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<void> commit();

private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_ = nullptr;
};

} // namespace cw::sqlite
