// The store of a detector that runs for days: sensors, what was taken of them, alerts' lives.
#pragma once

#include "detector/store/live_records.h"
#include "detector/store/store_file.h"

#include <memory>
#include <string>

namespace cw::detector {

/// How long and how much is kept. What open alerts show as evidence is kept in any case.
struct Retention {
  double keep_days = 30;
  std::uint64_t max_octets = 0; ///< of the file in use; 0: no limit
};

struct Pruned {
  std::uint64_t blocks = 0, cells = 0, alerts = 0;
  bool still_too_large = false; ///< nothing is left that may go
};

class LiveStore {
public:
  /// What is committed is on the disk, even if the power fails.
  static sqlite::Result<LiveStore> open(const std::string& path);

  /// All of it or nothing. Gives new sensors their session.
  sqlite::Result<void> commit(LiveBatch& batch);

  /// Everything a start needs: all sensors; of each the cells heard in the last minutes before it
  /// fell silent, with what is kept of what they said; alerts that are open, or were closed within
  /// a day before `now_s`.
  sqlite::Result<LivePast> load(double now_s);

  /// Forgets what is too old, and the oldest of what is too much. `now_s`: UNIX time.
  sqlite::Result<Pruned> prune(const Retention& retention, double now_s);

private:
  explicit LiveStore(sqlite::Database db);
  sqlite::Result<void> put(const LiveBatch::OfSensor& one, std::int64_t session);
  sqlite::Result<void> put(const LedgerRecord& record);
  sqlite::Result<void> put(const LedgerSource& source);
  sqlite::Result<void> put(const AlertStep& step);
  sqlite::Result<void> drop_blocks(double before_s, std::uint64_t at_most, Pruned& pruned);
  sqlite::Result<void> drop_old(double before_s, Pruned& pruned);
  sqlite::Result<bool> too_large(std::uint64_t max_octets) const;

  std::unique_ptr<sqlite::Database> db_; ///< its statements point at it
  std::unique_ptr<StatementCache> statements_;
};

} // namespace cw::detector
