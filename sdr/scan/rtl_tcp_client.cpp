#include "sdr/scan/rtl_tcp_client.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

namespace cw::sdr {
namespace {

constexpr int k_wait_ms = 100;
constexpr int k_greeting_ms = 3000;

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

tl::expected<Addresses, std::string> resolve(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int code = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found); code != 0) {
    return tl::unexpected(fmt::format("there is no '{}': {}", host, ::gai_strerror(code)));
  }
  return Addresses(found, &::freeaddrinfo);
}

int open_one(const addrinfo& address) {
  const int made =
      ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
  if (made < 0) {
    return -1;
  }
  if (::connect(made, address.ai_addr, address.ai_addrlen) != 0) {
    const int why = errno;
    ::close(made);
    errno = why;
    return -1;
  }
  const int on = 1;
  (void)::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return made;
}

} // namespace

tl::expected<RtlTcpClient, std::string> RtlTcpClient::connect(const std::string& host_and_port) {
  const std::size_t colon = host_and_port.rfind(':');
  const std::string host = host_and_port.substr(0, colon);
  const std::string port =
      colon == std::string::npos ? "1234" : host_and_port.substr(colon + 1); // rtl_tcp's own
  const auto addresses = resolve(host.empty() ? "127.0.0.1" : host, port);
  if (!addresses) {
    return tl::unexpected(addresses.error());
  }
  int opened = -1;
  for (const addrinfo* one = addresses->get(); one != nullptr && opened < 0; one = one->ai_next) {
    opened = open_one(*one);
  }
  const std::string peer = fmt::format("rtl_tcp at {}:{}", host, port);
  if (opened < 0) {
    return tl::unexpected(fmt::format(
        "{} does not answer ({}): start 'rtl_tcp -a {}' there", peer, std::strerror(errno), host));
  }
  RtlTcpClient client(opened, peer);
  if (const auto greeted = client.read_greeting(); !greeted) {
    return tl::unexpected(greeted.error());
  }
  return client;
}

RtlTcpClient::RtlTcpClient(RtlTcpClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), peer_(std::move(other.peer_)) {}

RtlTcpClient::~RtlTcpClient() {
  if (socket_ >= 0) {
    ::close(socket_);
  }
}

// "RTL0", tuner type and number of gains, 32 bits each.
tl::expected<void, std::string> RtlTcpClient::read_greeting() {
  std::array<std::byte, 12> greeting{};
  std::size_t got = 0;
  for (int waited_ms = 0; got < greeting.size() && waited_ms < k_greeting_ms;
       waited_ms += k_wait_ms) {
    const auto more = read(std::span(greeting).subspan(got));
    if (!more) {
      return tl::unexpected(more.error());
    }
    got += *more;
  }
  if (got < greeting.size() || std::memcmp(greeting.data(), "RTL0", 4) != 0) {
    return tl::unexpected(
        fmt::format("what answers is not {}: its greeting is not that of rtl_tcp", peer_));
  }
  return {};
}

tl::expected<void, std::string> RtlTcpClient::command(std::uint8_t number, std::uint32_t value) {
  const std::array<std::uint8_t, 5> octets = {number,
                                              static_cast<std::uint8_t>(value >> 24U),
                                              static_cast<std::uint8_t>(value >> 16U),
                                              static_cast<std::uint8_t>(value >> 8U),
                                              static_cast<std::uint8_t>(value)};
  if (::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(octets.size())) {
    return tl::unexpected(fmt::format("{} closed the connection", peer_));
  }
  return {};
}

tl::expected<void, std::string> RtlTcpClient::set_gain(const std::int32_t* tenth_db) {
  const auto mode = command(0x03, tenth_db != nullptr ? 1 : 0);
  return !mode || tenth_db == nullptr ? mode : command(0x04, static_cast<std::uint32_t>(*tenth_db));
}

tl::expected<std::size_t, std::string> RtlTcpClient::read(std::span<std::byte> out) {
  pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, k_wait_ms) <= 0) {
    return std::size_t{0};
  }
  const ssize_t got = ::recv(socket_, out.data(), out.size(), MSG_DONTWAIT);
  if (got > 0) {
    return static_cast<std::size_t>(got);
  }
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
    return std::size_t{0};
  }
  return tl::unexpected(fmt::format("{} closed the connection", peer_));
}

} // namespace cw::sdr
