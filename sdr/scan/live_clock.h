// UNIX time that does not jump with the system's clock.
#pragma once

#include <chrono>
#include <mutex>

namespace cw::sdr {

/// The system's clock is asked once, at the start; from then on a steady clock counts. A fix of a
/// satellite receiver sets it right.
///
/// Thread safe. Never runs backwards by more than a fix says.
class LiveClock {
public:
  using Steady = std::chrono::steady_clock;

  LiveClock();
  /// For tests.
  LiveClock(double unix_s, Steady::time_point at) : unix_s_(unix_s), at_(at) {}

  double unix_s(Steady::time_point now = Steady::now()) const;
  /// At `now` it was this late, as a satellite receiver says. Differences under 0.2 s are the delay
  /// of its line and change nothing.
  void set_right(double unix_s, Steady::time_point now = Steady::now());
  bool by_satellite() const;

private:
  mutable std::mutex mutex_;
  double unix_s_;
  Steady::time_point at_;
  bool by_satellite_ = false;
};

} // namespace cw::sdr
