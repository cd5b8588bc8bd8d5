// When a cell's frames begin: time and symbol clock from the arrival of its synchronization bursts.
#pragma once

#include "dsp/gsm/burst_format.h"

#include <cstdint>

namespace cw::dsp::gsm {

/// Two-state Kalman filter: position of a frame in the stream and samples a symbol. The clock is
/// measured from arrival times alone, apart from the carrier's error: their difference is evidence.
class FrameClock {
public:
  /// position: stream sample of symbol 0 of slot 0 in frame fn. The clock may be off by 60 ppm.
  FrameClock(std::uint32_t fn, double position, double samples_per_symbol) noexcept;

  /// Stream sample at which a slot of a frame begins.
  double position(std::uint32_t fn, double slot_symbols) const noexcept;
  /// First frame that begins at or after a stream sample.
  std::uint32_t frame_at(double position) const noexcept;
  double samples_per_symbol() const noexcept { return samples_per_symbol_; }

  /// A burst of frame fn was found off by this many symbols (late is positive), with this variance.
  void update(std::uint32_t fn, double late_symbols, double variance) noexcept;

  /// A burst of frame fn was found again somewhere else: start over from there.
  void move(std::uint32_t fn, double position) noexcept;
  /// The same clock seen through another window: all positions shift by so many symbols.
  void shift(double symbols) noexcept { position_ += symbols * samples_per_symbol_; }

  double clock_error_ppm() const noexcept { return (samples_per_symbol_ / nominal_ - 1) * -1e6; }
  double clock_sigma_ppm() const noexcept;

private:
  double nominal_;
  std::uint32_t fn_; ///< frame the state is for
  double position_;  ///< of that frame
  double samples_per_symbol_;
  // Covariance of (position in symbols, clock in symbols a frame).
  double p_position_, p_both_ = 0, p_clock_;
};

} // namespace cw::dsp::gsm
