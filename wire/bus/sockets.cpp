#include "wire/bus/sockets.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>

namespace cw::wire::bus {

zmq::socket_t
make_socket(zmq::context_t& context, zmq::socket_type type, const SocketLimits& limits) {
  constexpr int k_beat_ms = 2000;
  constexpr int k_dead_ms = 6000;
  constexpr int k_handshake_ms = 5000;
  constexpr int k_reconnect_ms = 200;
  zmq::socket_t socket(context, type);
  socket.set(zmq::sockopt::linger, 0);
  socket.set(zmq::sockopt::sndhwm, limits.send);
  socket.set(zmq::sockopt::rcvhwm, limits.receive);
  socket.set(zmq::sockopt::maxmsgsize, limits.octets);
  socket.set(zmq::sockopt::heartbeat_ivl, k_beat_ms);
  socket.set(zmq::sockopt::heartbeat_timeout, k_dead_ms);
  socket.set(zmq::sockopt::handshake_ivl, k_handshake_ms);
  socket.set(zmq::sockopt::reconnect_ivl, k_reconnect_ms);
  return socket;
}

void protect_as_server(zmq::socket_t& socket, const KeyPair& own, const char* domain) {
  socket.set(zmq::sockopt::curve_server, 1);
  socket.set(zmq::sockopt::curve_secretkey, own.secret_key);
  socket.set(zmq::sockopt::zap_domain, domain);
}

void protect_as_peer(zmq::socket_t& socket, const PeerKeys& keys) {
  socket.set(zmq::sockopt::curve_serverkey, keys.server_public_key);
  socket.set(zmq::sockopt::curve_publickey, keys.own.public_key);
  socket.set(zmq::sockopt::curve_secretkey, keys.own.secret_key);
}

void set_family(zmq::socket_t& socket, const Endpoint& endpoint) {
  socket.set(zmq::sockopt::ipv6, endpoint.host.find(':') != std::string::npos);
}

bool send_now(zmq::socket_t& socket, std::string_view text, bool more) {
  const auto flags =
      more ? zmq::send_flags::dontwait | zmq::send_flags::sndmore : zmq::send_flags::dontwait;
  try {
    return socket.send(zmq::buffer(text), flags).has_value();
  } catch (const zmq::error_t&) { // EHOSTUNREACH: it went; ETERM: we go
    return false;
  }
}

std::optional<Received> receive_now(zmq::socket_t& socket) {
  try {
    Received received;
    if (!socket.recv(received.message, zmq::recv_flags::dontwait)) {
      return std::nullopt;
    }
    for (bool more = received.message.more(); more; ++received.parts) {
      zmq::message_t rest;
      if (!socket.recv(rest, zmq::recv_flags::dontwait)) {
        break;
      }
      more = rest.more();
    }
    return received;
  } catch (const zmq::error_t&) { // a signal came, or we go
    return std::nullopt;
  }
}

zmq::pollitem_t readable(zmq::socket_t& socket) {
  return {socket.handle(), 0, ZMQ_POLLIN, 0};
}

bool wait_readable(std::vector<zmq::pollitem_t>& items, Milliseconds timeout) {
  try {
    return zmq::poll(items, std::max(timeout, Milliseconds(0))) > 0;
  } catch (const zmq::error_t&) { // a signal came
    return false;
  }
}

Monitor::Monitor(zmq::context_t& context, zmq::socket_t& watched, int events)
    : socket_(context, zmq::socket_type::pair), watched_(watched.handle()) {
  // A socket may lie where one lay before whose monitor is not quite gone: hence the number.
  static std::atomic<unsigned> count{0};
  const std::string address = fmt::format("inproc://monitor-{}-{}", fmt::ptr(watched_), ++count);
  zmq_socket_monitor(watched_, address.c_str(), events);
  socket_.set(zmq::sockopt::linger, 0);
  socket_.connect(address);
}

Monitor::~Monitor() {
  zmq_socket_monitor(watched_, nullptr, 0);
}

std::optional<Monitor::Event> Monitor::next() {
  const auto received = receive_now(socket_); // event and value; the address behind is our own
  if (!received || received->message.size() != sizeof(std::uint16_t) + sizeof(std::uint32_t)) {
    return std::nullopt;
  }
  std::uint16_t id = 0;
  Event event;
  std::memcpy(&id, received->message.data(), sizeof id);
  std::memcpy(&event.value,
              static_cast<const char*>(received->message.data()) + sizeof id,
              sizeof event.value);
  event.id = id;
  return event;
}

} // namespace cw::wire::bus
