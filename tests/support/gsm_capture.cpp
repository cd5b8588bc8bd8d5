#include "tests/support/gsm_capture.h"

#include <cmath>

namespace cw::support {
namespace {

double whole_turns_removed(double turns) {
  return turns - std::floor(turns);
}

/// Turns a sample as a 64-bit binary angle: the phase of sample i is i times it, exactly.
std::uint64_t binary_angle(double turns) {
  return static_cast<std::uint64_t>(whole_turns_removed(turns) * 0x1p63) << 1U;
}

Angle top_half(std::uint64_t angle) {
  return static_cast<Angle>(angle >> 32U);
}

std::size_t frames_for(double seconds) {
  return static_cast<std::size_t>(seconds * k_symbol_rate_hz * 1.001 / k_frame_symbols) + 4;
}

} // namespace

struct GsmCapture::Transmitter {
  GsmCell cell;
  GmskPhase phase;
  FadingPaths paths;
  double first_symbol; ///< at sample 0, from the start of the cell's bits
  double symbols_per_sample;
  double offset_hz; ///< as seen by the recorder
  float amplitude;

  Transmitter(const CellSpec& spec, double seconds, std::uint64_t fading_stream)
      : cell(spec, frames_for(seconds)), phase(cell.bits()),
        paths(spec.channel, seconds * 1.001 + 0.01, Random(spec.seed, fading_stream)),
        first_symbol(static_cast<double>(k_frame_symbols) + spec.timing_symbols),
        symbols_per_sample(0), offset_hz(0),
        amplitude(static_cast<float>(std::pow(10, spec.level_db / 20))) {}
};

GsmCapture::GsmCapture(const CaptureSpec& spec) : spec_(spec) {
  const double recorder = 1 + spec.recorder_error_ppm * 1e-6;
  center_hz_ = spec.center_hz.value_or(
      spec.cells.empty() ? 0 : wire::downlink_hz(spec.cells[0].arfcn).value_or(0));
  true_rate_hz_ = spec.sample_rate_hz * recorder;
  samples_ = static_cast<std::size_t>(spec.seconds * spec.sample_rate_hz);
  for (std::size_t index = 0; index < spec.cells.size(); ++index) {
    const CellSpec& cell = spec.cells[index];
    Transmitter& sender = transmitters_.emplace_back(cell, spec.seconds, 100 + index);
    sender.symbols_per_sample =
        k_symbol_rate_hz * (1 + cell.clock_error_ppm * 1e-6) / true_rate_hz_;
    const double carrier_hz =
        wire::downlink_hz(cell.arfcn).value_or(center_hz_) + cell.carrier_error_hz;
    sender.offset_hz = (carrier_hz - center_hz_ * recorder) / recorder;
    const double last_symbol =
        sender.first_symbol + static_cast<double>(samples_) * sender.symbols_per_sample;
    for (SentBlock block : sender.cell.sent()) {
      const double frames = block.channel == wire::GsmChannel::sch ? 0 : 3;
      const double end = block.first_symbol + frames * k_frame_symbols + k_burst_symbols;
      if (block.first_symbol >= sender.first_symbol && end <= last_symbol) {
        block.cell = index;
        sent_.push_back(block);
      }
    }
  }
}

GsmCapture::~GsmCapture() = default;

double GsmCapture::first_sample(const SentBlock& block) const noexcept {
  const Transmitter& sender = transmitters_[block.cell];
  return (block.first_symbol - sender.first_symbol) / sender.symbols_per_sample;
}

double GsmCapture::carrier_offset_hz(std::size_t cell) const noexcept {
  return transmitters_[cell].offset_hz;
}

double GsmCapture::noise_power() const noexcept {
  return spec_.esn0_db ? spec_.sample_rate_hz / k_symbol_rate_hz / std::pow(10, *spec_.esn0_db / 10)
                       : 0;
}

void GsmCapture::add_cell(std::size_t cell, std::size_t first, std::span<cf> out) const {
  const Transmitter& sender = transmitters_[cell];
  const std::uint64_t turn = binary_angle(sender.offset_hz / spec_.sample_rate_hz);
  const bool still = spec_.cells[cell].channel.doppler_hz == 0;
  for (std::size_t path = 0; path < sender.paths.count(); ++path) {
    const double late_symbols = sender.paths.delay_s(path) * k_symbol_rate_hz;
    cf gain = sender.paths.gain(path, 0) * sender.amplitude;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto sample = static_cast<double>(first + i);
      const double symbol = sender.first_symbol + sample * sender.symbols_per_sample - late_symbols;
      const Angle angle = sender.phase.at(symbol) + top_half((first + i) * turn);
      if (!still) {
        gain = sender.paths.gain(path, sample / true_rate_hz_) * sender.amplitude;
      }
      out[i] += gain * unit_phasor(angle);
    }
  }
}

std::vector<cf> GsmCapture::clean() const {
  std::vector<cf> out(samples_);
  for (std::size_t cell = 0; cell < transmitters_.size(); ++cell) {
    add_cell(cell, 0, out);
  }
  return out;
}

std::vector<cf> GsmCapture::noisy() const {
  std::vector<cf> out = clean();
  Random random(spec_.seed, 3);
  add_noise(out, noise_power(), random);
  return out;
}

void add_noise(std::span<cf> samples, double power, Random& random) {
  if (power <= 0) {
    return;
  }
  const auto amplitude = static_cast<float>(std::sqrt(power));
  for (cf& sample : samples) {
    sample += random.complex_normal() * amplitude;
  }
}

} // namespace cw::support
