#include "dsp/common/channelizer.h"

#include "dsp/common/simd.h"

#include <algorithm>
#include <cmath>

namespace cw::dsp {
namespace {

double bessel_i0(double x) {
  double sum = 1, term = 1;
  for (int k = 1; k < 50; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

/// Frequency response in FFT order of a Kaiser-windowed low-pass whose impulse response is no
/// longer than the overlap, so that overlap-save is an exact linear convolution. Zero phase. The
/// taps beyond the inverse transform's bins lie in the stop band (80 dB) and are dropped.
std::vector<float> low_pass(std::size_t size, std::size_t inverse_size, double cutoff) {
  constexpr double k_beta = 7.9; // 80 dB
  const auto half = static_cast<std::ptrdiff_t>(size / 16) - 1;
  AlignedVector<cf> taps(size), spectrum(size);
  for (std::ptrdiff_t i = -half; i <= half; ++i) {
    const double x = static_cast<double>(i) / static_cast<double>(half + 1);
    const double window = bessel_i0(k_beta * std::sqrt(1 - x * x)) / bessel_i0(k_beta);
    const double arg = std::numbers::pi * cutoff * static_cast<double>(i);
    const double sinc = i == 0 ? 1.0 : std::sin(arg) / arg;
    const auto at = static_cast<std::size_t>(i < 0 ? i + static_cast<std::ptrdiff_t>(size) : i);
    taps[at] = static_cast<float>(cutoff * sinc * window);
  }
  Fft(size, Fft::Direction::forward).run(taps.data(), spectrum.data());
  std::vector<float> response(inverse_size, 0.0F);
  const std::size_t keep = std::min(size, inverse_size) / 2;
  for (std::size_t k = 0; k < keep; ++k) {
    response[k] = spectrum[k].real() / static_cast<float>(size);
    response[inverse_size - 1 - k] = spectrum[size - 1 - k].real() / static_cast<float>(size);
  }
  return response;
}

/// out = in times the real response, turned by phase; count bins of each.
CW_SIMD_CLONES void
weigh(const cf* in, const float* response, std::size_t count, cf phase, cf* out) noexcept {
  const auto* from = reinterpret_cast<const float*>(in);
  auto* to = reinterpret_cast<float*>(out);
  const float turn_re = phase.real();
  const float turn_im = phase.imag();
  for (std::size_t i = 0; i < count; ++i) {
    const float re = from[2 * i] * response[i];
    const float im = from[2 * i + 1] * response[i];
    to[2 * i] = re * turn_re - im * turn_im;
    to[2 * i + 1] = re * turn_im + im * turn_re;
  }
}

} // namespace

Channelizer::Channelizer(const ChannelizerConfig& config)
    : sample_rate_hz_(config.sample_rate_hz),
      forward_(quick_fft_size(static_cast<double>(k_inverse_size) * config.sample_rate_hz /
                              config.output_rate_hz),
               Fft::Direction::forward),
      inverse_(k_inverse_size, Fft::Direction::backward) {
  const auto size = static_cast<double>(forward_.size());
  decimation_ = size / static_cast<double>(k_inverse_size);
  bin_hz_ = sample_rate_hz_ / size;
  wide_ = make_low_pass(config.passband_hz);
  narrow_ = make_low_pass(config.narrow_passband_hz);
}

Channelizer::LowPass Channelizer::make_low_pass(double passband_hz) const {
  LowPass made;
  made.response = low_pass(forward_.size(), k_inverse_size, passband_hz / sample_rate_hz_);
  made.reach = k_inverse_size / 2 - 1;
  constexpr float k_nothing = 1e-4F; // the stop band
  while (made.reach > 0 && std::abs(made.response[static_cast<std::size_t>(made.reach)]) <
                               k_nothing * made.response[0]) {
    --made.reach;
  }
  return made;
}

void Channelizer::inverse(std::span<const cf> spectrum,
                          const Place& place,
                          std::uint64_t block_index,
                          std::span<cf> scratch,
                          cf* out) const noexcept {
  const auto size = static_cast<std::ptrdiff_t>(spectrum.size());
  const std::ptrdiff_t shift_bins = place.shift_bins;
  const LowPass& filter = place.filter == Filter::wide ? wide_ : narrow_;
  const std::ptrdiff_t start = (shift_bins % size + size) % size;
  // The shift moves the carrier by a whole number of bins of this block; from block to block it
  // would turn by shift * hop / size cycles, hence the phase.
  const std::uint64_t turn = static_cast<std::uint64_t>(start) * (block_index % 8 * 7) % 8;
  const double angle = -k_two_pi * static_cast<double>(turn) / 8.0;
  const cf phase(static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle)));
  cf* bins = scratch.data();
  std::fill_n(bins, k_inverse_size, cf(0));
  // Beyond half the capture there is nothing: a narrow capture must not be seen twice.
  const std::ptrdiff_t low = std::max({-filter.reach, -size / 2, -size / 2 - shift_bins});
  const std::ptrdiff_t high = std::min({filter.reach + 1, size / 2, size / 2 - shift_bins});
  for (std::ptrdiff_t k = low; k < high;) {
    // As far as neither the spectrum nor the small transform wraps.
    const std::ptrdiff_t from = (start + k + size) % size;
    const std::ptrdiff_t to = k < 0 ? k + static_cast<std::ptrdiff_t>(k_inverse_size) : k;
    const std::ptrdiff_t run = std::min({high - k, size - from, k < 0 ? -k : high - k});
    const cf* in = spectrum.data() + from;
    const float* response = filter.response.data() + to;
    weigh(in, response, static_cast<std::size_t>(run), phase, bins + to);
    k += run;
  }
  cf* result = scratch.data() + k_inverse_size;
  inverse_.run(bins, result);
  std::copy_n(result + k_inverse_size / 16, outputs_per_block(), out);
}

} // namespace cw::dsp
