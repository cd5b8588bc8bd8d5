// The detector's end of the bus: batches and heartbeats in, acks and notices back; snapshots,
// commands and changes for those who look on.
#pragma once

#include "wire/bus/keys.h"
#include "wire/bus/refusals.h"
#include "wire/command.h"
#include "wire/heartbeat.h"
#include "wire/notice.h"
#include "wire/sensor_batch.h"
#include "wire/snapshot.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cw::wire::bus {

struct DetectorBusConfig {
  std::vector<std::string> addresses; ///< one or more, see Endpoint; changes: changes_endpoint()
  std::optional<ServerKeys> keys;     ///< with them every tcp address speaks CURVE; ipc never does
  std::size_t max_connections = 256;  ///< receivers that said hello
  std::size_t max_sensors = 64;       ///< different names at a time
  std::chrono::milliseconds idle{30'000}; ///< a receiver silent for so long has left
};

/// One peer's connection, until it breaks: a peer that comes back has another.
struct ConnectionId {
  std::size_t listener = 0;
  std::string routing;
  auto operator<=>(const ConnectionId&) const = default; // NOLINT(modernize-use-nullptr): not a 0
};

/// A receiver said hello (again).
struct SensorJoined {
  ConnectionId from;
  std::string sensor, epoch;
};
/// Its last connection went silent or was replaced.
struct SensorLeft {
  std::string sensor;
};
/// To be stored, then acknowledged. May come again after a lost ack, also after the detector was
/// started anew: whoever stores keeps the newest seq of each (sensor, epoch) in the same
/// transaction and, when seq is not above it, acknowledges without storing. Per (sensor, epoch) seq
/// only rises; numbers left out were dropped by the receiver's spool and are in blocks_lost.
struct BatchArrived {
  ConnectionId from;
  SensorBatch batch;
};
struct HeartbeatArrived {
  ConnectionId from;
  Heartbeat heartbeat;
};
/// To be answered by reply(from, request, Snapshot).
struct SnapshotAsked {
  ConnectionId from;
  std::uint64_t request = 0;
};
/// To be answered by reply(from, request, CommandReply).
struct CommandAsked {
  ConnectionId from;
  std::uint64_t request = 0;
  Command command;
  std::string peer; ///< the name its key stands for; empty without keys
};
using Incoming = std::
    variant<SensorJoined, SensorLeft, BatchArrived, HeartbeatArrived, SnapshotAsked, CommandAsked>;

/// One thread: everything is called from the thread that calls receive(), which also does the
/// authentication and must therefore be called often (once a second at least).
///
/// Input    anybody's frames on the sockets. What is not a good frame of a peer that may send it is
///          refused and counted, see Refusals. Memory is bounded: a frame is at most
///          k_max_frame_octets, a connection queues 8 of them, the tables have limits, and tcp
///          connections that send a message without end are cut: looked at 50 times a second, so
///          what arrives while the caller is away from receive() comes on top.
/// Output   answers and changes are dropped, never waited for, when a peer does not take them; the
///          receiver then sends again, the client sees the gap.
/// Errors   create(): a bad address, one in use, one that needs keys without keys: one sentence.
class DetectorBus {
public:
  static Result<DetectorBus> create(const DetectorBusConfig& config);
  DetectorBus(DetectorBus&&) noexcept;
  DetectorBus& operator=(DetectorBus&&) noexcept;
  ~DetectorBus();

  /// The next thing, in the order of arrival per connection; nothing if none came in time.
  std::optional<Incoming> receive(std::chrono::milliseconds timeout);

  /// Everything of this epoch up to `seq` is stored.
  void acknowledge(const ConnectionId& to, const std::string& epoch, std::uint64_t seq);

  /// A batch of this connection was not taken and cannot be now: it and those behind it are sent
  /// again, in their order, in up to two seconds. `why` reaches the receiver's user.
  void send_again(const ConnectionId& to, const SensorBatch& batch, const std::string& why);

  /// Sets run and number in the snapshot.
  void reply(const ConnectionId& to, std::uint64_t request, Snapshot snapshot);
  void reply(const ConnectionId& to, std::uint64_t request, const CommandReply& reply);

  /// Gives the change its number, returns it.
  std::uint64_t publish(Change change);

  /// To every connection of that sensor; false if there is none.
  bool notify(const std::string& sensor, const Notice& notice);

  /// Sentences about what was refused since the last call, at most one a minute and reason.
  std::vector<std::string> take_complaints();
  const Refusals& refusals() const noexcept;

  /// As bound: a port `*` is replaced by the one it got.
  std::vector<std::string> addresses() const;
  /// Names of the sensors that are connected.
  std::vector<std::string> sensors() const;

private:
  struct Inside;
  explicit DetectorBus(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

inline constexpr std::size_t k_max_frame_octets = 512U << 10U; ///< to the detector

} // namespace cw::wire::bus
