// Those who look on: `cellwarden status` and the map.
#pragma once

#include "wire/bus/keys.h"
#include "wire/command.h"
#include "wire/snapshot.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace cw::wire::bus {

struct ClientConfig {
  std::string address;          ///< the detector's, see Endpoint
  std::optional<PeerKeys> keys; ///< needed for an address outside this machine
};

/// Changes were missed, or the detector was started anew: ask for a snapshot.
struct Missed {};
using Update = std::variant<Change, Missed>;

/// One thread. Connects by itself, again and again; nothing here waits longer than its timeout.
///
///   auto client = Client::create(config);
///   auto snapshot = client->snapshot(2s);
///   while (running) { if (auto update = client->next(100ms)) { Missed: snapshot(2s) again } }
///
/// State    the run and number of the newest snapshot or change: next() gives changes without a
///          gap after them. Until the first snapshot() it gives nothing but one Missed.
/// Errors   create(): a bad address, one that needs keys without keys. snapshot(), send(): no
/// answer
///          in time, refused, or not understood: one sentence. What is malformed is skipped, and
///          seen as a gap.
class Client {
public:
  static Result<Client> create(const ClientConfig& config);
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  Result<Snapshot> snapshot(std::chrono::milliseconds timeout);
  /// Done and not done are both answers; who and why are checked before anything is sent.
  Result<CommandReply> send(const Command& command, std::chrono::milliseconds timeout);
  /// The next change; nothing if none came in time.
  std::optional<Update> next(std::chrono::milliseconds timeout);

private:
  struct Inside;
  explicit Client(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

} // namespace cw::wire::bus
