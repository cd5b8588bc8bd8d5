// A listening socket on 127.0.0.1 and its connections, for stand-ins that are servers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace cw::standins {

/// A socket that closes itself.
class Socket {
public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { close(); }

  void close() noexcept;
  explicit operator bool() const noexcept { return fd_ >= 0; }
  int fd() const noexcept { return fd_; }

  /// Sends what fits at once; nothing: the other end is gone.
  std::optional<std::size_t> send(std::span<const std::uint8_t> octets) noexcept;
  /// Appends what is there; false: the other end is gone.
  bool receive(std::string& octets) noexcept;

private:
  int fd_ = -1;
};

class TcpServer {
public:
  /// Port 0: any. Says "listening on 127.0.0.1:PORT" on stdout; a sentence on stderr if it cannot.
  bool listen(std::uint16_t port);
  void close() noexcept { socket_.close(); }
  bool listening() const noexcept { return static_cast<bool>(socket_); }
  /// A new connection, if one waits.
  Socket accept() noexcept;
  std::uint16_t port() const noexcept { return port_; }

private:
  Socket socket_;
  std::uint16_t port_ = 0;
};

} // namespace cw::standins
