// What the detector does for those on its bus.
#include "app/default_paths.h"
#include "app/detector_daemon.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <utility>

namespace cw::app {
namespace {

using Taken = detector::LiveDetector::Taken;
using std::chrono::milliseconds;

constexpr int k_served_at_once = 200; ///< before a commit may be due

double unix_now_s() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void make_folder_of(const wire::bus::Endpoint& endpoint) {
  std::error_code failed; // whoever binds says what does not work
  if (endpoint.transport == wire::bus::Endpoint::Transport::ipc) {
    std::filesystem::create_directories(std::filesystem::path(endpoint.path).parent_path(), failed);
  }
}

} // namespace

tl::expected<void, std::string> DetectorDaemon::open_bus() {
  if (command_.bus.empty() && (command_.ends_by_itself() || command_.gsmtap_udp)) {
    return {};
  }
  wire::bus::DetectorBusConfig config;
  config.max_sensors = command_.max_sensors;
  config.addresses = command_.bus.empty() ? std::vector{default_bus_address()} : command_.bus;
  bool local = true;
  for (const std::string& address : config.addresses) {
    const auto endpoint = wire::bus::parse_endpoint(address);
    if (!endpoint) {
      return tl::unexpected(endpoint.error());
    }
    make_folder_of(*endpoint);
    local = local && endpoint->local();
  }
  if (!local || !command_.keys.empty()) {
    auto keys = wire::bus::read_server_keys(command_.keys.empty() ? state_folder() + "/keys"
                                                                  : command_.keys);
    if (!keys) {
      return tl::unexpected(keys.error());
    }
    config.keys = std::move(*keys);
  }
  auto bus = wire::bus::DetectorBus::create(config);
  if (!bus) {
    return tl::unexpected(bus.error());
  }
  bus_.emplace(std::move(*bus));
  log_.say(fmt::format("takes receivers at {}", fmt::join(bus_->addresses(), ", ")));
  return {};
}

bool DetectorDaemon::serve_bus(milliseconds timeout) {
  if (!bus_) {
    return false;
  }
  bool any = false;
  for (int i = 0; i < k_served_at_once; ++i) {
    auto incoming = bus_->receive(any ? milliseconds(0) : timeout);
    if (!incoming) {
      break;
    }
    any = true;
    std::visit([this](auto& it) { serve(it); }, *incoming);
  }
  return any;
}

void DetectorDaemon::serve(wire::bus::SensorJoined& joined) {
  live_.joined(joined.sensor, unix_now_s());
  // What was stored before is acknowledged at once: its acknowledgement may have been lost.
  if (const std::uint64_t seq = live_.committed(joined.sensor, joined.epoch); seq > 0) {
    bus_->acknowledge(joined.from, joined.epoch, seq);
  }
}

void DetectorDaemon::serve(wire::bus::SensorLeft& left) {
  live_.left(left.sensor, unix_now_s());
}

void DetectorDaemon::serve(wire::bus::BatchArrived& arrived) {
  switch (live_.take(arrived.batch, unix_now_s())) {
  case Taken::taken:
  case Taken::known:
    owed_.insert_or_assign({arrived.from.listener, arrived.from.routing},
                           Owed{arrived.from, arrived.batch.sensor, arrived.batch.epoch});
    break;
  // What is not taken must come again before anything behind it is.
  case Taken::not_now:
    bus_->send_again(arrived.from, arrived.batch, "the store cannot be written");
    break;
  case Taken::no_room:
    bus_->send_again(arrived.from, arrived.batch, "there are as many sensors as there may be");
    break;
  }
}

void DetectorDaemon::serve(wire::bus::HeartbeatArrived& arrived) {
  live_.take(arrived.heartbeat, unix_now_s());
}

void DetectorDaemon::serve(wire::bus::SnapshotAsked& asked) {
  commit(); // a snapshot shows what is stored, and its changes are not to come again
  bus_->reply(asked.from, asked.request, live_.snapshot(unix_now_s()));
}

void DetectorDaemon::serve(wire::bus::CommandAsked& asked) {
  if (!asked.peer.empty()) {
    asked.command.who += fmt::format(" ({})", asked.peer);
  }
  wire::CommandReply reply = live_.command(asked.command, unix_now_s());
  if (reply.done && !commit()) {
    reply.done = false;
    reply.sentence = "the store does not take it now; it will be kept as soon as there is room";
  }
  bus_->reply(asked.from, asked.request, reply);
}

void DetectorDaemon::acknowledge() {
  for (const auto& [connection, owed] : std::exchange(owed_, {})) {
    if (const std::uint64_t seq = live_.committed(owed.sensor, owed.epoch); seq > 0) {
      bus_->acknowledge(owed.to, owed.epoch, seq);
    }
  }
}

} // namespace cw::app
