#include "detector/live/live_detector.h"

#include "detector/cells/cell_report.h"
#include "detector/live/cell_slots.h"
#include "detector/live/live_sensor.h"
#include "detector/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cw::detector {
namespace {

constexpr double k_idle_s = 3600;
constexpr std::size_t k_dormant_kept = 10'000;
constexpr double k_notice_before_s = 15; ///< of samples worth keeping before an alert was raised

bool tells(const AlertStep& step) {
  return step.kind == "raised" || step.kind == "updated" || step.kind == "reopened";
}

} // namespace

struct LiveDetector::Inside {
  LiveConfig config;
  std::optional<LiveStore> store;
  std::map<std::string, LiveSensor> sensors;
  std::map<std::string, SensorRecord> dormant; ///< known, and not heard for long
  AlertLedger ledger;
  CellSlots slots;

  LiveBatch pending;   ///< to be stored
  std::string refused; ///< why the store does not take it; empty: it does
  std::map<std::pair<std::string, std::string>, std::uint64_t> committed;
  std::set<std::string> touched_sensors, alerts_changed;
  std::vector<AlertStep> steps;
  std::vector<wire::Change> changes;
  std::vector<std::pair<std::string, wire::Notice>> notices;
  std::vector<std::string> complaints;
  std::set<std::string> turned_away;

  void begin(LivePast past);
  LiveSensor* sensor(const std::string& name, double now_s);
  bool make_room(double now_s);
  void collect(double now_s);
  void collect(LiveSensor& sensor, double now_s);
  void release();
  void notify(const AlertStep& step);
  wire::AlertReport report_of(const AlertLedger::Entry& entry) const;
};

void LiveDetector::Inside::begin(LivePast past) {
  for (SensorRecord& record : past.sensors) {
    for (const auto& [epoch, state] : record.epochs) {
      committed[{record.name, epoch}] = state.seq;
    }
    const std::string name = record.name;
    dormant.emplace(name, std::move(record));
  }
  ledger.restore(past);
  std::vector<std::pair<double, std::string>> newest;
  for (const auto& [name, record] : dormant) {
    newest.emplace_back(-record.last_heard_s, name);
  }
  std::ranges::sort(newest);
  newest.resize(std::min(newest.size(), config.max_sensors));
  for (const auto& [heard_s, name] : newest) {
    if (LiveSensor* one = sensor(name, -heard_s)) {
      one->restore(past.cells[name]);
      for (const auto& [number, cell] : one->detector().session().book().cells()) {
        slots.set(slots.slot({name, number}), to_report(cell.facts()));
      }
    }
  }
}

bool LiveDetector::Inside::make_room(double now_s) {
  if (sensors.size() < config.max_sensors) {
    return true;
  }
  const auto oldest = std::ranges::min_element(
      sensors, {}, [](const auto& it) { return it.second.record().last_heard_s; });
  if (!oldest->second.idle_since(now_s - k_idle_s) || oldest->second.has_news()) {
    return false;
  }
  if (dormant.size() < k_dormant_kept) {
    dormant.insert_or_assign(oldest->first, oldest->second.record());
  }
  slots.keep_only(oldest->first, [](std::size_t) { return false; });
  sensors.erase(oldest);
  return true;
}

LiveSensor* LiveDetector::Inside::sensor(const std::string& name, double now_s) {
  if (const auto known = sensors.find(name); known != sensors.end()) {
    return &known->second;
  }
  if (name.empty() || !make_room(now_s)) {
    if (turned_away.size() < config.max_sensors && turned_away.insert(name).second) {
      complaints.push_back(
          fmt::format("{} is turned away: there are {} sensors already: raise --max-sensors",
                      name,
                      sensors.size()));
    }
    return nullptr;
  }
  SensorRecord record{.name = name};
  if (const auto known = dormant.find(name); known != dormant.end()) {
    record = std::move(known->second);
    dormant.erase(known);
  }
  auto made = LiveSensor::create(config.detector, config.keep_identities, std::move(record));
  if (!made) { // it could be made at the start: a file went away
    complaints.push_back(made.error());
    return nullptr;
  }
  turned_away.erase(name);
  return &sensors.emplace(name, std::move(*made)).first->second;
}

wire::AlertReport LiveDetector::Inside::report_of(const AlertLedger::Entry& entry) const {
  wire::AlertReport report = entry.report();
  report.cell = slots.find({entry.strongest_sensor(), report.cell});
  return report;
}

