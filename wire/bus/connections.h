// The receivers that said hello, and what each may send next. Inside wire/bus only.
#pragma once

#include "wire/bus/detector_bus.h"
#include "wire/bus/sockets.h"

#include <map>
#include <string>
#include <vector>

namespace cw::wire::bus {

class Connections {
public:
  Connections(std::size_t max_connections, std::size_t max_sensors, Milliseconds idle)
      : max_connections_(max_connections), max_sensors_(max_sensors), idle_(idle) {}

  struct Receiver {
    std::string sensor, epoch;
    std::uint64_t newest_seq = 0;
    Clock::time_point heard;
    bool greeted = true; ///< false: its batches are not taken until it says hello again
  };

  /// False if there are too many.
  bool join(const ConnectionId& id, std::string sensor, std::string epoch, Clock::time_point now);
  /// Nullptr without hello.
  Receiver* find(const ConnectionId& id);
  void leave(const ConnectionId& id);
  /// Lets those go that were silent for too long.
  void expire(Clock::time_point now);

  /// Sensors without a connection since the last call.
  std::vector<std::string> take_left();
  std::vector<ConnectionId> of(const std::string& sensor) const;
  std::vector<std::string> sensors() const;

private:
  void erase(std::map<ConnectionId, Receiver>::iterator at);

  std::size_t max_connections_, max_sensors_;
  Milliseconds idle_;
  std::map<ConnectionId, Receiver> receivers_;
  std::map<std::string, std::size_t> sensors_; ///< connections of each
  std::vector<std::string> left_;
};

} // namespace cw::wire::bus
