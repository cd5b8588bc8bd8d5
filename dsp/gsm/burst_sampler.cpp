#include "dsp/gsm/burst_sampler.h"

#include "dsp/common/simd.h"
#include "dsp/gsm/burst_format.h"

#include <cmath>
#include <cstdint>

namespace cw::dsp::gsm {
namespace {

/// 12 complex samples times 12 taps, each given twice. Sums of lanes in one written order.
CW_SIMD_INLINE cf dot(const cf* samples, const float* taps) {
  const auto* in = reinterpret_cast<const float*>(samples);
  const auto load = [](const float* at) { return *reinterpret_cast<const f8*>(at); };
  const f8 sum =
      load(in) * load(taps) + load(in + 8) * load(taps + 8) + load(in + 16) * load(taps + 16);
  return {(sum[0] + sum[2]) + (sum[4] + sum[6]), (sum[1] + sum[3]) + (sum[5] + sum[7])};
}

} // namespace

// The stream holds +-160 kHz at 485 kHz or more, so that a 12-tap kernel with its half-power point
// at half the stream's band leaves images 60 dB down. The nearest of 256 phases is at most 4 ns
// off.
BurstSampler::BurstSampler() : kernels_(k_phases + 1) {
  for (std::size_t phase = 0; phase <= k_phases; ++phase) {
    const double fraction = static_cast<double>(phase) / k_phases;
    double sum = 0;
    std::array<double, k_taps> taps{};
    for (std::size_t i = 0; i < k_taps; ++i) {
      const double x = static_cast<double>(i) - (k_taps / 2.0 - 1) - fraction;
      const double window = std::pow(std::cos(std::numbers::pi * x / (k_taps + 1)), 2);
      const double arg = std::numbers::pi * x;
      taps[i] = (std::abs(arg) < 1e-9 ? 1.0 : std::sin(arg) / arg) * window;
      sum += taps[i];
    }
    for (std::size_t i = 0; i < k_taps; ++i) {
      kernels_[phase][2 * i] = kernels_[phase][2 * i + 1] = static_cast<float>(taps[i] / sum);
    }
  }
}

CW_SIMD_CLONES void BurstSampler::sample(const CarrierStream& stream,
                                         const BurstPlace& place,
                                         int first,
                                         std::span<cf> out) const noexcept {
  const double rate_hz = stream.samples_per_symbol * k_symbol_rate_hz;
  const double step = place.samples_per_symbol;
  double at = place.position - stream.first + step * (first - static_cast<double>(k_lead));
  // Derotation by pi/2 a symbol, and the carrier's error by time: one rotation a symbol together.
  const double turn = -k_two_pi * (0.25 + place.cfo_hz * step / rate_hz);
  const double start = turn * first;
  std::complex<double> phasor(std::cos(start), std::sin(start));
  const std::complex<double> rotate(std::cos(turn), std::sin(turn));
  const auto size = static_cast<std::int64_t>(stream.samples.size());
  for (cf& value : out) {
    const auto floor_at = static_cast<std::int64_t>(std::floor(at));
    const auto phase =
        static_cast<std::size_t>(std::lround((at - static_cast<double>(floor_at)) * k_phases));
    const std::int64_t begin = floor_at - (static_cast<std::int64_t>(k_taps) / 2 - 1);
    cf sum(0);
    if (begin >= 0 && begin + static_cast<std::int64_t>(k_taps) <= size) {
      sum = dot(stream.samples.data() + begin, kernels_[phase].data());
    }
    value = sum * cf(static_cast<float>(phasor.real()), static_cast<float>(phasor.imag()));
    phasor *= rotate;
    at += step;
  }
}

bool BurstSampler::inside(const CarrierStream& stream,
                          const BurstPlace& place,
                          int first,
                          std::size_t count) noexcept {
  const double begin = place.position - stream.first +
                       place.samples_per_symbol * (first - static_cast<double>(k_lead));
  const double end = begin + place.samples_per_symbol * static_cast<double>(count);
  return begin >= static_cast<double>(k_taps) &&
         end + static_cast<double>(k_taps) < static_cast<double>(stream.samples.size());
}

} // namespace cw::dsp::gsm
