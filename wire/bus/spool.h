// What a receiver has for its detector and the detector has not stored yet: one SQLite file.
#pragma once

#include "wire/bus/endpoint.h"
#include "wire/sensor_batch.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace cw::wire::bus {

struct SpoolConfig {
  std::string path;
  std::string sensor; ///< [A-Za-z0-9._-], 1 to 64
  std::uint64_t max_octets = 256ULL
                             << 20U; ///< of what waits; at least 1 MiB. The file is a little larger
};

/// A batch as it goes out.
struct SpooledBatch {
  std::uint64_t seq = 0;
  std::string frame; ///< read by parse_sensor_batch() of wire/codec/sensor_batch_json.h
};

struct SpoolState {
  std::string epoch;                     ///< 16 hex digits, made with the file
  std::uint64_t newest_seq = 0;          ///< 0: none yet
  std::uint64_t batches = 0, octets = 0; ///< waiting
  std::uint64_t blocks_total = 0,
                blocks_lost = 0;      ///< of this epoch; stored + waiting + lost = total
  std::optional<std::string> trouble; ///< why the newest put() failed; none once one has succeeded
};

/// Thread safe: one thread may put while another peeks and acknowledges.
///
/// State    blocks_total and blocks_lost count from when the file was made, over any number of
///          processes. A batch's own counts are as of that batch: what a detector has stored of the
///          epoch, plus the batch's blocks_lost, is its blocks_total, whatever was dropped.
/// Full     when more than max_octets wait, the oldest power scans go first, then the oldest
///          measurements, then the oldest blocks, whole batches of them, which are counted as lost.
///          What was handed out by peek() is not dropped: the detector may have it already.
/// Crash    SQLite's WAL with synchronous=NORMAL: what put() has returned for survives kill -9 of
/// the
///          process. A power cut may take the last seconds, never the file.
/// Errors   disk full, no permission, broken disk: put() says so, its blocks are lost and counted,
///          and the next put() tries again; the file is opened anew if it has to be. Counts of
///          losses that could not be written are kept in memory until they can.
/// Exclusive  a second process that opens the same file is refused.
class Spool {
public:
  static Result<Spool> open(const SpoolConfig& config);
  Spool(Spool&&) noexcept;
  Spool& operator=(Spool&&) noexcept;
  ~Spool();

  /// Keeps the items, in their order, as one batch, or as several if they are more than one may
  /// hold (k_max_batch_octets). Returns the newest seq. Nothing to keep: the newest seq as it was.
  Result<std::uint64_t> put(std::span<const SensorItem> items);

  /// Counts blocks that were decoded and never reached put(), a full queue for example.
  void count_lost(std::uint64_t blocks);

  /// The oldest waiting batch with seq > after_seq; nothing if there is none.
  Result<std::optional<SpooledBatch>> peek(std::uint64_t after_seq);

  /// The detector has stored everything up to here: forget it. If the disk refuses, peek() will not
  /// give it again in this process, and the file is cleaned with the next success.
  Result<void> acknowledge(std::uint64_t up_to_seq);

  /// The detector will never take this batch: its blocks are counted as lost.
  Result<void> give_up(std::uint64_t seq);

  SpoolState state() const;

private:
  struct Inside;
  explicit Spool(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

inline constexpr std::size_t k_max_batch_octets = 256U << 10U; ///< of a batch's items, as JSON

} // namespace cw::wire::bus
