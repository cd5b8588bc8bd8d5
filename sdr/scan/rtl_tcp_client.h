// The protocol of rtl_tcp: an RTL-SDR served over the network by librtlsdr's program of that name.
#pragma once

#include <tl/expected.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace cw::sdr {

/// One connection. Output  unsigned 8-bit I and Q in turn, as they come.
/// Errors  sentences: no such host, refused, not an rtl_tcp server, closed.
class RtlTcpClient {
public:
  static tl::expected<RtlTcpClient, std::string> connect(const std::string& host_and_port);
  RtlTcpClient(RtlTcpClient&& other) noexcept;
  RtlTcpClient& operator=(RtlTcpClient&&) = delete;
  ~RtlTcpClient();

  tl::expected<void, std::string> set_frequency(std::uint32_t hz) { return command(0x01, hz); }
  tl::expected<void, std::string> set_rate(std::uint32_t hz) { return command(0x02, hz); }
  /// Tenths of a dB; nothing: its automatic gain.
  tl::expected<void, std::string> set_gain(const std::int32_t* tenth_db);

  /// Waits up to 100 ms. The number of octets, 0 if none came; error once the connection is gone.
  tl::expected<std::size_t, std::string> read(std::span<std::byte> out);

private:
  RtlTcpClient(int socket, std::string peer) : socket_(socket), peer_(std::move(peer)) {}
  tl::expected<void, std::string> command(std::uint8_t number, std::uint32_t value);
  tl::expected<void, std::string> read_greeting();

  int socket_ = -1;
  std::string peer_;
};

} // namespace cw::sdr
