// ZeroMQ sockets as all ends of the bus want them. Inside wire/bus only.
#pragma once

#include "wire/bus/keys.h"

#include <zmq.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cw::wire::bus {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

/// What one socket may hold: messages queued for a peer and from it, octets of a message.
struct SocketLimits {
  int send = 64, receive = 16;
  std::int64_t octets = 1 << 20;
};

/// No lingering, dead peers noticed within seconds, handshakes that do not take forever.
zmq::socket_t
make_socket(zmq::context_t& context, zmq::socket_type type, const SocketLimits& limits);

/// `domain` tells the authenticator which door somebody knocks at.
void protect_as_server(zmq::socket_t& socket, const KeyPair& own, const char* domain);
void protect_as_peer(zmq::socket_t& socket, const PeerKeys& keys);
/// For literal IPv6 addresses; libzmq looks for the other kind alone unless told.
void set_family(zmq::socket_t& socket, const Endpoint& endpoint);

/// False if it was not taken: no such peer, its queue is full. Never waits.
bool send_now(zmq::socket_t& socket, std::string_view text, bool more = false);

/// The next one-part message; of several parts the rest is dropped and `parts` says how many.
struct Received {
  zmq::message_t message;
  std::size_t parts = 1;
  std::string_view text() const {
    return {static_cast<const char*>(message.data()), message.size()};
  }
};
std::optional<Received> receive_now(zmq::socket_t& socket);

/// Waits until one is readable; false after the time, or when a signal came.
bool wait_readable(std::vector<zmq::pollitem_t>& items, Milliseconds timeout);
zmq::pollitem_t readable(zmq::socket_t& socket);

/// What happened to the connections of one socket, which must outlive it.
class Monitor {
public:
  struct Event {
    int id = 0; ///< ZMQ_EVENT_...
    std::uint32_t value = 0;
  };
  Monitor(zmq::context_t& context, zmq::socket_t& watched, int events);
  ~Monitor();
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;
  std::optional<Event> next();
  zmq::socket_t& socket() { return socket_; }

private:
  zmq::socket_t socket_;
  void* watched_;
};

} // namespace cw::wire::bus
