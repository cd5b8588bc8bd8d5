// cellwarden-detector at work: inputs, the live detector, the bus, and whoever wants to be told.
#pragma once

#include "app/alert_hooks.h"
#include "app/block_queue.h"
#include "app/daemon_log.h"
#include "app/detector_command.h"
#include "app/file_input.h"
#include "app/gsmtap_socket.h"
#include "detector/live/live_detector.h"
#include "wire/bus/detector_bus.h"

#include <tl/expected.hpp>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cw::app {

/// One thread does the work; files and the UDP socket are read on others.
class DetectorDaemon {
public:
  /// Errors  what the command asks for cannot be had: one sentence.
  static tl::expected<std::unique_ptr<DetectorDaemon>, std::string>
  create(const DetectorCommand& command);

  /// Until `stop`, or the end of all files if there is nothing else.
  ExitStatus run(const std::atomic<bool>& stop);

private:
  using Clock = std::chrono::steady_clock;
  struct LocalSensor {
    wire::SensorBatch batch; ///< what is on its way to the detector
    std::uint64_t blocks = 0, seq = 0;
  };

  DetectorDaemon(const DetectorCommand& command, detector::LiveDetector live);
  tl::expected<void, std::string> open_inputs();
  tl::expected<void, std::string> open_bus();

  bool serve_bus(std::chrono::milliseconds timeout);
  void serve(wire::bus::SensorJoined& joined);
  void serve(wire::bus::SensorLeft& left);
  void serve(wire::bus::BatchArrived& arrived);
  void serve(wire::bus::HeartbeatArrived& arrived);
  void serve(wire::bus::SnapshotAsked& asked);
  void serve(wire::bus::CommandAsked& asked);

  bool take_local(std::chrono::milliseconds timeout);
  void hand_over(LocalSensor& sensor);
  bool inputs_ended() const;

  bool commit();
  void tell();
  void tell_step(const detector::AlertStep& step);
  void acknowledge();
  void complain();
  void prune();

  DetectorCommand command_;
  DaemonLog log_;
  std::shared_ptr<BlockQueue> queue_ = std::make_shared<BlockQueue>();
  detector::LiveDetector live_;
  std::optional<wire::bus::DetectorBus> bus_;
  std::unique_ptr<GsmtapSocket> socket_;
  std::vector<std::unique_ptr<FileInput>> files_;
  AlertHooks hooks_;
  std::string epoch_; ///< of local sensors, which count anew at each start
  std::map<std::string, LocalSensor> local_;
  bool held_up_ = false; ///< local blocks wait for the store
  struct Owed {
    wire::bus::ConnectionId to;
    std::string sensor, epoch;
  };
  std::map<std::pair<std::size_t, std::string>, Owed> owed_; ///< by connection
  GsmtapSocket::Counts counted_;
  Clock::time_point committed_{}, refused_{}, pruned_{};
  bool failed_ = false;
};

} // namespace cw::app