void LiveDetector::Inside::collect(LiveSensor& sensor, double now_s) {
  const std::string& name = sensor.record().name;
  LiveBatch::OfSensor of = sensor.take_news();
  const auto& book = sensor.detector().session().book().cells();
  std::map<std::size_t, wire::RadioId> heard_on;
  for (const StoredCell& cell : of.news.cells) {
    heard_on[cell.cell] = cell.heard_on;
    const auto known = book.find(cell.cell);
    if (known == book.end()) {
      continue;
    }
    const std::size_t slot = slots.slot({name, cell.cell});
    if (slots.due({name, cell.cell}, now_s)) {
      slots.set(slot, to_report(known->second.facts()));
      changes.push_back({.number = 0, .what = wire::CellChange{slot, slots.reports()[slot]}});
    }
  }
  slots.keep_only(name, [&](std::size_t number) { return book.contains(number); });
  for (const wire::AlertReport& alert : of.news.alerts) {
    ledger.take({.sensor = name, .heard_on = heard_on[alert.cell], .report = alert}, now_s);
  }
  pending.sensors.push_back(std::move(of));
  touched_sensors.insert(name);
}

void LiveDetector::Inside::collect(double now_s) {
  for (auto& [name, sensor] : sensors) {
    if (refused.empty() && sensor.has_news()) {
      collect(sensor, now_s);
    }
    for (std::string& sentence : sensor.take_complaints()) {
      complaints.push_back(std::move(sentence));
    }
  }
  ledger.advance(now_s);
  AlertLedger::News news = ledger.take_news();
  for (const LedgerRecord& record : news.records) {
    alerts_changed.insert(record.id);
  }
  const auto append = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  append(pending.ledger, news.records);
  append(pending.sources, news.sources);
  append(pending.steps, news.steps);
}

void LiveDetector::Inside::notify(const AlertStep& step) {
  const auto entry = ledger.entries().find(step.alert);
  if (!tells(step) || entry == ledger.entries().end()) {
    return;
  }
  for (const auto& [source, view] : entry->second.views) {
    wire::Notice notice;
    notice.alert_id = step.alert;
    notice.severity = step.severity;
    notice.carrier_hz = view.carrier_hz;
    notice.bsic = entry->second.record.bsic;
    notice.from_s = std::max(view.first_seen_s, view.raised_at_s - k_notice_before_s);
    notice.to_s = view.last_seen_s;
    notice.summary = entry->second.record.summary;
    const auto sensor = sensors.find(source.first);
    if (sensor == sensors.end()) {
      continue;
    }
    const auto& book = sensor->second.detector().session().book().cells();
    if (const auto cell = book.find(view.cell); cell != book.end()) {
      notice.carrier_offset_hz = cell->second.facts().heard_on.carrier_offset_hz;
      notices.emplace_back(source.first, std::move(notice));
    }
  }
}

// What others may see now that it is stored.
void LiveDetector::Inside::release() {
  for (const LiveBatch::OfSensor& of : pending.sensors) {
    if (const auto known = sensors.find(of.sensor.name); known != sensors.end()) {
      known->second.set_session(of.sensor.session);
    }
    for (const auto& [epoch, state] : of.sensor.epochs) {
      committed[{of.sensor.name, epoch}] = state.seq;
    }
  }
  for (AlertStep& step : pending.steps) {
    notify(step);
    steps.push_back(std::move(step));
  }
  pending = {};
  for (const std::string& id : std::exchange(alerts_changed, {})) {
    if (const auto entry = ledger.entries().find(id); entry != ledger.entries().end()) {
      changes.push_back({.number = 0, .what = report_of(entry->second)});
    }
  }
  for (const std::string& name : std::exchange(touched_sensors, {})) {
    if (const auto known = sensors.find(name); known != sensors.end()) {
      changes.push_back({.number = 0, .what = known->second.state()});
    }
  }
}

