#include "sdr/scan/loss_meter.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cw::sdr {
namespace {

constexpr double k_window_s = 1.0;
constexpr double k_least_loss_s = 0.045; // a lump of a dongle's is 54 ms; a clock gains far less in a window

} // namespace

std::uint64_t LossMeter::look(double now_s, std::uint64_t samples) {
  if (!begun_s_) {
    begun_s_ = window_from_s_ = now_s;
    first_samples_ = samples;
    least_ = std::numeric_limits<double>::infinity();
    return 0;
  }
  const double behind =
      (now_s - *begun_s_) * rate_hz_ - static_cast<double>(samples - first_samples_);
  least_ = std::min(least_, behind);
  if (now_s - window_from_s_ < k_window_s) {
    return 0;
  }
  const double more = least_before_ ? least_ - *least_before_ : 0;
  least_before_ = least_;
  least_ = std::numeric_limits<double>::infinity();
  window_from_s_ = now_s;
  return more > k_least_loss_s * rate_hz_ ? static_cast<std::uint64_t>(std::llround(more)) : 0;
}

} // namespace cw::sdr
