// Octets that connections have sent and nobody has read: what libzmq holds for them. Inside
// wire/bus only.
#pragma once

#include <zmq.hpp>

#include <cstdint>
#include <map>

namespace cw::wire::bus {

/// libzmq bounds the length of a part and the number of messages, not the number of parts of a
/// message: a peer that never ends one fills the memory. The kernel knows how much each sent.
///
/// State   by file descriptor, as libzmq's monitor tells. A number that was closed and used again
///         before we heard of it can get an innocent connection cut: it comes back.
/// Limits  connections of tcp alone. An ipc socket is its owner's; nobody else may write to it.
class Intake {
public:
  void opened(int descriptor) { read_at_[descriptor] = 0; }
  void closed(int descriptor) { read_at_.erase(descriptor); }
  /// A whole message of its connection was read.
  void read(zmq::message_t& message);
  /// Ends the connections with more than `each` octets unread, and the greatest until all together
  /// have no more than `together`. How many.
  std::size_t cut(std::uint64_t each, std::uint64_t together);

private:
  std::map<int, std::uint64_t> read_at_; ///< octets it had sent when we read last
};

} // namespace cw::wire::bus
