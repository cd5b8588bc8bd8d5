#include "detector/live/live_sensor.h"

#include "detector/session.h"
#include "messages/redact.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace cw::detector {
namespace {

constexpr double k_ahead_s = 300; ///< a block from further in the future has a wrong clock
constexpr std::size_t k_epochs_kept = 64, k_complaints_kept = 64;

} // namespace

tl::expected<LiveSensor, std::string>
LiveSensor::create(const DetectorConfig& config, bool keep_identities, SensorRecord record) {
  DetectorConfig own = config;
  own.store_path.reset();
  own.keep_news = true;
  auto detector = Detector::create(own);
  if (!detector) {
    return tl::unexpected(detector.error());
  }
  LiveSensor sensor(std::move(*detector), std::move(record));
  sensor.keep_identities_ = keep_identities;
  const auto& epochs = sensor.record_.epochs;
  const auto newest =
      std::ranges::max_element(epochs, {}, [](const auto& epoch) { return epoch.second.taken_s; });
  sensor.epoch_ = newest == epochs.end() ? "" : newest->first;
  return sensor;
}

void LiveSensor::restore(const std::vector<StoredPast>& cells) {
  detector_.session().restore(cells);
}

// A clock that is ahead would let now run away, and nothing would be judged until it is reached.
double LiveSensor::judged_time(double t_s, double now_s) {
  const bool ahead = t_s > now_s + k_ahead_s;
  if (ahead && !std::exchange(ahead_, true)) {
    complaints_.push_back(fmt::format(
        "{}: its clock is {:.0f} s ahead of this machine's; its blocks get the time of arrival: "
        "set its clock (gpsd or NTP)",
        record_.name,
        t_s - now_s));
  }
  ahead_ = ahead_ && ahead;
  return ahead ? now_s : t_s;
}

void LiveSensor::apply(const wire::SensorItem& item, double now_s) {
  std::visit(
      [&](auto one) {
        one.t_s = judged_time(one.t_s, now_s);
        if constexpr (std::is_same_v<decltype(one), wire::GsmBlock>) {
          one.n = record_.blocks++;
          if (!keep_identities_) {
            messages::redact(one);
          }
        }
        detector_.add(one);
      },
      item);
}

void LiveSensor::note_losses(const EpochRecord& before, const EpochRecord& now) {
  if (now.blocks_lost > before.blocks_lost && complaints_.size() < k_complaints_kept) {
    complaints_.push_back(
        fmt::format("{}: {} blocks were lost before they got here, {} in all: see its own messages",
                    record_.name,
                    now.blocks_lost - before.blocks_lost,
                    now.blocks_lost));
  }
  if (now.unexplained() > before.unexplained() && complaints_.size() < k_complaints_kept) {
    complaints_.push_back(
        fmt::format("{}: {} blocks are missing that it did not count as lost, {} batches left out",
                    record_.name,
                    now.unexplained() - before.unexplained(),
                    now.skipped - before.skipped));
  }
}

bool LiveSensor::take(const wire::SensorBatch& batch, double now_s) {
  record_.last_heard_s = now_s;
  EpochRecord& epoch = record_.epochs[batch.epoch];
  if (batch.seq <= epoch.seq) {
    return false;
  }
  const EpochRecord before = epoch;
  // Of an epoch met in the middle nobody knows what went before: that is the receiver's to say.
  epoch.skipped += batch.seq - epoch.seq - 1;
  epoch.seq = batch.seq;
  ++epoch.batches;
  epoch.blocks_total = std::max(epoch.blocks_total, batch.blocks_total);
  epoch.blocks_lost = std::max(epoch.blocks_lost, batch.blocks_lost);
  epoch.taken_s = now_s;
  for (const wire::SensorItem& item : batch.items) {
    epoch.blocks_stored += std::holds_alternative<wire::GsmBlock>(item) ? 1U : 0U;
    apply(item, now_s);
  }
  epoch_ = batch.epoch;
  changed_epochs_.insert(batch.epoch);
  note_losses(before, epoch);
  while (record_.epochs.size() > k_epochs_kept) { // the store keeps them
    const auto oldest = std::ranges::min_element(record_.epochs, {}, [&](const auto& it) {
      return changed_epochs_.contains(it.first) ? now_s + 1 : it.second.taken_s;
    });
    if (changed_epochs_.contains(oldest->first)) {
      break;
    }
    record_.epochs.erase(oldest);
  }
  return true;
}

void LiveSensor::take(const wire::Heartbeat& heartbeat, double now_s) {
  record_.last_heard_s = now_s;
  heartbeat_ = heartbeat;
}

void LiveSensor::set_connected(bool connected, double now_s) {
  connected_ = connected;
  record_.last_heard_s = std::max(record_.last_heard_s, now_s);
}

LiveBatch::OfSensor LiveSensor::take_news() {
  LiveBatch::OfSensor news;
  news.sensor = {.name = record_.name,
                 .session = record_.session,
                 .blocks = record_.blocks,
                 .last_heard_s = record_.last_heard_s,
                 .epochs = {}};
  for (const std::string& epoch : std::exchange(changed_epochs_, {})) {
    news.sensor.epochs[epoch] = record_.epochs.at(epoch);
  }
  news.news = detector_.session().take_news();
  news_ = false;
  const Forgotten forgotten = detector_.forgotten();
  if (forgotten.alerts > forgotten_alerts_) {
    complaints_.push_back(fmt::format(
        "{}: too many suspicious cells at a time: {} with an alert are no longer watched (their "
        "alerts stay): raise --max-cells",
        record_.name,
        forgotten.alerts - std::exchange(forgotten_alerts_, forgotten.alerts)));
  }
  return news;
}

void LiveSensor::finish() {
  static_cast<void>(detector_.finish()); // fails only where it has a store of its own
  news_ = true;
}

wire::SensorState LiveSensor::state() const {
  wire::SensorState state;
  state.sensor = record_.name;
  state.connected = connected_;
  state.last_heard_s = record_.last_heard_s;
  if (const auto epoch = record_.epochs.find(epoch_); epoch != record_.epochs.end()) {
    state.blocks_stored = epoch->second.blocks_stored;
    state.blocks_total = epoch->second.blocks_total;
    state.blocks_lost = epoch->second.blocks_lost;
  }
  state.heartbeat = heartbeat_;
  return state;
}

} // namespace cw::detector
