// One sensor of a LiveDetector: its detector, and what was taken of it.
#pragma once

#include "detector/detector.h"
#include "detector/store/live_records.h"
#include "wire/sensor_batch.h"
#include "wire/snapshot.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cw::detector {

class LiveSensor {
public:
  static tl::expected<LiveSensor, std::string>
  create(const DetectorConfig& config, bool keep_identities, SensorRecord record);
  void restore(const std::vector<StoredPast>& cells);

  /// False if the batch was taken before.
  bool take(const wire::SensorBatch& batch, double now_s);
  void take(const wire::Heartbeat& heartbeat, double now_s);
  void set_connected(bool connected, double now_s);

  bool has_news() const noexcept { return !changed_epochs_.empty() || news_; }
  /// What is to be stored now, with the epochs that changed.
  LiveBatch::OfSensor take_news();
  void set_session(std::int64_t session) { record_.session = session; }
  /// The last look at everything.
  void finish();

  const SensorRecord& record() const noexcept { return record_; }
  const Detector& detector() const noexcept { return detector_; }
  wire::SensorState state() const;
  bool idle_since(double t_s) const noexcept { return !connected_ && record_.last_heard_s < t_s; }
  std::vector<std::string> take_complaints() { return std::exchange(complaints_, {}); }

private:
  LiveSensor(Detector detector, SensorRecord record)
      : detector_(std::move(detector)), record_(std::move(record)) {}
  void note_losses(const EpochRecord& before, const EpochRecord& now);
  void apply(const wire::SensorItem& item, double now_s);
  double judged_time(double t_s, double now_s);

  Detector detector_;
  SensorRecord record_;
  std::set<std::string> changed_epochs_;
  std::string epoch_; ///< newest
  bool keep_identities_ = false;
  bool connected_ = false, news_ = false, ahead_ = false;
  std::uint64_t forgotten_alerts_ = 0, forgotten_cells_ = 0;
  std::optional<wire::Heartbeat> heartbeat_;
  std::vector<std::string> complaints_;
};

} // namespace cw::detector
