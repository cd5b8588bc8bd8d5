#include "wire/bus/spool.h"

#include "wire/bus/spool_file.h"
#include "wire/codec/sensor_batch_json.h"
#include "wire/codec/sensor_item_json.h"
#include "wire/name.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <vector>

namespace cw::wire::bus {
namespace {

using Error = tl::unexpected<std::string>;

constexpr std::uint64_t k_least_octets = 1U << 20U;

void add(SpoolChunk& chunk, std::string_view line) {
  chunk.lines += line;
  switch (kind_of_item(line)) {
  case ItemKind::block: ++chunk.blocks; break;
  case ItemKind::measurement: chunk.measurement_octets += line.size(); break;
  case ItemKind::power_scan: chunk.scan_octets += line.size(); break;
  case ItemKind::stream_start: break; // stays as long as its batch
  }
}

std::vector<SpoolChunk> chunks_of(std::span<const SensorItem> items, const std::string& sensor) {
  std::vector<SpoolChunk> chunks;
  std::string line;
  for (const SensorItem& item : items) {
    line.clear();
    append_sensor_item(line, item, sensor);
    line += '\n';
    if (chunks.empty() || chunks.back().lines.size() + line.size() > k_max_batch_octets) {
      chunks.emplace_back();
    }
    add(chunks.back(), line);
  }
  return chunks;
}

} // namespace

struct Spool::Inside {
  SpoolConfig config;
  mutable std::mutex mutex;
  std::optional<SpoolFile> file;    ///< closed after an error, until the next try
  SpoolCounts counts;               ///< the file's, also while it is closed
  std::uint64_t unwritten_lost = 0; ///< blocks lost and not counted in the file yet
  std::uint64_t acknowledged = 0;
  std::optional<std::string> trouble;

  Result<void> ensure_open() {
    if (file) {
      return {};
    }
    auto opened = SpoolFile::open(config.path);
    if (!opened) {
      return Error(opened.error());
    }
    if (opened->counts().epoch != counts.epoch) {
      acknowledged = 0; // somebody took the file away: these numbers start anew
      counts.handed_out = 0;
    }
    opened->remember(counts.handed_out);
    file.emplace(std::move(*opened));
    counts = file->counts();
    return {};
  }

  /// Runs work() on the open file. After an error the file is opened anew the next time: SQLite's
  /// own state may be stuck with it.
  template <class Work>
  Result<void> on_file(Work work) {
    Result<void> done = ensure_open();
    if (done) {
      done = work(*file);
      counts = file->counts();
    }
    if (!done) {
      file.reset();
    }
    return done;
  }

  Result<void> append(std::span<const SpoolChunk> chunks) {
    return on_file([&](SpoolFile& open) {
      return open.append(chunks, unwritten_lost, acknowledged, config.max_octets);
    });
  }
};

Spool::Spool(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Spool::Spool(Spool&&) noexcept = default;
Spool& Spool::operator=(Spool&&) noexcept = default;
Spool::~Spool() = default;

Result<Spool> Spool::open(const SpoolConfig& config) {
  if (!valid_name(config.sensor)) {
    return Error(fmt::format("cannot name a sensor '{}': give 1 to 64 of A-Z a-z 0-9 . _ -, the "
                             "first no dot",
                             config.sensor.substr(0, 100)));
  }
  auto inside = std::make_unique<Inside>();
  inside->config = config;
  inside->config.max_octets = std::max(config.max_octets, k_least_octets);
  if (auto opened = inside->ensure_open(); !opened) {
    return Error(opened.error());
  }
  return Spool(std::move(inside));
}

Result<std::uint64_t> Spool::put(std::span<const SensorItem> items) {
  const std::vector<SpoolChunk> chunks = chunks_of(items, inside_->config.sensor);
  const std::lock_guard lock(inside_->mutex);
  if (chunks.empty()) {
    return inside_->counts.newest_seq;
  }
  if (auto done = inside_->append(chunks); !done) {
    std::uint64_t blocks = 0;
    for (const SpoolChunk& chunk : chunks) {
      blocks += chunk.blocks;
    }
    inside_->unwritten_lost += blocks;
    inside_->trouble = done.error() + "; what is decoded meanwhile is lost, and counted";
    return Error(*inside_->trouble);
  }
  inside_->unwritten_lost = 0;
  inside_->trouble.reset();
  return inside_->counts.newest_seq;
}

void Spool::count_lost(std::uint64_t blocks) {
  const std::lock_guard lock(inside_->mutex);
  inside_->unwritten_lost += blocks;
}

Result<std::optional<SpooledBatch>> Spool::peek(std::uint64_t after_seq) {
  const std::lock_guard lock(inside_->mutex);
  std::optional<StoredBatch> found;
  auto done = inside_->on_file([&](SpoolFile& open) -> Result<void> {
    auto next = open.next(std::max(after_seq, inside_->acknowledged));
    if (!next) {
      return Error(next.error());
    }
    found = std::move(*next);
    return {};
  });
  if (!done) {
    return Error(done.error());
  }
  if (!found) {
    return std::nullopt;
  }
  // A full disk must not keep us from emptying the spool.
  static_cast<void>(inside_->file->hand_out(found->seq));
  inside_->counts = inside_->file->counts();
  const SensorBatch head{.sensor = inside_->config.sensor,
                         .epoch = inside_->counts.epoch,
                         .seq = found->seq,
                         .blocks_total = found->blocks_total,
                         .blocks_lost = found->blocks_lost,
                         .items = {}};
  return SpooledBatch{.seq = found->seq, .frame = sensor_batch_json(head, found->lines)};
}

Result<void> Spool::acknowledge(std::uint64_t up_to_seq) {
  const std::lock_guard lock(inside_->mutex);
  auto opened = inside_->ensure_open();
  if (!opened) {
    return opened;
  }
  // What was never sent cannot have been stored, whatever a peer says.
  const std::uint64_t seq = std::min(up_to_seq, inside_->file->counts().handed_out);
  if (seq <= inside_->acknowledged) {
    return {};
  }
  inside_->acknowledged = seq;
  return inside_->on_file([&](SpoolFile& open) { return open.forget(seq); });
}

Result<void> Spool::give_up(std::uint64_t seq) {
  const std::lock_guard lock(inside_->mutex);
  return inside_->on_file([&](SpoolFile& open) { return open.give_up(seq); });
}

SpoolState Spool::state() const {
  const std::lock_guard lock(inside_->mutex);
  const SpoolCounts& counts = inside_->counts;
  const std::uint64_t lost = inside_->unwritten_lost;
  return {.epoch = counts.epoch,
          .newest_seq = counts.newest_seq,
          .batches = counts.batches,
          .octets = counts.octets,
          .blocks_total = counts.blocks_total + lost,
          .blocks_lost = counts.broken + counts.dropped + lost,
          .trouble = inside_->trouble};
}

} // namespace cw::wire::bus
