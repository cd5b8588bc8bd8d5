#include "app/gsmtap_socket.h"

#include "wire/codec/gsmtap_reader.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace cw::app {
namespace {

constexpr std::uint16_t k_bare_gsmtap = 217; // link type of the tcpdump.org registry
constexpr int k_poll_ms = 200;
constexpr int k_buffer_octets = 4 << 20;
constexpr std::size_t k_datagram_octets = 2048; // GSMTAP of a GSM block has 39

using Error = tl::unexpected<std::string>;

struct HostAndPort {
  std::string host = "127.0.0.1", port;
};

HostAndPort split(const std::string& where) {
  const std::size_t colon = where.rfind(':');
  if (colon == std::string::npos) {
    return {.port = where};
  }
  std::string host = where.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  return {host, where.substr(colon + 1)};
}

std::string sender_of(const sockaddr_storage& from) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const auto* v4 = reinterpret_cast<const sockaddr_in*>(&from);
  const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&from);
  const void* address = from.ss_family == AF_INET ? static_cast<const void*>(&v4->sin_addr)
                                                  : static_cast<const void*>(&v6->sin6_addr);
  ::inet_ntop(from.ss_family, address, text.data(), text.size());
  std::string name = text.data();
  std::ranges::replace(name, ':', '-');
  return "gsmtap-" + name;
}

std::uint16_t bound_port(int fd) {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size);
  return ntohs(own.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in*>(&own)->sin_port
                                        : reinterpret_cast<const sockaddr_in6*>(&own)->sin6_port);
}

double unix_now_s() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

} // namespace

tl::expected<std::unique_ptr<GsmtapSocket>, std::string>
GsmtapSocket::open(const std::string& where, std::shared_ptr<BlockQueue> queue) {
  const HostAndPort at = split(where);
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (at.port.empty() || ::getaddrinfo(at.host.c_str(), at.port.c_str(), &hints, &found) != 0) {
    return Error(
        fmt::format("cannot listen at {}: give a port, or ADDRESS:PORT like 0.0.0.0:4729", where));
  }
  const int fd = ::socket(found->ai_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &k_buffer_octets, sizeof k_buffer_octets);
  const bool bound = fd >= 0 && ::bind(fd, found->ai_addr, found->ai_addrlen) == 0;
  const int error = errno;
  ::freeaddrinfo(found);
  if (!bound) {
    ::close(fd);
    return Error(error == EADDRINUSE
                     ? fmt::format("cannot listen at {}: another program does (Wireshark? a second "
                                   "detector?): stop it or take another port",
                                   where)
                     : fmt::format("cannot listen at {}: {}", where, std::strerror(error)));
  }
  std::unique_ptr<GsmtapSocket> socket(new GsmtapSocket(fd, bound_port(fd), std::move(queue)));
  socket->thread_ = std::thread([self = socket.get()] { self->listen(); });
  return socket;
}

GsmtapSocket::~GsmtapSocket() {
  end_.store(true);
  thread_.join();
  ::close(fd_);
}

void GsmtapSocket::listen() {
  while (!end_.load()) {
    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, k_poll_ms) > 0) {
      receive_all();
    }
  }
}

void GsmtapSocket::receive_all() {
  wire::Packet packet{.link_type = k_bare_gsmtap, .unix_ns = 0, .cut = false, .octets = {}};
  while (!end_.load()) {
    packet.octets.resize(k_datagram_octets);
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const ssize_t length = ::recvfrom(fd_,
                                      packet.octets.data(),
                                      packet.octets.size(),
                                      0,
                                      reinterpret_cast<sockaddr*>(&from),
                                      &size);
    if (length < 0) {
      return;
    }
    packet.octets.resize(static_cast<std::size_t>(length));
    wire::GsmtapCounts counts;
    auto block = wire::gsmtap_block(packet, counts);
    const std::string sender = sender_of(from);
    bool lost = false;
    if (block) {
      block->t_s = unix_now_s();
      lost = !queue_->try_push({sender, *block});
    }
    const std::lock_guard lock(mutex_);
    counts_.blocks += block && !lost ? 1U : 0U;
    counts_.lost += lost ? 1U : 0U;
    counts_.other += counts.uplink + counts.other_channels;
    if (!block && counts.uplink + counts.other_channels == 0) {
      ++counts_.refused;
      counts_.last_refused = sender.substr(std::strlen("gsmtap-"));
    }
  }
}

GsmtapSocket::Counts GsmtapSocket::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

} // namespace cw::app
