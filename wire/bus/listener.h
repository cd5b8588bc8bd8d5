// One address of the detector: requests and, beside it, changes. Inside wire/bus only.
#pragma once

#include "wire/bus/intake.h"
#include "wire/bus/keys.h"
#include "wire/bus/refusals.h"
#include "wire/bus/sockets.h"

#include <memory>

namespace cw::wire::bus {

class Listener {
public:
  /// Both sockets bound. CURVE if there are keys and the address is tcp.
  static Result<std::unique_ptr<Listener>>
  create(zmq::context_t& context, const Endpoint& endpoint, const std::optional<ServerKeys>& keys);

  /// Where it listens, a port `*` replaced.
  const Endpoint& endpoint() const noexcept { return endpoint_; }
  zmq::socket_t& requests() { return requests_; }
  zmq::socket_t& changes() { return changes_; }
  zmq::socket_t& monitor(std::size_t which) {
    return which == 0 ? watch_requests_.socket() : watch_changes_.socket();
  }

  /// To be called for every message of requests().
  void has_read(zmq::message_t& message) { requests_door_.intake.read(message); }

  /// Counts failed handshakes; cuts who sends without end; at the limit of connections cuts them
  /// all and begins anew.
  void look_after_connections(Refusals& refusals);

private:
  Listener(zmq::context_t& context,
           zmq::socket_t requests,
           zmq::socket_t changes,
           Endpoint endpoint);
  struct Door {
    std::string address;
    std::size_t open = 0;
    bool closed = false;
    Clock::time_point opens_at{};
    Intake intake;
  };
  void follow(Monitor& monitor, Door& door, Refusals& refusals) const;
  void limit(zmq::socket_t& socket, Door& door, Refusals& refusals) const;
  static void cut_greedy(Door& door, Refusals& refusals);

  zmq::socket_t requests_, changes_;
  Endpoint endpoint_;
  Monitor watch_requests_, watch_changes_;
  Door requests_door_, changes_door_;
  Clock::time_point next_cut_{};
};

inline constexpr std::size_t k_max_open =
    300; ///< connections of one socket; a process has 1024 files

} // namespace cw::wire::bus
