#include "app/live_receiver.h"

#include "app/console.h"
#include "sdr/scan/band_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace cw::app {
namespace {

namespace fs = std::filesystem;

constexpr double k_before_s = 3.0; // of evidence, and after it
constexpr double k_after_s = 3.0;
constexpr double k_least_free_octets = 200e6;

sdr::ScannerConfig scanner_config(const ScanCommand& command,
                                  const sdr::SourceSpec& source,
                                  std::vector<sdr::CarrierRange> bands) {
  sdr::ScannerConfig config;
  config.source = source;
  config.settings = {command.rate_hz, command.gain_db, command.ppm};
  config.bands = std::move(bands);
  config.center_hz = command.freq_hz.value_or(0);
  config.threads = command.threads;
  config.keep_identities = command.keep_identities;
  config.ring_octets = command.evidence_ring_octets;
  return config;
}

} // namespace

LiveReceiver::LiveReceiver(const ScanCommand& command, const ScanSurroundings& around)
    : command_(command), around_(around) {}

tl::expected<std::unique_ptr<LiveReceiver>, std::string>
LiveReceiver::create(const ScanCommand& command,
                     const sdr::SourceSpec& source,
                     const std::string& sensor,
                     const ScanSurroundings& around) {
  std::unique_ptr<LiveReceiver> made(new LiveReceiver(command, around));
  made->sensor_ = sensor;
  std::vector<sdr::CarrierRange> bands;
  if (!command.bands.empty()) {
    auto named = sdr::bands_named(command.bands);
    if (!named) {
      return tl::unexpected(named.error());
    }
    bands = std::move(*named);
  }
  std::error_code failed;
  fs::create_directories(command.spool_folder, failed);
  auto spool = wire::bus::Spool::open(
      {.path = (fs::path(command.spool_folder) / (sensor + ".spool")).string(), .sensor = sensor});
  if (!spool) {
    return tl::unexpected(spool.error());
  }
  made->spool_.emplace(std::move(*spool));
  wire::bus::ReceiverLinkConfig line;
  line.address = command.bus_address;
  line.sensor = sensor;
  if (!command.keys_folder.empty()) {
    auto keys = wire::bus::read_peer_keys(command.keys_folder, wire::bus::Role::sensor, sensor);
    if (!keys) {
      return tl::unexpected(keys.error());
    }
    line.keys = std::move(*keys);
  }
  auto link = wire::bus::ReceiverLink::create(line, *made->spool_);
  if (!link) {
    return tl::unexpected(link.error());
  }
  made->link_.emplace(std::move(*link));
  if (!command.evidence_folder.empty()) {
    made->evidence_.emplace(sdr::EvidenceConfig{.folder = command.evidence_folder,
                                                .limit_octets = command.evidence_limit_octets,
                                                .sensor = sensor,
                                                .source = source.text});
  }
  sdr::ScannerSurroundings scan;
  scan.clock = around.clock;
  scan.position = [gps = around.gps] { return gps == nullptr ? std::nullopt : gps->position(); };
  scan.sink = [receiver = made.get()](std::span<const wire::SensorItem> items) {
    receiver->take(items);
  };
  scan.say = [sensor](const std::string& sentence) { print_error(sensor + ": " + sentence); };
  sdr::ScannerConfig config = scanner_config(command, source, std::move(bands));
  config.first_block = made->spool_->state().blocks_total;
  made->scanner_ = std::make_unique<sdr::Scanner>(std::move(config), scan);
  return made;
}

LiveReceiver::~LiveReceiver() {
  if (thread_.joinable()) {
    thread_.join();
  }
}

void LiveReceiver::take(std::span<const wire::SensorItem> items) {
  const auto kept = link_->put(items);
  const std::scoped_lock lock(put_mutex_);
  const std::string trouble = kept ? std::string() : kept.error();
  if (trouble != put_trouble_) {
    put_trouble_ = trouble;
    print_error(sensor_ + ": " +
                (kept ? fmt::format("what is decoded is kept again; {} blocks are lost in all",
                                    spool_->state().blocks_lost)
                      : trouble));
  }
  if (around_.files != nullptr) {
    const std::scoped_lock files_lock(*around_.files_mutex);
    for (const wire::SensorItem& item : items) {
      if (const auto* block = std::get_if<wire::GsmBlock>(&item)) {
        around_.files->add(*block, sensor_);
      }
    }
  }
}

void LiveReceiver::start(const std::atomic<bool>& stop) {
  const wire::SensorItem began = wire::StreamStart{.t_s = around_.clock->unix_s()};
  take({&began, 1});
  thread_ = std::thread([this, &stop] {
    result_ = scanner_->run(stop);
    ended_.store(true);
  });
}

tl::expected<void, std::string> LiveReceiver::join() {
  if (thread_.joinable()) {
    thread_.join();
  }
  return result_;
}

wire::Heartbeat LiveReceiver::beat() {
  wire::Heartbeat beat = scanner_->heartbeat();
  beat.sensor = sensor_;
  const wire::bus::SpoolState spool = spool_->state();
  beat.blocks_total = spool.blocks_total;
  beat.blocks_lost = spool.blocks_lost;
  beat.spool_batches = spool.batches;
  beat.spool_octets = spool.octets;
  beat.gps = around_.gps == nullptr ? "off" : around_.gps->state();
  beat.pos = around_.gps == nullptr ? std::nullopt : around_.gps->position();
  std::error_code failed;
  const fs::space_info space = fs::space(command_.spool_folder, failed);
  if (!failed) {
    beat.disk_free_octets = space.available;
    if (static_cast<double>(space.available) < k_least_free_octets) {
      beat.troubles.push_back(fmt::format("{} has only {:.0f} MB left: make room",
                                          command_.spool_folder,
                                          static_cast<double>(space.available) / 1e6));
    }
  }
  if (spool.trouble) {
    beat.troubles.push_back(*spool.trouble);
  }
  if (const wire::bus::LinkState state = link_->state(); state.trouble) {
    beat.troubles.push_back(*state.trouble);
  }
  link_->send(beat);
  return beat;
}

void LiveReceiver::look_after_evidence() {
  for (wire::Notice& notice : link_->take_notices()) {
    const double at_s = std::max(notice.to_s + k_after_s, around_.clock->unix_s());
    due_.push_back({std::move(notice), at_s});
  }
  while (evidence_ && !due_.empty() && due_.front().at_unix_s <= around_.clock->unix_s()) {
    const wire::Notice notice = std::move(due_.front().notice);
    due_.pop_front();
    const auto written = evidence_->write(
        notice,
        scanner_->samples_between(notice.from_s - k_before_s, notice.to_s + k_after_s),
        scanner_->rate_hz());
    print_error(
        sensor_ + ": " +
        (written ? fmt::format("the samples around alert {} are in {}", notice.alert_id, *written)
                 : written.error()));
  }
}

} // namespace cw::app
