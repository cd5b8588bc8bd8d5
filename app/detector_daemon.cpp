#include "app/detector_daemon.h"

#include "app/alert_text.h"
#include "app/default_paths.h"
#include "app/output_file.h"
#include "app/stop_signal.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <utility>

namespace cw::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds k_wait(50), k_commit_every(200), k_retry_every(1000);
constexpr std::chrono::minutes k_prune_every(10);
constexpr std::size_t k_blocks_at_once = 4096;

double unix_now_s() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string fresh_epoch() {
  std::random_device chance;
  return fmt::format("{:08x}{:08x}", chance(), chance());
}

std::vector<std::vector<std::string>> hooks_of(const DetectorCommand& command) {
  std::vector<std::vector<std::string>> programs;
  if (std::vector<std::string> words = words_of(command.exec); !words.empty()) {
    programs.push_back(std::move(words));
  }
  if (!command.webhook.empty()) {
    programs.push_back(webhook_program(command.webhook, command.hook_limit_s));
  }
  return programs;
}

detector::LiveConfig config_of(const DetectorCommand& command) {
  detector::LiveConfig config;
  config.detector.baseline_path = command.baseline;
  config.detector.thresholds_path = command.thresholds;
  config.detector.licences_path = command.licences;
  config.detector.max_cells = command.max_cells;
  config.max_sensors = command.max_sensors;
  config.keep_identities = command.keep_identities;
  config.retention = {.keep_days = command.keep_days,
                      .max_octets = static_cast<std::uint64_t>(command.store_limit_gb * 1e9)};
  if (!command.store.empty()) {
    config.detector.store_path = command.store;
  } else if (!command.ends_by_itself()) {
    std::error_code failed; // what does not work is said by whoever opens the file
    std::filesystem::create_directories(state_folder(), failed);
    config.detector.store_path = state_folder() + "/store.db";
  }
  return config;
}

} // namespace

DetectorDaemon::DetectorDaemon(const DetectorCommand& command, detector::LiveDetector live)
    : command_(command), log_(command.log_json), live_(std::move(live)),
      hooks_(hooks_of(command), command.hook_limit_s), epoch_(fresh_epoch()) {}

tl::expected<std::unique_ptr<DetectorDaemon>, std::string>
DetectorDaemon::create(const DetectorCommand& command) {
  if (std::ranges::count(command.gsmtap, "-") + std::ranges::count(command.blocks, "-") > 1) {
    return tl::unexpected(std::string("only one of --gsmtap and --blocks can read stdin"));
  }
  auto live = detector::LiveDetector::create(config_of(command), unix_now_s());
  if (!live) {
    return tl::unexpected(live.error());
  }
  std::unique_ptr<DetectorDaemon> daemon(new DetectorDaemon(command, std::move(*live)));
  if (auto opened = daemon->open_bus(); !opened) {
    return tl::unexpected(opened.error());
  }
  if (auto opened = daemon->open_inputs(); !opened) {
    daemon->queue_->close();
    return tl::unexpected(opened.error());
  }
  return daemon;
}

tl::expected<void, std::string> DetectorDaemon::open_inputs() {
  if (command_.gsmtap_udp) {
    auto socket = GsmtapSocket::open(*command_.gsmtap_udp, queue_);
    if (!socket) {
      return tl::unexpected(socket.error());
    }
    socket_ = std::move(*socket);
    log_.say(fmt::format("listens for GSMTAP at UDP port {}", socket_->port()));
  }
  for (const auto& [paths, kind] : {std::pair(&command_.gsmtap, FileKind::gsmtap),
                                    std::pair(&command_.blocks, FileKind::block_lines)}) {
    for (const std::string& path : *paths) {
      auto file = FileInput::open(path, kind, queue_);
      if (!file) {
        return tl::unexpected(file.error());
      }
      files_.push_back(std::move(*file));
    }
  }
  return {};
}

bool DetectorDaemon::inputs_ended() const {
  return std::ranges::all_of(files_, [](const auto& file) { return file->ended(); });
}

void DetectorDaemon::hand_over(LocalSensor& sensor) {
  if (sensor.batch.items.empty()) {
    return;
  }
  sensor.batch.seq = sensor.seq + 1;
  sensor.batch.blocks_total = sensor.blocks;
  const auto taken = live_.take(sensor.batch, unix_now_s());
  held_up_ = held_up_ || taken == detector::LiveDetector::Taken::not_now;
  if (taken != detector::LiveDetector::Taken::not_now) {
    ++sensor.seq;
    sensor.batch.items.clear();
  }
}

