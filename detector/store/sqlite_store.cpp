#include "detector/store/store_file.h"

#include <utility>

namespace cw::detector {
namespace {

class SqliteStore : public Store {
public:
  SqliteStore(sqlite::Database db, std::int64_t session)
      : db_(std::move(db)), statements_(db_), writer_(statements_, session) {}

  sqlite::Result<void> commit(const StoreBatch& batch) override {
    auto transaction = sqlite::Transaction::begin(db_);
    if (!transaction) {
      return tl::unexpected(transaction.error());
    }
    if (auto put = writer_.put(batch); !put) {
      return put;
    }
    return transaction->commit();
  }

private:
  sqlite::Database db_;
  StatementCache statements_;
  SessionWriter writer_;
};

} // namespace

tl::expected<std::unique_ptr<Store>, std::string>
open_sqlite_store(const std::string& path, std::optional<double> start_unix_s) {
  auto db = open_store_file(path);
  if (!db) {
    return tl::unexpected(db.error());
  }
  const auto session = begin_session(*db, start_unix_s, std::nullopt);
  if (!session) {
    return tl::unexpected(session.error());
  }
  return std::make_unique<SqliteStore>(std::move(*db), *session);
}

} // namespace cw::detector
