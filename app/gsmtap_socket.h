// GSMTAP over UDP, as gr-gsm, SCAT and QCSuper send it.
#pragma once

#include "app/block_queue.h"

#include <tl/expected.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace cw::app {

/// Listens on a thread of its own. Each sender's address is a sensor: "gsmtap-192.0.2.7".
///
/// Input    anybody's datagrams: what is no GSMTAP of a GSM downlink is refused and counted.
/// Memory   what comes while the queue is full is lost and counted.
/// Errors   open(): no such address, or the port is taken: one sentence.
class GsmtapSocket {
public:
  struct Counts {
    std::uint64_t blocks = 0;
    std::uint64_t refused = 0; ///< no GSMTAP version 2 of GSM, or cut
    std::uint64_t other = 0;   ///< uplink, and channels that are not read
    std::uint64_t lost = 0;    ///< the queue was full
    std::string last_refused;  ///< from where
  };

  /// "4729", "0.0.0.0:4729", "[::]:4729"; without an address only from this machine. Port 0: any.
  static tl::expected<std::unique_ptr<GsmtapSocket>, std::string>
  open(const std::string& where, std::shared_ptr<BlockQueue> queue);
  GsmtapSocket(const GsmtapSocket&) = delete;
  GsmtapSocket& operator=(const GsmtapSocket&) = delete;
  ~GsmtapSocket();

  Counts counts() const;
  std::uint16_t port() const noexcept { return port_; }

private:
  GsmtapSocket(int fd, std::uint16_t port, std::shared_ptr<BlockQueue> queue)
      : fd_(fd), port_(port), queue_(std::move(queue)) {}
  void listen();
  void receive_all();

  int fd_;
  std::uint16_t port_;
  std::shared_ptr<BlockQueue> queue_;
  std::atomic<bool> end_ = false;
  mutable std::mutex mutex_;
  Counts counts_;
  std::thread thread_;
};

} // namespace cw::app
