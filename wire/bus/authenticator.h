// Who is let in: the ZAP handler (ZeroMQ RFC 27) of one context. Inside wire/bus only.
#pragma once

#include "wire/bus/keys.h"
#include "wire/bus/refusals.h"
#include "wire/bus/sockets.h"

#include <map>
#include <string>
#include <string_view>

namespace cw::wire::bus {

inline constexpr const char* k_bus_door = "bus";         ///< every allowed key
inline constexpr const char* k_changes_door = "changes"; ///< clients alone

/// Answers libzmq's questions about CURVE keys out of the list of allowed keys, which is read
/// again when it is older than a second. A list that cannot be read lets nobody in.
///
/// What it lets in has the ZMQ User-Id "sensor NAME" or "client NAME", see Identity.
class Authenticator {
public:
  Authenticator(zmq::context_t& context, const ServerKeys& keys);
  /// Answers what was asked; counts refusals.
  void answer(Refusals& refusals);
  zmq::socket_t& socket() { return socket_; }

private:
  struct Known {
    Role role = Role::sensor;
    std::string name;
  };
  void reload(Refusals& refusals);
  const Known* find(std::string_view domain, std::string_view key) const;

  zmq::socket_t socket_;
  std::string folder_;
  std::map<std::string, Known, std::less<>> known_; ///< by Z85 public key
  Clock::time_point loaded_{};
  bool ever_loaded_ = false;
};

/// Whose key a message came under; `known` is false on doors without keys.
struct Identity {
  bool known = false;
  Role role = Role::sensor;
  std::string name;
  bool may_be(Role wanted) const { return !known || role == wanted; }
};
Identity identity_of(zmq::message_t& message);

/// The address a message came from, "?" if libzmq does not know.
std::string peer_of(zmq::message_t& message);

} // namespace cw::wire::bus
