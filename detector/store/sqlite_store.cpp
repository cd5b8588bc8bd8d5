#include "detector/store/store.h"
#include "wire/sqlite/database.h"

#include <array>
#include <span>
#include <utility>

namespace cw::detector {
namespace {

using sqlite::Result;

constexpr std::int32_t k_application_id = 0x43575331; // "CWS1"

constexpr const char* k_version_1 = R"(
CREATE TABLE sessions(id INTEGER PRIMARY KEY, start_unix_s REAL);
CREATE TABLE cells(session INTEGER NOT NULL REFERENCES sessions(id), cell INTEGER NOT NULL,
  id TEXT, carrier_offset_hz REAL NOT NULL, carrier_hz REAL, arfcn INTEGER, bsic INTEGER,
  level_dbfs REAL NOT NULL, snr_db REAL NOT NULL, first_seen_s REAL NOT NULL,
  last_seen_s REAL NOT NULL, blocks INTEGER NOT NULL,
  PRIMARY KEY(session, cell)) WITHOUT ROWID;
CREATE INDEX cells_by_id ON cells(id);
CREATE TABLE blocks(session INTEGER NOT NULL REFERENCES sessions(id), n INTEGER NOT NULL,
  cell INTEGER NOT NULL, t_s REAL NOT NULL, channel TEXT NOT NULL, fn INTEGER NOT NULL,
  slot INTEGER NOT NULL, sub INTEGER NOT NULL, data BLOB NOT NULL, level_dbfs REAL NOT NULL,
  snr_db REAL NOT NULL, cfo_hz REAL NOT NULL, corrected_bits INTEGER NOT NULL,
  combined INTEGER NOT NULL, redacted INTEGER NOT NULL,
  PRIMARY KEY(session, n)) WITHOUT ROWID;
CREATE TABLE alerts(session INTEGER NOT NULL REFERENCES sessions(id), id TEXT NOT NULL,
  cell INTEGER NOT NULL, cell_id TEXT, severity INTEGER NOT NULL, score REAL NOT NULL,
  state TEXT NOT NULL, summary TEXT NOT NULL, first_seen_s REAL NOT NULL,
  raised_at_s REAL NOT NULL, last_seen_s REAL NOT NULL,
  PRIMARY KEY(session, id)) WITHOUT ROWID;
CREATE TABLE findings(session INTEGER NOT NULL, alert TEXT NOT NULL, rule TEXT NOT NULL,
  version INTEGER NOT NULL, family TEXT NOT NULL, weight REAL NOT NULL, observed TEXT NOT NULL,
  expected TEXT NOT NULL, why TEXT NOT NULL,
  PRIMARY KEY(session, alert, rule),
  FOREIGN KEY(session, alert) REFERENCES alerts(session, id)) WITHOUT ROWID;
CREATE TABLE evidence(session INTEGER NOT NULL, alert TEXT NOT NULL, rule TEXT NOT NULL,
  n INTEGER NOT NULL, PRIMARY KEY(session, alert, rule, n)) WITHOUT ROWID;
)";

constexpr std::array<const char*, 1> k_steps = {k_version_1};

Result<void> done(sqlite::Statement& statement) {
  const auto row = statement.step();
  if (!row) {
    return tl::unexpected(row.error());
  }
  return {};
}

std::int64_t whole(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

class SqliteStore : public Store {
public:
  SqliteStore(sqlite::Database db, std::int64_t session) : db_(std::move(db)), session_(session) {}

  Result<void> commit(const StoreBatch& batch) override {
    auto transaction = sqlite::Transaction::begin(db_);
    if (!transaction) {
      return tl::unexpected(transaction.error());
    }
    for (const StoredCell& cell : batch.cells) {
      if (auto added = put(cell); !added) {
        return added;
      }
    }
    for (const StoredBlock& block : batch.blocks) {
      if (auto added = put(block); !added) {
        return added;
      }
    }
    for (const wire::AlertReport& alert : batch.alerts) {
      if (auto added = put(alert); !added) {
        return added;
      }
    }
    return transaction->commit();
  }

private:
  Result<void> put(const StoredCell& cell) {
    auto insert =
        db_.prepare("INSERT OR REPLACE INTO cells VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)");
    insert.bind(1, session_).bind(2, whole(cell.cell));
    if (cell.id) {
      insert.bind(3, std::string_view(*cell.id));
    }
    insert.bind(4, cell.heard_on.carrier_offset_hz).bind(5, cell.heard_on.carrier_hz);
    if (cell.heard_on.arfcn) {
      insert.bind(6, whole(cell.heard_on.arfcn->number));
    }
    if (cell.heard_on.bsic) {
      insert.bind(7, whole(*cell.heard_on.bsic));
    }
    insert.bind(8, cell.level_dbfs)
        .bind(9, cell.snr_db)
        .bind(10, cell.first_seen_s)
        .bind(11, cell.last_seen_s)
        .bind(12, whole(cell.blocks));
    return done(insert);
  }

  Result<void> put(const StoredBlock& stored) {
    const wire::GsmBlock& block = stored.block;
    auto insert = db_.prepare("INSERT OR REPLACE INTO blocks "
                              "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)");
    const std::size_t length = std::min<std::size_t>(block.length, block.data.size());
    insert.bind(1, session_)
        .bind(2, whole(block.n))
        .bind(3, whole(stored.cell))
        .bind(4, block.t_s)
        .bind(5, std::string_view(wire::channel_name(block.channel)))
        .bind(6, whole(block.fn))
        .bind(7, whole(block.slot))
        .bind(8, whole(block.sub))
        .bind_blob(9, std::span(block.data).first(length))
        .bind(10, static_cast<double>(block.level_dbfs))
        .bind(11, static_cast<double>(block.snr_db))
        .bind(12, static_cast<double>(block.cfo_hz))
        .bind(13, whole(block.corrected_bits))
        .bind(14, whole(block.combined))
        .bind(15, whole(block.redacted ? 1U : 0U));
    return done(insert);
  }

  Result<void> put(const wire::AlertReport& alert) {
    for (const char* sql : {"DELETE FROM evidence WHERE session=?1 AND alert=?2",
                            "DELETE FROM findings WHERE session=?1 AND alert=?2"}) {
      auto forget = db_.prepare(sql);
      forget.bind(1, session_).bind(2, std::string_view(alert.id));
      if (auto gone = done(forget); !gone) {
        return gone;
      }
    }
    auto insert =
        db_.prepare("INSERT OR REPLACE INTO alerts VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)");
    insert.bind(1, session_).bind(2, std::string_view(alert.id)).bind(3, whole(alert.cell));
    if (alert.cell_id) {
      insert.bind(4, std::string_view(*alert.cell_id));
    }
    insert.bind(5, static_cast<std::int64_t>(alert.severity))
        .bind(6, alert.score)
        .bind(7, std::string_view(alert.state))
        .bind(8, std::string_view(alert.summary))
        .bind(9, alert.first_seen_s)
        .bind(10, alert.raised_at_s)
        .bind(11, alert.last_seen_s);
    if (auto added = done(insert); !added) {
      return added;
    }
    for (const wire::FindingReport& finding : alert.findings) {
      if (auto added = put(alert.id, finding); !added) {
        return added;
      }
    }
    return {};
  }

  Result<void> put(const std::string& alert, const wire::FindingReport& finding) {
    auto insert = db_.prepare("INSERT OR REPLACE INTO findings VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)");
    insert.bind(1, session_)
        .bind(2, std::string_view(alert))
        .bind(3, std::string_view(finding.rule))
        .bind(4, static_cast<std::int64_t>(finding.version))
        .bind(5, std::string_view(finding.family))
        .bind(6, finding.weight)
        .bind(7, std::string_view(finding.observed))
        .bind(8, std::string_view(finding.expected))
        .bind(9, std::string_view(finding.why));
    if (auto added = done(insert); !added) {
      return added;
    }
    auto evidence = db_.prepare("INSERT OR IGNORE INTO evidence VALUES(?1,?2,?3,?4)");
    for (const std::uint64_t n : finding.evidence) {
      evidence.bind(1, session_)
          .bind(2, std::string_view(alert))
          .bind(3, std::string_view(finding.rule))
          .bind(4, whole(n));
      if (auto added = done(evidence); !added) {
        return added;
      }
    }
    return {};
  }

  sqlite::Database db_;
  std::int64_t session_ = 0;
};

} // namespace

tl::expected<std::unique_ptr<Store>, std::string>
open_sqlite_store(const std::string& path, std::optional<double> start_unix_s) {
  auto db = sqlite::Database::open("store", path, sqlite::Access::read_write_create);
  if (!db) {
    return tl::unexpected(db.error());
  }
  if (auto ready = db->migrate(k_application_id, k_steps); !ready) {
    return tl::unexpected(ready.error());
  }
  for (const char* pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL"}) {
    if (auto set = db->run(pragma); !set) {
      return tl::unexpected(set.error());
    }
  }
  auto insert = db->prepare("INSERT INTO sessions(start_unix_s) VALUES(?1)");
  insert.bind(1, start_unix_s);
  if (auto begun = done(insert); !begun) {
    return tl::unexpected(begun.error());
  }
  const std::int64_t session = db->last_id();
  return std::make_unique<SqliteStore>(std::move(*db), session);
}

} // namespace cw::detector
