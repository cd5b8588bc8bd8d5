// Tells from the clock that samples went missing where the driver does not.
#pragma once

#include <cstdint>
#include <optional>

namespace cw::sdr {

/// What a radio should have sent since it began, less what came, is what is on its way plus what
/// was lost. What is on its way goes up and down; its least over a second only goes up when samples
/// are lost, or slowly, with the error of the radio's clock.
class LossMeter {
public:
  explicit LossMeter(double rate_hz) : rate_hz_(rate_hz) {}

  /// To be called some ten times a second; now_s from a clock that does not jump. The samples lost
  /// since the last time this gave a number other than 0.
  std::uint64_t look(double now_s, std::uint64_t samples);

private:
  double rate_hz_;
  std::optional<double> begun_s_;
  std::uint64_t first_samples_ = 0;
  double window_from_s_ = 0;
  double least_ = 0;                   ///< in this window, samples
  std::optional<double> least_before_; ///< in the one before
};

} // namespace cw::sdr
