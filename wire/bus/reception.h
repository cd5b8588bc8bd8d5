// Judges what arrives at the detector's end: good frames become Incoming, the rest is refused.
// Inside wire/bus only.
#pragma once

#include "wire/bus/authenticator.h"
#include "wire/bus/connections.h"
#include "wire/codec/bus_frame.h"

#include <deque>
#include <string>

namespace cw::wire::bus {

class Reception {
public:
  explicit Reception(const DetectorBusConfig& config)
      : connections_(config.max_connections, config.max_sensors, config.idle) {}

  /// One message of `from`. What is to be answered at once, empty if nothing.
  std::string take(const ConnectionId& from, Received& received);
  /// Forgets what came behind the batch on its connection, until the next hello. The answer.
  std::string postpone(const ConnectionId& from, const SensorBatch& batch, const std::string& why);
  /// Lets silent receivers go.
  void expire();

  std::deque<Incoming>& arrived() { return arrived_; }
  Connections& connections() { return connections_; }
  Refusals& refusals() { return refusals_; }
  void set_run(const std::string& run) { run_ = run; }

private:
  struct From {
    const ConnectionId* id;
    Identity identity;
    std::string peer;
  };
  std::string refuse(const From& from,
                     Refusal reason,
                     const std::string& detail = {},
                     std::optional<std::uint64_t> seq = {});
  std::string take_frame(const From& from, Hello&& hello);
  std::string take_frame(const From& from, SensorBatch&& batch);
  std::string take_frame(const From& from, Heartbeat&& heartbeat);
  std::string take_frame(const From& from, SnapshotRequest&& asked);
  std::string take_frame(const From& from, CommandRequest&& asked);

  FrameReader reader_;
  Connections connections_;
  Refusals refusals_;
  std::deque<Incoming> arrived_;
  std::string run_;
};

} // namespace cw::wire::bus
