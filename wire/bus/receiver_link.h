// A receiver's line to its detector: batches until they are acknowledged, heartbeats, notices back.
#pragma once

#include "wire/bus/keys.h"
#include "wire/bus/spool.h"
#include "wire/heartbeat.h"
#include "wire/notice.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cw::wire::bus {

struct ReceiverLinkConfig {
  std::string address;                           ///< the detector's, see Endpoint
  std::string sensor;                            ///< as the spool has it
  std::optional<PeerKeys> keys;                  ///< needed for an address outside this machine
  unsigned window = 16;                          ///< batches sent and not acknowledged, 1 to 256
  std::chrono::milliseconds ack_timeout{10'000}; ///< without progress for so long: sent again
};

struct LinkState {
  bool connected = false; ///< the detector has answered our hello on this connection
  double for_s = 0;       ///< in this state
  std::uint64_t sent = 0, acknowledged = 0; ///< batches since create(); sent counts repeats
  std::optional<std::string> trouble; ///< why not connected, a sentence: not reachable, refused
};

/// Thread safe. Owns a thread of its own for the network; put() and send() do not wait for it.
///
/// Output   batches in rising seq, at most `window` of them unacknowledged, each again after a lost
///          connection or ack: the detector may see one twice, never a later one first.
/// State    what is not acknowledged is in the spool, also after the destructor, which returns
///          within a second. The detector may be away for hours: it is tried again every second.
/// Errors   create(): a bad address or name, an address that needs keys without keys. Later
///          troubles are in state() and heal by themselves.
class ReceiverLink {
public:
  /// `spool` must outlive the link.
  static Result<ReceiverLink> create(const ReceiverLinkConfig& config, Spool& spool);
  ReceiverLink(ReceiverLink&&) noexcept;
  ReceiverLink& operator=(ReceiverLink&&) noexcept;
  ~ReceiverLink();

  /// Into the spool, see Spool::put(), and from there to the detector as soon as it takes it.
  Result<std::uint64_t> put(std::span<const SensorItem> items);

  /// Sent at once if connected, else dropped. An older one not gone yet is replaced.
  void send(const Heartbeat& heartbeat);

  /// What the detector told since the last call, oldest first; of more than 64 the newest are kept.
  std::vector<Notice> take_notices();

  LinkState state() const;

private:
  struct Inside;
  explicit ReceiverLink(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

} // namespace cw::wire::bus
