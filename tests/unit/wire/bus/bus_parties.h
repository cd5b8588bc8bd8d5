// The parties of the bus for tests: a detector that stores, a receiver with its spool.
#pragma once

#include "tests/support/temp_folder.h"
#include "tests/unit/wire/bus/spool_content.h"
#include "wire/bus/client.h"
#include "wire/bus/detector_bus.h"
#include "wire/bus/receiver_link.h"

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace cw::wire::test {

using namespace std::chrono_literals;

/// Long enough for a machine under load and sanitizers; only failing tests wait for it.
inline constexpr std::chrono::seconds k_patience{30};

/// A detector's bus and the books of what it took, in one thread: the test's.
class TestDetector {
public:
  explicit TestDetector(const bus::DetectorBusConfig& config);

  /// Serves until `done` or the test's patience is over; false then.
  bool serve_until(const std::function<bool()>& done);
  /// The same; fails the test.
  void serve(const std::function<bool()>& done);
  /// Stop and start at the same address, with the same books.
  void restart();
  void stop() { bus_.reset(); }
  void start();

  bus::DetectorBus& bus() { return *bus_; }
  std::string address() const { return address_; }

  std::map<std::string, Books> books; ///< by epoch
  bool books_hold = true;
  std::size_t batches = 0, repeats = 0; ///< as received
  std::size_t acks_to_swallow = 0;      ///< stored, and the ack lost
  std::size_t to_put_off = 0;           ///< batches it cannot store now
  std::vector<Heartbeat> heartbeats;
  std::vector<std::string> joined, left;
  std::vector<Command> commands;
  std::vector<std::string> command_peers;
  Snapshot snapshot;

private:
  void take(bus::Incoming&& incoming);
  bus::DetectorBusConfig config_;
  std::optional<bus::DetectorBus> bus_;
  std::string address_;
};

bus::Spool open_spool(const std::string& path, const std::string& sensor = "van-1");
bus::ReceiverLink connect(const std::string& address,
                          bus::Spool& spool,
                          const std::function<void(bus::ReceiverLinkConfig&)>& change = {});

/// Made-up blocks with n from `first`, one put; fails the test if it is refused.
void put(bus::ReceiverLink& link, std::uint64_t first, std::size_t count);

/// Waits, without a detector to serve; false after the test's patience.
bool wait_until(const std::function<bool()>& done);

} // namespace cw::wire::test