LiveDetector::LiveDetector(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
LiveDetector::LiveDetector(LiveDetector&&) noexcept = default;
LiveDetector& LiveDetector::operator=(LiveDetector&&) noexcept = default;
LiveDetector::~LiveDetector() = default;

tl::expected<LiveDetector, std::string> LiveDetector::create(const LiveConfig& config,
                                                             double now_s) {
  auto inside = std::make_unique<Inside>();
  inside->config = config;
  inside->config.max_sensors = std::max<std::size_t>(config.max_sensors, 1);
  // What no sensor's detector could be made with is said before the first one comes.
  if (auto works = LiveSensor::create(config.detector, config.keep_identities, {}); !works) {
    return tl::unexpected(works.error());
  }
  if (config.detector.store_path) {
    auto store = LiveStore::open(*config.detector.store_path);
    if (!store) {
      return tl::unexpected(store.error());
    }
    auto past = store->load(now_s);
    if (!past) {
      return tl::unexpected(past.error());
    }
    inside->store.emplace(std::move(*store));
    inside->begin(std::move(*past));
  }
  return LiveDetector(std::move(inside));
}

LiveDetector::Taken LiveDetector::take(const wire::SensorBatch& batch, double now_s) {
  if (!inside_->refused.empty()) {
    return Taken::not_now;
  }
  LiveSensor* sensor = inside_->sensor(batch.sensor, now_s);
  if (sensor == nullptr) {
    return Taken::no_room;
  }
  return sensor->take(batch, now_s) ? Taken::taken : Taken::known;
}

void LiveDetector::take(const wire::Heartbeat& heartbeat, double now_s) {
  if (LiveSensor* sensor = inside_->sensor(heartbeat.sensor, now_s)) {
    sensor->take(heartbeat, now_s);
    inside_->touched_sensors.insert(heartbeat.sensor);
  }
}

void LiveDetector::joined(const std::string& name, double now_s) {
  if (LiveSensor* sensor = inside_->sensor(name, now_s)) {
    sensor->set_connected(true, now_s);
    inside_->touched_sensors.insert(name);
  }
}

void LiveDetector::left(const std::string& name, double now_s) {
  if (const auto known = inside_->sensors.find(name); known != inside_->sensors.end()) {
    known->second.set_connected(false, now_s);
    inside_->touched_sensors.insert(name);
  }
}

wire::CommandReply LiveDetector::command(const wire::Command& command, double now_s) {
  if (!inside_->refused.empty()) {
    return {.done = false, .sentence = inside_->refused};
  }
  return inside_->ledger.command(command, now_s);
}

tl::expected<void, std::string> LiveDetector::commit(double now_s) {
  inside_->collect(now_s);
  if (inside_->store && !inside_->pending.empty()) {
    if (auto done = inside_->store->commit(inside_->pending); !done) {
      inside_->refused = done.error();
      return done;
    }
  }
  inside_->refused.clear();
  inside_->release();
  return {};
}

tl::expected<void, std::string> LiveDetector::finish(double now_s) {
  for (auto& [name, sensor] : inside_->sensors) {
    sensor.finish();
  }
  return commit(now_s);
}

tl::expected<Pruned, std::string> LiveDetector::prune(double now_s) {
  return inside_->store ? inside_->store->prune(inside_->config.retention, now_s) : Pruned{};
}

std::uint64_t LiveDetector::committed(const std::string& sensor, const std::string& epoch) const {
  const auto known = inside_->committed.find({sensor, epoch});
  return known == inside_->committed.end() ? 0 : known->second;
}

std::vector<AlertStep> LiveDetector::take_steps() {
  return std::exchange(inside_->steps, {});
}
std::vector<wire::Change> LiveDetector::take_changes() {
  return std::exchange(inside_->changes, {});
}
std::vector<std::pair<std::string, wire::Notice>> LiveDetector::take_notices() {
  return std::exchange(inside_->notices, {});
}
std::vector<std::string> LiveDetector::take_complaints() {
  return std::exchange(inside_->complaints, {});
}

wire::Snapshot LiveDetector::snapshot(double now_s) const {
  wire::Snapshot snapshot;
  snapshot.now_s = now_s;
  snapshot.cells.resize(inside_->slots.reports().size());
  inside_->slots.for_each([&](const CellSlots::Cell& cell, std::size_t slot) {
    const auto& book = inside_->sensors.at(cell.first).detector().session().book().cells();
    if (const auto known = book.find(cell.second); known != book.end()) {
      snapshot.cells[slot] = to_report(known->second.facts());
    }
  });
  for (const auto& [id, entry] : inside_->ledger.entries()) {
    snapshot.alerts.push_back(inside_->report_of(entry));
  }
  std::ranges::stable_sort(snapshot.alerts, std::greater<>(), &wire::AlertReport::score);
  std::map<std::string, std::string> needs;
  std::set<std::string> evaluated;
  for (const auto& [name, sensor] : inside_->sensors) {
    snapshot.sensors.push_back(sensor.state());
    wire::Report rules;
    sensor.detector().session().fill_rules(rules);
    evaluated.insert(rules.rules_evaluated.begin(), rules.rules_evaluated.end());
    for (const wire::RuleNeeds& rule : rules.rules_not_evaluated) {
      needs.try_emplace(rule.rule, rule.needs);
    }
  }
  for (const auto& [rule, what] : needs) {
    if (!evaluated.contains(rule)) {
      snapshot.rules_not_evaluated.push_back({rule, what});
    }
  }
  return snapshot;
}

std::optional<wire::AlertReport> LiveDetector::alert(const std::string& id) const {
  const auto entry = inside_->ledger.entries().find(id);
  return entry == inside_->ledger.entries().end()
             ? std::nullopt
             : std::optional(inside_->report_of(entry->second));
}

std::optional<wire::Report> LiveDetector::report(const std::string& sensor) const {
  const auto known = inside_->sensors.find(sensor);
  if (known == inside_->sensors.end()) {
    return std::nullopt;
  }
  wire::Report report;
  known->second.detector().fill(report);
  return report;
}

std::vector<SensorRecord> LiveDetector::sensors() const {
  std::vector<SensorRecord> all;
  for (const auto& [name, sensor] : inside_->sensors) {
    all.push_back(sensor.record());
  }
  return all;
}

} // namespace cw::detector
