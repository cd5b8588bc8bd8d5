#include "wire/bus/listener.h"

#include "wire/bus/authenticator.h"
#include "wire/bus/detector_bus.h"

#include <fmt/format.h>

#include <cerrno>
#include <utility>

namespace cw::wire::bus {
namespace {

constexpr int k_failed = ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                         ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;
constexpr Milliseconds k_closed{500}; ///< after too many
constexpr int k_events = k_failed | ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED;

// A little more than a frame may have, so that we can say which peer sent one; beyond it libzmq
// closes the connection.
constexpr int k_queued = 8; ///< messages of one connection
constexpr std::int64_t k_longest = 2 * static_cast<std::int64_t>(k_max_frame_octets);
constexpr SocketLimits k_request_limits = {.send = 64, .receive = k_queued, .octets = k_longest};
// What libzmq may hold for one connection that behaves, and what the kernel may.
constexpr std::uint64_t k_most_unread =
    k_queued * static_cast<std::uint64_t>(k_longest) + (4U << 20U);
constexpr std::uint64_t k_most_unread_together = 128U << 20U;
constexpr Milliseconds k_cut_every{20};

constexpr SocketLimits k_change_limits = {.send = 4096, .receive = 16, .octets = 1024};

Endpoint bound(const zmq::socket_t& socket, const Endpoint& endpoint) {
  const auto now = parse_endpoint(socket.get(zmq::sockopt::last_endpoint));
  Endpoint result = endpoint;
  if (now && endpoint.transport == Endpoint::Transport::tcp) {
    result.port = now->port;
  }
  return result;
}

/// The changes' socket at its place beside the requests'; 0 or an errno.
int bind_pair(zmq::socket_t& requests, zmq::socket_t& changes, Endpoint& endpoint) {
  try {
    requests.bind(endpoint.address());
  } catch (const zmq::error_t& error) {
    return error.num();
  }
  const Endpoint now = bound(requests, endpoint);
  try {
    changes.bind(changes_endpoint(now).address());
  } catch (const zmq::error_t& error) {
    requests.unbind(requests.get(zmq::sockopt::last_endpoint));
    return error.num();
  }
  endpoint = now;
  return 0;
}

std::string cannot_listen(const Endpoint& endpoint, int number) {
  const std::string address = endpoint.address();
  if (number == EADDRINUSE) {
    return fmt::format("cannot listen on {}: another program has it or {}; stop that program or "
                       "give another address",
                       address,
                       changes_endpoint(endpoint).address());
  }
  return fmt::format("cannot listen on {}: {}; check the address and its permissions",
                     address,
                     zmq_strerror(number));
}

} // namespace

Listener::Listener(zmq::context_t& context,
                   zmq::socket_t requests,
                   zmq::socket_t changes,
                   Endpoint endpoint)
    : requests_(std::move(requests)), changes_(std::move(changes)), endpoint_(std::move(endpoint)),
      watch_requests_(context, requests_, k_events), watch_changes_(context, changes_, k_events) {}

Result<std::unique_ptr<Listener>> Listener::create(zmq::context_t& context,
                                                   const Endpoint& endpoint,
                                                   const std::optional<ServerKeys>& keys) {
  auto requests = make_socket(context, zmq::socket_type::router, k_request_limits);
  auto changes = make_socket(context, zmq::socket_type::pub, k_change_limits);
  requests.set(zmq::sockopt::router_mandatory, true);
  set_family(requests, endpoint);
  set_family(changes, endpoint);
  if (keys && endpoint.transport == Endpoint::Transport::tcp) {
    protect_as_server(requests, keys->own, k_bus_door);
    protect_as_server(changes, keys->own, k_changes_door);
  }
  // Watched before anybody can connect, so that none is missed in the count.
  auto listener = std::unique_ptr<Listener>(
      new Listener(context, std::move(requests), std::move(changes), endpoint));
  int number = 0;
  for (int tries = endpoint.port == "*" ? 20 : 1; tries > 0; --tries) {
    Endpoint here = endpoint;
    number = bind_pair(listener->requests_, listener->changes_, here);
    if (number == 0) {
      listener->endpoint_ = here;
      listener->requests_door_.address = here.address();
      listener->changes_door_.address = changes_endpoint(here).address();
      return listener;
    }
  }
  return tl::unexpected(cannot_listen(endpoint, number));
}

void Listener::follow(Monitor& monitor, Door& door, Refusals& refusals) const {
  while (const auto event = monitor.next()) {
    if (event->id == ZMQ_EVENT_ACCEPTED) {
      ++door.open;
      door.intake.opened(static_cast<int>(event->value));
    } else if (event->id == ZMQ_EVENT_DISCONNECTED) {
      door.open -= door.open > 0 ? 1U : 0U;
      door.intake.closed(static_cast<int>(event->value));
    } else if (event->id != ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) { // the authenticator has counted it
      refusals.count(Refusal::handshake,
                     "a peer of " + door.address,
                     event->id == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
                         ? "it speaks another protocol, or has no keys or those of another detector"
                         : "it went before it had said who it is");
    }
  }
}

// libzmq has no limit of its own. Unbinding closes every connection of the socket, and does not say
// so to its monitor: those who behave come back, say hello and send again.
void Listener::limit(zmq::socket_t& socket, Door& door, Refusals& refusals) const {
  const auto now = Clock::now();
  try {
    if (!door.closed && door.open >= k_max_open) {
      socket.unbind(door.address);
      door.closed = true;
      door.open = 0;
      door.intake = {};
      door.opens_at = now + k_closed;
      refusals.count(Refusal::too_many,
                     "peers of " + door.address,
                     fmt::format("{} were connected, all of them were cut", k_max_open));
    } else if (door.closed && now >= door.opens_at) {
      socket.bind(door.address);
      door.closed = false;
    }
  } catch (const zmq::error_t&) {
    door.opens_at = now + k_closed; // the address is busy for a moment after unbind
  }
}

void Listener::cut_greedy(Door& door, Refusals& refusals) {
  const std::size_t count = door.intake.cut(k_most_unread, k_most_unread_together);
  for (std::size_t i = 0; i < count; ++i) {
    refusals.count(
        Refusal::too_long, "a peer of " + door.address, "it sent without end, and was cut");
  }
}

void Listener::look_after_connections(Refusals& refusals) {
  follow(watch_requests_, requests_door_, refusals);
  follow(watch_changes_, changes_door_, refusals);
  if (const auto now = Clock::now(); now >= next_cut_) {
    cut_greedy(requests_door_, refusals);
    cut_greedy(changes_door_, refusals);
    next_cut_ = now + k_cut_every;
  }
  limit(requests_, requests_door_, refusals);
  limit(changes_, changes_door_, refusals);
}

} // namespace cw::wire::bus
