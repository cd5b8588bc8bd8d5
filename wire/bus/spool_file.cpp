#include "wire/bus/spool_file.h"

#include <fmt/format.h>

#include <array>
#include <random>
#include <utility>

namespace cw::wire::bus {
namespace {

using sqlite::Statement;
using sqlite::Transaction;
using Error = tl::unexpected<std::string>;

constexpr std::int32_t k_application_id = 0x43575370; // "CWSp"

// The text of a batch lies apart from its numbers: SQLite writes whole rows.
constexpr std::array<const char*, 1> k_steps = {
    "CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), epoch TEXT NOT NULL,"
    " newest_seq INTEGER NOT NULL, blocks_total INTEGER NOT NULL, broken INTEGER NOT NULL,"
    " dropped INTEGER NOT NULL, handed_out INTEGER NOT NULL);"
    "CREATE TABLE batch (seq INTEGER PRIMARY KEY, blocks INTEGER NOT NULL,"
    " blocks_total INTEGER NOT NULL, broken INTEGER NOT NULL, dropped INTEGER,"
    " octets INTEGER NOT NULL, scan_octets INTEGER NOT NULL,"
    " measurement_octets INTEGER NOT NULL);"
    "CREATE TABLE body (seq INTEGER PRIMARY KEY, lines TEXT NOT NULL);"
    "CREATE INDEX batch_with_scans ON batch (seq) WHERE scan_octets > 0;"
    "CREATE INDEX batch_with_measurements ON batch (seq) WHERE measurement_octets > 0;"};

std::int64_t whole(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}
std::uint64_t count(const Statement& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

Result<void> run(Statement& statement) {
  const auto row = statement.step();
  return row ? Result<void>() : Error(row.error());
}

std::string new_epoch() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

} // namespace

Result<SpoolFile> SpoolFile::open(const std::string& path) {
  auto database = sqlite::Database::open("spool", path, sqlite::Access::read_write_create);
  if (!database) {
    return Error(database.error());
  }
  for (const char* const pragma : {"PRAGMA locking_mode=EXCLUSIVE",
                                   "PRAGMA journal_mode=WAL",
                                   "PRAGMA synchronous=NORMAL",
                                   "PRAGMA journal_size_limit=4194304"}) {
    if (auto done = database->run(pragma); !done) {
      return Error(done.error());
    }
  }
  if (auto done = database->migrate(k_application_id, k_steps); !done) {
    return Error(done.error());
  }
  SpoolFile file(std::move(*database));
  Statement first =
      file.database_.prepare("INSERT OR IGNORE INTO state VALUES (1, ?1, 0, 0, 0, 0, 0)");
  first.bind(1, new_epoch());
  auto done = run(first);
  if (done) {
    done = file.load();
  }
  return done ? Result<SpoolFile>(std::move(file)) : Error(done.error());
}

Result<void> SpoolFile::load() {
  Statement state = database_.prepare(
      "SELECT epoch, newest_seq, blocks_total, broken, dropped, handed_out FROM state");
  const auto row = state.step();
  if (!row || !*row) {
    return Error(
        row ? fmt::format("cannot read {}: it has no state; move it away", database_.name())
            : row.error());
  }
  counts_.epoch = state.text(0);
  counts_.newest_seq = count(state, 1);
  counts_.blocks_total = count(state, 2);
  counts_.broken = count(state, 3);
  counts_.dropped = count(state, 4);
  counts_.handed_out = count(state, 5);
  Statement sum = database_.prepare("SELECT count(*), coalesce(sum(octets), 0) FROM batch");
  const auto summed = sum.step();
  if (!summed) {
    return Error(summed.error());
  }
  counts_.batches = count(sum, 0);
  counts_.octets = count(sum, 1);
  return {};
}

Result<void> SpoolFile::insert(const SpoolChunk& chunk, SpoolCounts& counts) {
  ++counts.newest_seq;
  counts.blocks_total += chunk.blocks;
  ++counts.batches;
  counts.octets += chunk.lines.size();
  Statement batch =
      database_.prepare("INSERT INTO batch VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?6, ?7)");
  batch.bind(1, whole(counts.newest_seq)).bind(2, whole(chunk.blocks));
  batch.bind(3, whole(counts.blocks_total)).bind(4, whole(counts.broken));
  batch.bind(5, whole(chunk.lines.size())).bind(6, whole(chunk.scan_octets));
  batch.bind(7, whole(chunk.measurement_octets));
  if (auto done = run(batch); !done) {
    return done;
  }
  Statement body = database_.prepare("INSERT INTO body VALUES (?1, ?2)");
  body.bind(1, whole(counts.newest_seq)).bind(2, chunk.lines);
  return run(body);
}

Result<void> SpoolFile::erase(std::uint64_t up_to_seq, SpoolCounts& counts) {
  Statement sum =
      database_.prepare("SELECT count(*), coalesce(sum(octets), 0) FROM batch WHERE seq <= ?1");
  sum.bind(1, whole(up_to_seq));
  if (const auto row = sum.step(); !row || count(sum, 0) == 0) {
    return row ? Result<void>() : Error(row.error());
  }
  counts.batches -= count(sum, 0);
  counts.octets -= count(sum, 1);
  for (const char* const sql :
       {"DELETE FROM batch WHERE seq <= ?1", "DELETE FROM body WHERE seq <= ?1"}) {
    Statement erasure = database_.prepare(sql);
    erasure.bind(1, whole(up_to_seq));
    if (auto done = run(erasure); !done) {
      return done;
    }
  }
  return {};
}

Result<void> SpoolFile::save(const SpoolCounts& counts) {
  Statement state = database_.prepare("UPDATE state SET newest_seq = ?1, blocks_total = ?2,"
                                      " broken = ?3, dropped = ?4, handed_out = ?5");
  state.bind(1, whole(counts.newest_seq)).bind(2, whole(counts.blocks_total));
  state.bind(3, whole(counts.broken)).bind(4, whole(counts.dropped));
  state.bind(5, whole(counts.handed_out));
  return run(state);
}

Result<void> SpoolFile::append(std::span<const SpoolChunk> chunks,
                               std::uint64_t broken,
                               std::uint64_t acknowledged,
                               std::uint64_t max_octets) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) {
    return Error(transaction.error());
  }
  SpoolCounts counts = counts_;
  counts.blocks_total += broken;
  counts.broken += broken;
  auto done = erase(acknowledged, counts);
  for (const SpoolChunk& chunk : chunks) {
    done = done ? insert(chunk, counts) : done;
  }
  if (done && counts.octets > max_octets) {
    done = make_room(database_, max_octets - max_octets / 16, counts);
  }
  done = done ? save(counts) : done;
  done = done ? transaction->commit() : done;
  if (done) {
    counts_ = counts;
  }
  return done;
}

