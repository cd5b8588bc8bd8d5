// Addresses of the bus, and which of them need keys.
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace cw::wire::bus {

template <class T>
using Result = tl::expected<T, std::string>;

/// `tcp://host:port` (IPv6 in brackets, port `*` for any free one, host `*` for all interfaces) or
/// `ipc:///absolute/path`.
struct Endpoint {
  enum class Transport : std::uint8_t { tcp, ipc };
  Transport transport = Transport::tcp;
  std::string host; ///< tcp; without brackets
  std::string port; ///< tcp; 1 to 65534 or "*"
  std::string path; ///< ipc

  /// As written.
  std::string address() const;
  /// ipc, 127.0.0.0/8, ::1 or localhost: nobody outside this machine can reach it.
  bool local() const noexcept;
};

/// Errors  one sentence with the address and how it should look.
Result<Endpoint> parse_endpoint(std::string_view text);

/// Where a detector publishes changes when it takes requests at `endpoint`: the next port, or the
/// path with ".changes" behind it. (Therefore 65535 is no port of an endpoint.)
Endpoint changes_endpoint(const Endpoint& endpoint);

/// Refuses an address others can reach while there are no keys; the sentence names `cellwarden
/// keys`.
Result<void> check_protection(const Endpoint& endpoint, bool has_keys);

} // namespace cw::wire::bus
