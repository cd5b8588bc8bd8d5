#include "sdr/flowgraph/pace.h"

#include <algorithm>
#include <thread>

namespace cw::sdr {

void Pace::wait_for(std::uint64_t samples) {
  using Clock = std::chrono::steady_clock;
  if (start_ == Clock::time_point{}) {
    start_ = Clock::now();
  }
  const std::chrono::duration<double> due(static_cast<double>(samples) / rate_hz_);
  constexpr std::chrono::milliseconds k_step(50);
  for (;;) {
    const auto early = due - (Clock::now() - start_);
    if (early.count() <= 0 || stop_.load(std::memory_order_relaxed)) {
      return;
    }
    std::this_thread::sleep_for(std::min<std::chrono::duration<double>>(early, k_step));
  }
}

} // namespace cw::sdr
