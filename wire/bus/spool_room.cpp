// What leaves a full spool, and in which order.
#include "wire/bus/spool_file.h"
#include "wire/codec/sensor_item_json.h"

#include <fmt/format.h>

namespace cw::wire::bus {
namespace {

using sqlite::Statement;
using Error = tl::unexpected<std::string>;

std::int64_t whole(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

Result<void> run(Statement& statement) {
  const auto row = statement.step();
  return row ? Result<void>() : Error(row.error());
}

std::string without(ItemKind kind, const std::string& lines) {
  std::string kept;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size() - 1) + 1;
    const std::string_view line = std::string_view(lines).substr(at, end - at);
    if (kind_of_item(line) != kind) {
      kept += line;
    }
    at = end;
  }
  return kept;
}

/// The oldest batch that may be touched and matches; 0 if none. `matches` is ours, not a value.
Result<std::uint64_t>
oldest(const sqlite::Database& database, const SpoolCounts& counts, std::string_view matches) {
  Statement row = database.prepare(fmt::format(
      "SELECT seq FROM batch WHERE seq > ?1 AND seq < ?2 AND {} ORDER BY seq LIMIT 1", matches));
  row.bind(1, whole(counts.handed_out)).bind(2, whole(counts.newest_seq));
  const auto found = row.step();
  if (!found) {
    return Error(found.error());
  }
  return *found ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

Result<void>
strip(sqlite::Database& database, std::uint64_t seq, ItemKind kind, SpoolCounts& counts) {
  Statement body = database.prepare("SELECT lines FROM body WHERE seq = ?1");
  body.bind(1, whole(seq));
  if (const auto row = body.step(); !row) {
    return Error(row.error());
  }
  const std::string lines = body.text(0);
  const std::string kept = without(kind, lines);
  counts.octets -= lines.size() - kept.size();
  Statement change = database.prepare("UPDATE body SET lines = ?2 WHERE seq = ?1");
  change.bind(1, whole(seq)).bind(2, kept);
  if (auto done = run(change); !done) {
    return done;
  }
  const char* const column = kind == ItemKind::power_scan ? "scan_octets" : "measurement_octets";
  Statement numbers =
      database.prepare(fmt::format("UPDATE batch SET octets = ?2, {} = 0 WHERE seq = ?1", column));
  numbers.bind(1, whole(seq)).bind(2, whole(kept.size()));
  return run(numbers);
}

Result<void>
strip_all(sqlite::Database& database, std::uint64_t target, ItemKind kind, SpoolCounts& counts) {
  const char* const matches =
      kind == ItemKind::power_scan ? "scan_octets > 0" : "measurement_octets > 0";
  while (counts.octets > target) {
    const auto seq = oldest(database, counts, matches);
    if (!seq || *seq == 0) {
      return seq ? Result<void>() : Error(seq.error());
    }
    if (auto done = strip(database, *seq, kind, counts); !done) {
      return done;
    }
  }
  return {};
}

} // namespace

Result<void> drop_batch(sqlite::Database& database, std::uint64_t seq, SpoolCounts& counts) {
  Statement numbers = database.prepare("SELECT blocks, octets FROM batch WHERE seq = ?1");
  numbers.bind(1, whole(seq));
  if (const auto row = numbers.step(); !row || !*row) {
    return row ? Result<void>() : Error(row.error());
  }
  counts.dropped += static_cast<std::uint64_t>(numbers.integer(0));
  counts.octets -= static_cast<std::uint64_t>(numbers.integer(1));
  --counts.batches;
  for (const char* const sql :
       {"DELETE FROM batch WHERE seq = ?1", "DELETE FROM body WHERE seq = ?1"}) {
    Statement erasure = database.prepare(sql);
    erasure.bind(1, whole(seq));
    if (auto done = run(erasure); !done) {
      return done;
    }
  }
  return {};
}

Result<void> make_room(sqlite::Database& database, std::uint64_t target, SpoolCounts& counts) {
  for (const ItemKind kind : {ItemKind::power_scan, ItemKind::measurement}) {
    if (auto done = strip_all(database, target, kind, counts); !done) {
      return done;
    }
  }
  while (counts.octets > target) {
    const auto seq = oldest(database, counts, "1");
    if (!seq || *seq == 0) {
      return seq ? Result<void>() : Error(seq.error());
    }
    if (auto done = drop_batch(database, *seq, counts); !done) {
      return done;
    }
  }
  return {};
}

} // namespace cw::wire::bus
