#include "detector/store/store_file.h"

#include <array>

namespace cw::detector {
namespace {

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

// A sensor has one session for as long as it is known; times in it are UNIX times.
//   epochs  what was taken of each numbering of a receiver: stored + lost = total, unless numbers
//           were left out that it did not count as lost
//   ledger  alerts of all sensors, one a cell and episode; ledger_sources: which alerts of which
//           session it is made of; steps: its life
constexpr const char* k_version_2 = R"(
ALTER TABLE sessions ADD COLUMN sensor TEXT;
ALTER TABLE cells ADD COLUMN train INTEGER NOT NULL DEFAULT 0;
CREATE TABLE sensors(name TEXT PRIMARY KEY, session INTEGER NOT NULL REFERENCES sessions(id),
  blocks INTEGER NOT NULL, last_heard_s REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE epochs(sensor TEXT NOT NULL REFERENCES sensors(name), epoch TEXT NOT NULL,
  seq INTEGER NOT NULL, batches INTEGER NOT NULL, skipped INTEGER NOT NULL,
  blocks_stored INTEGER NOT NULL, blocks_total INTEGER NOT NULL, blocks_lost INTEGER NOT NULL,
  taken_s REAL NOT NULL, PRIMARY KEY(sensor, epoch)) WITHOUT ROWID;
CREATE TABLE ledger(id TEXT PRIMARY KEY, state TEXT NOT NULL, severity INTEGER NOT NULL,
  score REAL NOT NULL, rat TEXT NOT NULL, carrier_key INTEGER NOT NULL, bsic INTEGER,
  cell_id TEXT, rules TEXT NOT NULL, summary TEXT NOT NULL, raised_at_s REAL NOT NULL,
  last_evidence_s REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX ledger_by_time ON ledger(last_evidence_s);
CREATE TABLE ledger_sources(sensor TEXT NOT NULL, alert TEXT NOT NULL, ledger TEXT NOT NULL,
  session INTEGER NOT NULL, PRIMARY KEY(sensor, alert)) WITHOUT ROWID;
CREATE INDEX ledger_sources_by_ledger ON ledger_sources(ledger);
CREATE TABLE steps(number INTEGER PRIMARY KEY, ledger TEXT NOT NULL, kind TEXT NOT NULL,
  t_s REAL NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, severity INTEGER NOT NULL,
  score REAL NOT NULL);
CREATE INDEX steps_by_ledger ON steps(ledger);
CREATE INDEX blocks_by_cell ON blocks(session, cell, n);
CREATE INDEX blocks_by_time ON blocks(t_s);
CREATE INDEX evidence_by_block ON evidence(session, n);
)";

constexpr std::array<const char*, k_store_version> k_steps = {k_version_1, k_version_2};

} // namespace

sqlite::Result<sqlite::Database> open_store_file(const std::string& path) {
  auto db = sqlite::Database::open("store", path, sqlite::Access::read_write_create);
  if (!db) {
    return db;
  }
  if (auto ready = db->migrate(k_application_id, k_steps); !ready) {
    return tl::unexpected(ready.error());
  }
  for (const char* pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL"}) {
    if (auto set = db->run(pragma); !set) {
      return tl::unexpected(set.error());
    }
  }
  return db;
}

} // namespace cw::detector