Result<std::optional<StoredBatch>> SpoolFile::next(std::uint64_t after_seq) const {
  Statement row =
      database_.prepare("SELECT seq, blocks_total, broken + coalesce(dropped, ?2), lines FROM batch"
                        " JOIN body USING (seq) WHERE seq > ?1 ORDER BY seq LIMIT 1");
  row.bind(1, whole(after_seq)).bind(2, whole(counts_.dropped));
  const auto found = row.step();
  if (!found) {
    return Error(found.error());
  }
  if (!*found) {
    return std::nullopt;
  }
  return StoredBatch{.seq = count(row, 0),
                     .blocks_total = count(row, 1),
                     .blocks_lost = count(row, 2),
                     .lines = row.text(3)};
}

Result<void> SpoolFile::hand_out(std::uint64_t seq) {
  if (seq <= counts_.handed_out) {
    return {};
  }
  counts_.handed_out = seq; // also if the disk refuses: this process has sent it all the same
  auto transaction = Transaction::begin(database_);
  if (!transaction) {
    return Error(transaction.error());
  }
  Statement batch = database_.prepare("UPDATE batch SET dropped = ?1 WHERE seq = ?2");
  batch.bind(1, whole(counts_.dropped)).bind(2, whole(seq));
  auto done = run(batch);
  done = done ? save(counts_) : done;
  return done ? transaction->commit() : done;
}

Result<void> SpoolFile::forget(std::uint64_t up_to_seq) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) {
    return Error(transaction.error());
  }
  SpoolCounts counts = counts_;
  auto done = erase(up_to_seq, counts);
  done = done ? transaction->commit() : done;
  if (done) {
    counts_ = counts;
  }
  return done;
}

Result<void> SpoolFile::give_up(std::uint64_t seq) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) {
    return Error(transaction.error());
  }
  SpoolCounts counts = counts_;
  auto done = drop_batch(database_, seq, counts);
  Statement later = database_.prepare("UPDATE batch SET dropped = dropped + ?1"
                                      " WHERE seq > ?2 AND dropped IS NOT NULL");
  later.bind(1, whole(counts.dropped - counts_.dropped)).bind(2, whole(seq));
  done = done ? run(later) : done;
  done = done ? save(counts) : done;
  done = done ? transaction->commit() : done;
  if (done) {
    counts_ = counts;
  }
  return done;
}

} // namespace cw::wire::bus
