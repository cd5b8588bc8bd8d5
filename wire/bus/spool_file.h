// The spool's tables: each call one transaction, the counts as of the last that went through.
// Inside wire/bus only.
#pragma once

#include "wire/bus/endpoint.h"
#include "wire/sqlite/database.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace cw::wire::bus {

/// blocks_total counts every block of the epoch; `broken` those that never reached the file,
/// `dropped` those that had to leave it.
struct SpoolCounts {
  std::string epoch;
  std::uint64_t newest_seq = 0;
  std::uint64_t blocks_total = 0, broken = 0, dropped = 0;
  std::uint64_t handed_out = 0; ///< the newest seq that may have been sent
  std::uint64_t batches = 0, octets = 0;
};

/// What becomes one batch: JSON lines.
struct SpoolChunk {
  std::string lines;
  std::uint64_t blocks = 0, scan_octets = 0, measurement_octets = 0;
};

struct StoredBatch {
  std::uint64_t seq = 0, blocks_total = 0, blocks_lost = 0;
  std::string lines;
};

class SpoolFile {
public:
  static Result<SpoolFile> open(const std::string& path);

  const SpoolCounts& counts() const noexcept { return counts_; }

  /// Adds the chunks, after `broken` blocks that are lost; forgets up to `acknowledged`; makes room
  /// if more than max_octets wait then.
  Result<void> append(std::span<const SpoolChunk> chunks,
                      std::uint64_t broken,
                      std::uint64_t acknowledged,
                      std::uint64_t max_octets);
  Result<std::optional<StoredBatch>> next(std::uint64_t after_seq) const;
  /// From now on neither this batch nor an older one is dropped, and its blocks_lost stays.
  Result<void> hand_out(std::uint64_t seq);
  Result<void> forget(std::uint64_t up_to_seq);
  /// Drops one batch, also if it was handed out, and counts its blocks as dropped before the
  /// batches that follow it.
  Result<void> give_up(std::uint64_t seq);
  /// What an earlier hand_out() could not write.
  void remember(std::uint64_t handed_out) noexcept {
    counts_.handed_out = std::max(counts_.handed_out, handed_out);
  }

private:
  explicit SpoolFile(sqlite::Database database) : database_(std::move(database)) {}
  Result<void> load();
  Result<void> insert(const SpoolChunk& chunk, SpoolCounts& counts);
  Result<void> erase(std::uint64_t up_to_seq, SpoolCounts& counts);
  Result<void> save(const SpoolCounts& counts);

  sqlite::Database database_;
  SpoolCounts counts_;
};

/// Makes room until at most `target` octets wait: power scans of the oldest batches first, then
/// measurements, then oldest batches whole. Neither what was handed out nor the newest batch.
Result<void> make_room(sqlite::Database& database, std::uint64_t target, SpoolCounts& counts);

/// Drops one batch whole.
Result<void> drop_batch(sqlite::Database& database, std::uint64_t seq, SpoolCounts& counts);

} // namespace cw::wire::bus
