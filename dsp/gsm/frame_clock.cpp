#include "dsp/gsm/frame_clock.h"

#include "dsp/gsm/multiframe.h"

#include <cmath>

namespace cw::dsp::gsm {
namespace {

constexpr double k_start_ppm = 60; // a dongle's crystal, and a margin
constexpr double k_start_symbols = 0.5;
// How fast a clock may change: 0.01 ppm in a second, as a random walk (a warming crystal does 1 ppm
// a minute).
constexpr double k_walk_per_frame = 0.01e-6 * k_frame_symbols * 0.068;
// Echoes and fading move the apparent arrival about.
constexpr double k_jitter_symbols = 0.001;

constexpr double square(double x) {
  return x * x;
}

} // namespace

FrameClock::FrameClock(std::uint32_t fn, double position, double samples_per_symbol) noexcept
    : nominal_(samples_per_symbol), fn_(fn), position_(position),
      samples_per_symbol_(samples_per_symbol), p_position_(square(k_start_symbols)),
      p_clock_(square(k_start_ppm * 1e-6 * k_frame_symbols)) {}

double FrameClock::position(std::uint32_t fn, double slot_symbols) const noexcept {
  return position_ +
         (frames_between(fn_, fn) * k_frame_symbols + slot_symbols) * samples_per_symbol_;
}

std::uint32_t FrameClock::frame_at(double position) const noexcept {
  const double frames =
      std::ceil((position - position_) / (k_frame_symbols * samples_per_symbol_) - 1e-9);
  return advance_fn(fn_, static_cast<std::int64_t>(frames));
}

void FrameClock::move(std::uint32_t fn, double position) noexcept {
  *this = FrameClock(fn, position, nominal_);
}

double FrameClock::clock_sigma_ppm() const noexcept {
  return std::sqrt(p_clock_) / k_frame_symbols * 1e6;
}

void FrameClock::update(std::uint32_t fn, double late_symbols, double variance) noexcept {
  const double frames = frames_between(fn_, fn);
  position_ = position(fn, 0);
  fn_ = fn;
  p_position_ += 2 * frames * p_both_ + square(frames) * p_clock_ +
                 std::abs(frames) * square(k_jitter_symbols);
  p_both_ += frames * p_clock_;
  p_clock_ += std::abs(frames) * square(k_walk_per_frame);
  const double gain = 1 / (p_position_ + variance);
  const double k_position = p_position_ * gain;
  const double k_clock = p_both_ * gain;
  position_ += k_position * late_symbols * samples_per_symbol_;
  samples_per_symbol_ *= 1 + k_clock * late_symbols / k_frame_symbols;
  p_clock_ -= k_clock * p_both_;
  p_both_ -= k_position * p_both_;
  p_position_ -= k_position * p_position_;
}

} // namespace cw::dsp::gsm
