// Holds a source back to the pace at which its samples were made.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace cw::sdr {

class Pace {
public:
  Pace(double sample_rate_hz, const std::atomic<bool>& stop)
      : rate_hz_(sample_rate_hz), stop_(stop) {}

  /// Returns when so many samples are due, counted from the first call, or `stop` is set.
  void wait_for(std::uint64_t samples);

private:
  double rate_hz_;
  const std::atomic<bool>& stop_;
  std::chrono::steady_clock::time_point start_{};
};

} // namespace cw::sdr
