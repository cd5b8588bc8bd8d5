#include "detector/store/live_store.h"

#include <utility>

namespace cw::detector {

using sqlite::Result;

namespace {

std::int64_t whole(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

template <class All, class Put>
Result<void> for_each(const All& all, Put put) {
  for (const auto& one : all) {
    if (auto done = put(one); !done) {
      return done;
    }
  }
  return {};
}

} // namespace

LiveStore::LiveStore(sqlite::Database db)
    : db_(std::make_unique<sqlite::Database>(std::move(db))),
      statements_(std::make_unique<StatementCache>(*db_)) {}

Result<LiveStore> LiveStore::open(const std::string& path) {
  auto db = open_store_file(path);
  if (!db) {
    return tl::unexpected(db.error());
  }
  // A receiver throws away what was acknowledged: it must outlive the power.
  if (auto safe = db->run("PRAGMA synchronous=FULL"); !safe) {
    return tl::unexpected(safe.error());
  }
  return LiveStore(std::move(*db));
}

Result<void> LiveStore::put(const LiveBatch::OfSensor& one, std::int64_t session) {
  auto& sensor = statements_->get("INSERT OR REPLACE INTO sensors VALUES(?1,?2,?3,?4)");
  sensor.bind(1, std::string_view(one.sensor.name))
      .bind(2, session)
      .bind(3, whole(one.sensor.blocks))
      .bind(4, one.sensor.last_heard_s);
  if (auto done = run_once(sensor); !done) {
    return done;
  }
  for (const auto& [name, epoch] : one.sensor.epochs) {
    auto& row =
        statements_->get("INSERT OR REPLACE INTO epochs VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)");
    row.bind(1, std::string_view(one.sensor.name))
        .bind(2, std::string_view(name))
        .bind(3, whole(epoch.seq))
        .bind(4, whole(epoch.batches))
        .bind(5, whole(epoch.skipped))
        .bind(6, whole(epoch.blocks_stored))
        .bind(7, whole(epoch.blocks_total))
        .bind(8, whole(epoch.blocks_lost))
        .bind(9, epoch.taken_s);
    if (auto done = run_once(row); !done) {
      return done;
    }
  }
  return SessionWriter(*statements_, session).put(one.news);
}

Result<void> LiveStore::put(const LedgerRecord& record) {
  auto& row = statements_->get(
      "INSERT OR REPLACE INTO ledger VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)");
  const auto bsic = record.bsic ? std::optional<std::int64_t>(*record.bsic) : std::nullopt;
  row.bind(1, std::string_view(record.id))
      .bind(2, std::string_view(record.state))
      .bind(3, static_cast<std::int64_t>(record.severity))
      .bind(4, record.score)
      .bind(5, std::string_view(record.rat))
      .bind(6, record.carrier_key)
      .bind(7, bsic)
      .bind(8, record.cell_id)
      .bind(9, std::string_view(record.rules))
      .bind(10, std::string_view(record.summary))
      .bind(11, record.raised_at_s)
      .bind(12, record.last_evidence_s);
  return run_once(row);
}

Result<void> LiveStore::put(const LedgerSource& source) {
  auto& row = statements_->get("INSERT OR REPLACE INTO ledger_sources(sensor,alert,ledger,session) "
                               "SELECT ?1,?2,?3,session FROM sensors WHERE name=?1");
  row.bind(1, std::string_view(source.sensor))
      .bind(2, std::string_view(source.alert))
      .bind(3, std::string_view(source.ledger));
  return run_once(row);
}

Result<void> LiveStore::put(const AlertStep& step) {
  auto& row = statements_->get("INSERT OR REPLACE INTO steps VALUES(?1,?2,?3,?4,?5,?6,?7,?8)");
  row.bind(1, whole(step.number))
      .bind(2, std::string_view(step.alert))
      .bind(3, std::string_view(step.kind))
      .bind(4, step.t_s)
      .bind(5, std::string_view(step.who))
      .bind(6, std::string_view(step.why))
      .bind(7, static_cast<std::int64_t>(step.severity))
      .bind(8, step.score);
  return run_once(row);
}

Result<void> LiveStore::commit(LiveBatch& batch) {
  auto transaction = sqlite::Transaction::begin(*db_);
  if (!transaction) {
    return tl::unexpected(transaction.error());
  }
  std::vector<std::int64_t> sessions;
  for (const LiveBatch::OfSensor& one : batch.sensors) {
    sessions.push_back(one.sensor.session);
    if (sessions.back() == 0) {
      const auto session = begin_session(*db_, 0.0, one.sensor.name); // its times are UNIX times
      if (!session) {
        return tl::unexpected(session.error());
      }
      sessions.back() = *session;
    }
    if (auto done = put(one, sessions.back()); !done) {
      return done;
    }
  }
  const auto put_one = [&](const auto& one) { return put(one); };
  if (auto done = for_each(batch.ledger, put_one); !done) {
    return done;
  }
  if (auto done = for_each(batch.sources, put_one); !done) {
    return done;
  }
  if (auto done = for_each(batch.steps, put_one); !done) {
    return done;
  }
  if (auto done = transaction->commit(); !done) {
    return done;
  }
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    batch.sensors[i].sensor.session = sessions[i];
  }
  return {};
}

} // namespace cw::detector
