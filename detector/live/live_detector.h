// Many sensors, a detector for each, one ledger of alerts, one store.
#pragma once

#include "detector/detector.h"
#include "detector/live/alert_ledger.h"
#include "detector/store/live_store.h"
#include "wire/notice.h"
#include "wire/sensor_batch.h"
#include "wire/snapshot.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cw::detector {

struct LiveConfig {
  LiveConfig() { detector.max_cells = 2000; }

  DetectorConfig detector; ///< of each sensor; store_path is the live store
  Retention retention;
  bool keep_identities = false; ///< else subscribers' identities are zeroed here once more
  std::size_t max_sensors = 64; ///< at a time; a sensor silent for an hour makes room for another
};

/// Batches and heartbeats of any number of sensors in; alerts with their lives, changes, notices
/// and snapshots out.
///
/// Each sensor has a Detector of its own, the one that replay has: carrier errors are compared
/// within one radio. A block's n is its number among all blocks of its sensor, and goes on after a
/// restart.
///
/// Input    batches in the order of seq in each epoch. One that was taken is not taken again.
/// Output   what a batch led to is seen only after the commit() that stored it.
/// Errors   create(): one sentence. commit(): the store refused; nothing is lost, the same is tried
///          again by the next commit(), and until then take() takes no more.
/// Memory   bounded by max_sensors and max_cells; what had to go is said by take_complaints().
/// Time     `now_s` is UNIX time by the caller's clock; judging goes by the blocks' own time.
class LiveDetector {
public:
  static tl::expected<LiveDetector, std::string> create(const LiveConfig& config, double now_s);
  LiveDetector(LiveDetector&&) noexcept;
  LiveDetector& operator=(LiveDetector&&) noexcept;
  ~LiveDetector();

  enum class Taken : std::uint8_t {
    taken,
    known,   ///< taken before: may be acknowledged once committed() has it
    not_now, ///< the store refuses: not to be acknowledged
    no_room, ///< too many sensors: likewise
  };
  Taken take(const wire::SensorBatch& batch, double now_s);
  void take(const wire::Heartbeat& heartbeat, double now_s);
  void joined(const std::string& name, double now_s);
  void left(const std::string& name, double now_s);
  wire::CommandReply command(const wire::Command& command, double now_s);

  /// Stores everything since the last one, in one transaction. Cheap if there is nothing.
  tl::expected<void, std::string> commit(double now_s);
  /// Newest seq that is stored; 0 if none.
  std::uint64_t committed(const std::string& sensor, const std::string& epoch) const;
  /// The last look at everything, and commit().
  tl::expected<void, std::string> finish(double now_s);
  /// By the retention, a step at a time; nothing to do without a store.
  tl::expected<Pruned, std::string> prune(double now_s);

  /// Since the last call; what is not stored yet waits.
  std::vector<AlertStep> take_steps();
  std::vector<wire::Change> take_changes();
  std::vector<std::pair<std::string, wire::Notice>> take_notices(); ///< by sensor
  /// Sentences about what was lost, left out or forgotten, each once.
  std::vector<std::string> take_complaints();

  wire::Snapshot snapshot(double now_s) const;
  std::optional<wire::AlertReport> alert(const std::string& id) const;
  /// What fill() of that sensor's Detector says; nothing if there is no such sensor.
  std::optional<wire::Report> report(const std::string& sensor) const;
  std::vector<SensorRecord> sensors() const;

private:
  struct Inside;
  explicit LiveDetector(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

} // namespace cw::detector
