#include "dsp/gsm/path_profile.h"

#include "dsp/common/parabola.h"

#include <algorithm>
#include <cmath>

namespace cw::dsp::gsm {

void PathProfile::start(const ChannelStatistics& statistics) noexcept {
  for (std::size_t i = 0; i < k_taps; ++i) {
    power_[i] = statistics.covariance()[i][i].real();
  }
  count_ = 1;
}

void PathProfile::learn(const Taps& taps) noexcept {
  constexpr float k_slowest =
      0.005F; // far slower than the clock, or the two would wander off together
  ++count_;
  const float weight = std::max(1.0F / static_cast<float>(count_), k_slowest);
  for (std::size_t i = 0; i < k_taps; ++i) {
    power_[i] += weight * (power(taps[i]) - power_[i]);
  }
}

double PathProfile::delay_symbols(const Taps& taps) const noexcept {
  constexpr float k_floor = 0.02F; // of the strongest tap: below it is noise
  std::array<float, k_taps> now{};
  std::array<float, k_taps> usual = power_;
  std::ranges::transform(taps, now.begin(), [](cf tap) { return power(tap); });
  for (std::array<float, k_taps>* one : {&now, &usual}) {
    const float peak = *std::ranges::max_element(*one);
    std::ranges::transform(*one, one->begin(), [peak](float tap) {
      return tap > k_floor * peak ? std::sqrt(tap) : 0.0F;
    });
  }
  std::array<double, 5> match{}; // at shifts of -2 to 2
  for (std::size_t shift = 0; shift < match.size(); ++shift) {
    for (std::size_t i = 0; i < k_taps; ++i) {
      const std::size_t at = i + shift;
      match[shift] +=
          at >= 2 && at < k_taps + 2 ? static_cast<double>(now[at - 2] * usual[i]) : 0.0;
    }
  }
  std::size_t best = 2;
  for (const std::size_t shift : {1U, 3U}) {
    best = match[shift] > match[best] ? shift : best;
  }
  return static_cast<double>(best) - 2 +
         parabola_peak(match[best - 1], match[best], match[best + 1]);
}

} // namespace cw::dsp::gsm
