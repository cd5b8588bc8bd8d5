// Blocks of inputs that are read on threads of their own, on their way to the detector.
#pragma once

#include "wire/gsm_block.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace cw::app {

struct LocalBlock {
  std::string sensor;
  wire::GsmBlock block;
};

/// Bounded. Who reads a file waits while it is full; who listens to the network does not.
class BlockQueue {
public:
  static constexpr std::size_t k_most = 20'000;

  /// Takes all of them. False if the queue was closed meanwhile: nobody reads any more.
  bool push(std::vector<LocalBlock>& blocks) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return closed_ || blocks_.size() < k_most; });
    for (LocalBlock& block : blocks) {
      put(std::move(block));
    }
    blocks.clear();
    return !closed_;
  }
  /// False if there is no room.
  bool try_push(LocalBlock block) {
    const std::lock_guard lock(mutex_);
    return blocks_.size() < k_most && put(std::move(block));
  }
  /// All there is, at most `most`; waits for the first until `timeout`.
  std::vector<LocalBlock> take(std::size_t most, std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    some_.wait_for(lock, timeout, [this] { return closed_ || !blocks_.empty(); });
    std::vector<LocalBlock> taken;
    while (!blocks_.empty() && taken.size() < most) {
      taken.push_back(std::move(blocks_.front()));
      blocks_.pop_front();
    }
    room_.notify_all();
    return taken;
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    room_.notify_all();
    some_.notify_all();
  }

private:
  bool put(LocalBlock block) {
    if (!closed_) {
      blocks_.push_back(std::move(block));
      some_.notify_one();
    }
    return !closed_;
  }

  std::mutex mutex_;
  std::condition_variable room_, some_;
  std::deque<LocalBlock> blocks_;
  bool closed_ = false;
};

} // namespace cw::app
