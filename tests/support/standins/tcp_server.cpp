#include "tests/support/standins/tcp_server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace cw::standins {

Socket::Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void Socket::close() noexcept {
  if (fd_ >= 0) {
    ::close(std::exchange(fd_, -1));
  }
}

std::optional<std::size_t> Socket::send(std::span<const std::uint8_t> octets) noexcept {
  const ssize_t sent = ::send(fd_, octets.data(), octets.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) {
    return static_cast<std::size_t>(sent);
  }
  const bool later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return later ? std::optional<std::size_t>(0) : std::nullopt;
}

bool Socket::receive(std::string& octets) noexcept {
  std::array<char, 4096> piece{};
  const ssize_t got = ::recv(fd_, piece.data(), piece.size(), MSG_DONTWAIT);
  if (got > 0) {
    octets.append(piece.data(), static_cast<std::size_t>(got));
    return true;
  }
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

bool TcpServer::listen(std::uint16_t port) {
  Socket made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int yes = 1;
  ::setsockopt(made.fd(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  socklen_t length = sizeof(address);
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (!made || ::bind(made.fd(), any, length) != 0 || ::listen(made.fd(), 8) != 0 ||
      ::getsockname(made.fd(), any, &length) != 0) {
    fmt::print(stderr, "stand-in: cannot listen on port {}: {}\n", port, std::strerror(errno));
    return false;
  }
  socket_ = std::move(made);
  port_ = ntohs(address.sin_port);
  fmt::print("listening on 127.0.0.1:{}\n", port_);
  std::fflush(stdout);
  return true;
}

Socket TcpServer::accept() noexcept {
  return listening() ? Socket(::accept4(socket_.fd(), nullptr, nullptr, SOCK_CLOEXEC)) : Socket();
}

} // namespace cw::standins
