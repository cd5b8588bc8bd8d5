#include "sdr/scan/live_clock.h"

#include <cmath>

namespace cw::sdr {
namespace {

constexpr double k_line_delay_s = 0.2;

double seconds(std::chrono::duration<double> time) {
  return time.count();
}

} // namespace

LiveClock::LiveClock()
    : unix_s_(seconds(std::chrono::system_clock::now().time_since_epoch())), at_(Steady::now()) {}

double LiveClock::unix_s(Steady::time_point now) const {
  const std::scoped_lock lock(mutex_);
  return unix_s_ + seconds(now - at_);
}

void LiveClock::set_right(double unix_s, Steady::time_point now) {
  const std::scoped_lock lock(mutex_);
  by_satellite_ = true;
  if (std::abs(unix_s_ + seconds(now - at_) - unix_s) > k_line_delay_s) {
    unix_s_ = unix_s;
    at_ = now;
  }
}

bool LiveClock::by_satellite() const {
  const std::scoped_lock lock(mutex_);
  return by_satellite_;
}

} // namespace cw::sdr
