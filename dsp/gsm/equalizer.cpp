#include "dsp/gsm/equalizer.h"

#include "dsp/common/simd.h"

#include <algorithm>
#include <array>

namespace cw::dsp::gsm {

// A state is the last `memory` bits, newest in bit 0; a transition n is a state with one more bit,
// so that it leads to state n mod S from state n / 2. The symmetry that makes the passes plain
// vector code: the two transitions into state n are n and n + S, the two out of state i are 2i and
// 2i + 1.
struct Equalizer::Trellis {
  const float *re, *im, *energy; // per transition
  std::size_t states;
};

namespace {

constexpr float k_known = 1e6F; // beyond any path metric: a known bit's other value cannot win

struct Pass {
  const cf* samples;
  const std::int8_t* known;
  std::size_t symbols;
};

CW_SIMD_INLINE f8 bigger(f8 a, f8 b) {
  return a > b ? a : b;
}
CW_SIMD_INLINE f8 load(const float* at) {
  return *reinterpret_cast<const f8*>(at);
}
CW_SIMD_INLINE f4 load4(const float* at) {
  return *reinterpret_cast<const f4*>(at);
}
CW_SIMD_INLINE void store(float* at, f8 value) {
  *reinterpret_cast<f8*>(at) = value;
}

/// What being bit 0 (even lanes) or bit 1 (odd lanes) adds to the metric of a transition.
CW_SIMD_INLINE f8 bias(std::int8_t known) {
  const float zero = known < 0 ? -k_known : 0.0F;
  const float one = known > 0 ? -k_known : 0.0F;
  return f8{zero, one, zero, one, zero, one, zero, one};
}

} // namespace

Equalizer::Equalizer()
    : expected_re_(2U << k_max_memory), expected_im_(2U << k_max_memory),
      expected_energy_(2U << k_max_memory), forward_((k_max_symbols + 1) << k_max_memory),
      backward_(1U << k_max_memory), next_(1U << k_max_memory) {}

void Equalizer::expect(std::span<const cf> channel, float noise_variance) noexcept {
  const std::size_t transitions = std::size_t{1} << channel.size();
  for (std::size_t n = 0; n < transitions; ++n) {
    cf sum(0);
    for (std::size_t j = 0; j < channel.size(); ++j) {
      sum += (n >> j & 1U) != 0 ? -channel[j] : channel[j];
    }
    expected_re_[n] = 2 * sum.real() / noise_variance;
    expected_im_[n] = 2 * sum.imag() / noise_variance;
    expected_energy_[n] = power(sum) / noise_variance;
  }
}

// -|y - e|^2 / N0 without the |y|^2 that all transitions share.
#define CW_METRIC(n)                                                                               \
  (re * load(trellis.re + (n)) + im * load(trellis.im + (n)) - load(trellis.energy + (n)))

namespace {

template <class Trellis>
CW_SIMD_CLONES void forward_pass(const Pass& pass, const Trellis& trellis, float* alpha) {
  const std::size_t states = trellis.states;
  std::fill_n(alpha, states, 0.0F);
  for (std::size_t m = 0; m < pass.symbols; ++m, alpha += states) {
    const float re = pass.samples[m].real();
    const float im = pass.samples[m].imag();
    const f8 prior = bias(pass.known[m]);
    for (std::size_t n = 0; n < states; n += 8) {
      const f4 low = load4(alpha + n / 2);
      const f4 high = load4(alpha + n / 2 + states / 2);
      const f8 from_low = __builtin_shufflevector(low, low, 0, 0, 1, 1, 2, 2, 3, 3);
      const f8 from_high = __builtin_shufflevector(high, high, 0, 0, 1, 1, 2, 2, 3, 3);
      const f8 best = bigger(from_low + CW_METRIC(n), from_high + CW_METRIC(n + states));
      store(alpha + states + n, best + prior);
    }
  }
}

template <class Trellis>
CW_SIMD_CLONES void backward_pass(const Pass& pass,
                                  const Trellis& trellis,
                                  const float* forward,
                                  float* beta,
                                  float* next,
                                  float* llr) {
  const std::size_t states = trellis.states;
  std::fill_n(beta, states, 0.0F);
  for (std::size_t m = pass.symbols; m-- > 0;) {
    const float* alpha = forward + (m + 1) * states;
    f8 best = load(alpha) + load(beta);
    for (std::size_t n = 8; n < states; n += 8) {
      best = bigger(best, load(alpha + n) + load(beta + n));
    }
    const float zero = std::max(std::max(best[0], best[2]), std::max(best[4], best[6]));
    const float one = std::max(std::max(best[1], best[3]), std::max(best[5], best[7]));
    llr[m] = zero - one;
    const float re = pass.samples[m].real();
    const float im = pass.samples[m].imag();
    const f8 prior = bias(pass.known[m]);
    for (std::size_t half = 0; half < 2; ++half) {
      for (std::size_t n = 0; n < states; n += 16) {
        const std::size_t at = n + half * states;
        const f8 left = CW_METRIC(at) + load(beta + n) + prior;
        const f8 right = CW_METRIC(at + 8) + load(beta + n + 8) + prior;
        const f8 even = __builtin_shufflevector(left, right, 0, 2, 4, 6, 8, 10, 12, 14);
        const f8 odd = __builtin_shufflevector(left, right, 1, 3, 5, 7, 9, 11, 13, 15);
        store(next + at / 2, bigger(even, odd));
      }
    }
    std::swap(beta, next);
  }
}

} // namespace

#undef CW_METRIC

void Equalizer::run(std::span<const cf> samples,
                    std::span<const cf> channel,
                    float noise_variance,
                    std::span<const std::int8_t> known,
                    std::span<float> llr) noexcept {
  expect(channel, noise_variance);
  const Trellis trellis{expected_re_.data(),
                        expected_im_.data(),
                        expected_energy_.data(),
                        std::size_t{1} << (channel.size() - 1)};
  const Pass pass{samples.data(), known.data(), known.size()};
  forward_pass(pass, trellis, forward_.data());
  backward_pass(pass, trellis, forward_.data(), backward_.data(), next_.data(), llr.data());
}

} // namespace cw::dsp::gsm
