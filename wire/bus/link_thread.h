// What a receiver's link does in its own thread. Inside wire/bus only.
//
//   offline --connected--> greeting --welcome--> online
//      ^                    | ^                    |
//      +----disconnected----+ +--refused, no ack---+
#pragma once

#include "wire/bus/receiver_link.h"
#include "wire/bus/sockets.h"
#include "wire/codec/bus_frame.h"

#include <deque>
#include <map>
#include <mutex>

namespace cw::wire::bus {

/// What the link's owner and its thread share.
struct LinkMailbox {
  std::mutex mutex;
  bool stop = false;
  std::optional<Heartbeat> heartbeat;
  std::deque<Notice> notices;
  LinkState state;
  Clock::time_point since = Clock::now(); ///< in this state
};

class LinkThread {
public:
  /// `wake` is the receiving end of what the owner wakes us with. All must outlive run().
  LinkThread(zmq::context_t& context,
             const ReceiverLinkConfig& config,
             const Endpoint& endpoint,
             zmq::socket_t& wake,
             Spool& spool,
             LinkMailbox& mailbox);
  /// Until the mailbox says stop.
  void run();

private:
  enum class Phase : std::uint8_t { offline, greeting, online };

  void connect();
  void enter(Phase phase);
  void set_trouble(std::optional<std::string> trouble);
  void greet_at(Clock::time_point when);
  void greet();
  void look_at_connection();
  void look_at_clock();
  void receive();
  void take(Welcome&& welcome);
  void take(Ack&& ack);
  void take(Refused&& refused);
  void take(Notice&& notice);
  template <class Other>
  void take(Other&& /*not for receivers*/) {}
  void send_heartbeat();
  void send_batches();
  bool stopping();
  bool refused() const; ///< and nothing acknowledged since

  zmq::context_t* context_;
  ReceiverLinkConfig config_;
  Endpoint endpoint_;
  zmq::socket_t* wake_;
  Spool* spool_;
  LinkMailbox* mailbox_;
  zmq::socket_t dealer_;
  std::optional<Monitor> monitor_;
  FrameReader reader_;

  Phase phase_ = Phase::offline;
  Clock::time_point since_ = Clock::now();    ///< in this phase
  Clock::time_point progress_ = Clock::now(); ///< the newest ack, or when we began to wait for one
  std::optional<Clock::time_point> greet_at_;
  std::optional<Clock::time_point> connect_at_; ///< anew: libzmq gives up after a failed handshake
  Milliseconds backoff_;
  std::uint64_t cursor_ = 0;                  ///< the newest seq sent on this connection
  std::deque<std::uint64_t> in_flight_;       ///< sent and not acknowledged
  std::map<std::uint64_t, unsigned> spoiled_; ///< how often a batch was refused for what is in it
};

} // namespace cw::wire::bus
