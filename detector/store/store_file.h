// The file of the store: its tables, and what is written into them.
#pragma once

#include "detector/store/store.h"
#include "wire/sqlite/database.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cw::detector {

inline constexpr std::size_t k_store_version = 2;

/// Opens or makes the file and brings an older one up to date.
sqlite::Result<sqlite::Database> open_store_file(const std::string& path);

/// Statements of one file, each prepared once. The file must stay where it is.
class StatementCache {
public:
  explicit StatementCache(const sqlite::Database& db) : db_(&db) {}
  sqlite::Statement& get(std::string_view sql);

private:
  const sqlite::Database* db_;
  std::map<std::string_view, sqlite::Statement> prepared_; ///< sql must be a literal
};

/// Steps once, for statements that return no row.
sqlite::Result<void> run_once(sqlite::Statement& statement);

/// A new session; returns its number.
sqlite::Result<std::int64_t> begin_session(sqlite::Database& db,
                                           std::optional<double> start_unix_s,
                                           const std::optional<std::string>& sensor);

/// Writes what a session found. The caller holds the transaction.
class SessionWriter {
public:
  SessionWriter(StatementCache& statements, std::int64_t session)
      : statements_(&statements), session_(session) {}
  sqlite::Result<void> put(const StoreBatch& batch);

private:
  sqlite::Result<void> put(const StoredCell& cell);
  sqlite::Result<void> put(const StoredBlock& stored);
  sqlite::Result<void> put(const wire::AlertReport& alert);
  sqlite::Result<void> forget_findings(const std::string& alert);
  sqlite::Result<void> put(const std::string& alert, const wire::FindingReport& finding);

  StatementCache* statements_;
  std::int64_t session_;
};

} // namespace cw::detector