bool DetectorDaemon::take_local(milliseconds timeout) {
  if (std::exchange(held_up_, false)) {
    for (auto& [name, sensor] : local_) {
      hand_over(sensor);
    }
    return false;
  }
  const std::vector<LocalBlock> blocks = queue_->take(k_blocks_at_once, timeout);
  for (const LocalBlock& one : blocks) {
    const bool crowd = local_.size() >= 2 * command_.max_sensors && !local_.contains(one.sensor);
    if (crowd) { // senders' addresses cost nothing: what the detector turns away is not kept here
      std::erase_if(local_, [](const auto& it) { return it.second.batch.items.empty(); });
    }
    LocalSensor& sensor = local_[one.sensor];
    sensor.batch.sensor = one.sensor;
    sensor.batch.epoch = epoch_;
    sensor.batch.items.emplace_back(one.block);
    ++sensor.blocks;
  }
  for (auto& [name, sensor] : local_) {
    hand_over(sensor);
  }
  return !blocks.empty();
}

void DetectorDaemon::tell_step(const detector::AlertStep& step) {
  const auto alert = live_.alert(step.alert);
  if (!alert) {
    return;
  }
  const std::string json = step_json(step, *alert);
  if (const auto written = write_stdout(command_.json ? json : step_line(step, *alert)); !written) {
    log_.say_rarely("stdout", written.error());
  }
  if (step.kind != "commented") {
    hooks_.run(json);
  }
}

void DetectorDaemon::tell() {
  for (const detector::AlertStep& step : live_.take_steps()) {
    tell_step(step);
  }
  auto changes = live_.take_changes();
  auto notices = live_.take_notices();
  if (!bus_) {
    return;
  }
  for (wire::Change& change : changes) {
    bus_->publish(std::move(change));
  }
  for (const auto& [sensor, notice] : notices) {
    bus_->notify(sensor, notice);
  }
}

bool DetectorDaemon::commit() {
  committed_ = Clock::now();
  const auto done = live_.commit(unix_now_s());
  if (!done) {
    refused_ = committed_;
    log_.say_rarely("store", done.error() + ": nothing is taken until it works again");
    return false;
  }
  if (std::exchange(refused_, {}) != Clock::time_point{}) {
    log_.say("the store works again");
  }
  acknowledge();
  tell();
  return true;
}

void DetectorDaemon::complain() {
  for (const std::string& sentence : live_.take_complaints()) {
    log_.say(sentence);
  }
  for (const std::string& sentence : hooks_.take_complaints()) {
    log_.say_rarely("hook " + sentence.substr(0, 40), sentence);
  }
  for (const auto& file : files_) {
    for (const std::string& sentence : file->take_complaints()) {
      failed_ = failed_ || sentence.starts_with("reading") || sentence.starts_with("cannot");
      log_.say(sentence);
    }
  }
  if (bus_) {
    for (const std::string& sentence : bus_->take_complaints()) {
      log_.say(sentence);
    }
  }
  if (socket_) {
    GsmtapSocket::Counts now = socket_->counts();
    if (now.refused > counted_.refused) {
      log_.say_rarely("refused",
                      fmt::format("{} datagrams at the GSMTAP port are refused: no GSMTAP of GSM; "
                                  "the last came from {}",
                                  now.refused,
                                  now.last_refused));
    }
    if (now.lost > counted_.lost) {
      log_.say_rarely("lost", fmt::format("{} GSMTAP blocks came too fast and are lost", now.lost));
    }
    counted_ = std::move(now);
  }
}

void DetectorDaemon::prune() {
  pruned_ = Clock::now();
  const auto done = live_.prune(unix_now_s());
  if (!done) {
    log_.say_rarely("prune", done.error());
  } else if (done->still_too_large) {
    log_.say_rarely("limit",
                    "the store is larger than --store-limit with nothing left that may go: raise "
                    "the limit, or close alerts that are dealt with");
  }
}

ExitStatus DetectorDaemon::run(const std::atomic<bool>& stop) {
  while (!stop.load()) {
    const bool refused = refused_ != Clock::time_point{};
    bool busy = take_local(bus_ || refused ? milliseconds(0) : k_wait);
    busy = serve_bus(busy ? milliseconds(0) : k_wait) || busy;
    const auto now = Clock::now();
    if (now - committed_ >= (refused ? k_retry_every : k_commit_every)) {
      commit();
    }
    if (refused && !busy && !bus_) {
      std::this_thread::sleep_for(k_wait);
    }
    complain();
    if (now - pruned_ >= k_prune_every && refused_ == Clock::time_point{}) {
      prune();
    }
    if (command_.ends_by_itself() && !busy && !held_up_ && inputs_ended() &&
        !take_local(milliseconds(0))) {
      break;
    }
  }
  queue_->close();
  socket_.reset();
  const auto done = live_.finish(unix_now_s());
  acknowledge();
  tell();
  hooks_.finish();
  complain();
  if (!done) {
    log_.say(done.error());
  }
  return done && !failed_ ? ExitStatus::done : ExitStatus::failed;
}

ExitStatus run_detector(const DetectorCommand& command) {
  const std::atomic<bool>& stop = stop_on_signals();
  auto daemon = DetectorDaemon::create(command);
  if (!daemon) {
    DaemonLog(command.log_json).say(daemon.error());
    return ExitStatus::unusable;
  }
  return (*daemon)->run(stop);
}

} // namespace cw::app
