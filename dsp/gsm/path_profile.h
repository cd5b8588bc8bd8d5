// Where a channel's paths lie over a long time, and how much a burst is late against that.
#pragma once

#include "dsp/gsm/channel_estimator.h"

#include <array>

namespace cw::dsp::gsm {

/// Mean power of each tap over a long time: where the paths lie, for the clock to hold on to.
class PathProfile {
public:
  void start(const ChannelStatistics& statistics) noexcept;
  void learn(const Taps& taps) noexcept;
  /// How much later a channel is, in symbols, -2 to 2. Paths that lie symbols apart are compared
  /// each with itself, so that their fading does not look like a delay.
  double delay_symbols(const Taps& taps) const noexcept;

private:
  std::array<float, k_taps> power_{};
  unsigned count_ = 0;
};

} // namespace cw::dsp::gsm
