// One address of the detector: requests and, beside it, changes. Inside wire/bus only.
#pragma once

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

  /// Counts failed handshakes; at the limit of connections cuts them all and begins anew.
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
  };
  void follow(Monitor& monitor, Door& door, Refusals& refusals) const;
  void limit(zmq::socket_t& socket, Door& door, Refusals& refusals) const;

  zmq::socket_t requests_, changes_;
  Endpoint endpoint_;
  Monitor watch_requests_, watch_changes_;
  Door requests_door_, changes_door_;
};

inline constexpr std::size_t k_max_open =
    300; ///< connections of one socket; a process has 1024 files

} // namespace cw::wire::bus
