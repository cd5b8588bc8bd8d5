#include "dsp/gsm/channel_estimator.h"

#include <algorithm>
#include <cmath>

namespace cw::dsp::gsm {
namespace {

// Taps 20 dB below the sum are left to the noise: they cost more in states and estimation than they
// give.
constexpr float k_tap_share = 0.008F;
// The training's own measure of the noise is rough (some 20 samples), so it is averaged with what
// earlier bursts showed as if that were this many samples.
constexpr float k_prior_samples = 12.0F;
// Beyond 30 dB Es/N0 the soft bits gain nothing and the metrics would lose precision.
constexpr float k_min_noise_share = 1e-3F;

/// Solves A x = b in place, n unknowns, by elimination with pivoting. A singular system gives
/// zeros.
void solve(std::array<std::array<cf, k_taps>, k_taps>& a,
           std::array<cf, k_taps>& b,
           std::size_t n) {
  for (std::size_t col = 0; col < n; ++col) {
    std::size_t pivot = col;
    for (std::size_t row = col + 1; row < n; ++row) {
      if (power(a[row][col]) > power(a[pivot][col])) {
        pivot = row;
      }
    }
    if (!(power(a[pivot][col]) > 0)) {
      b.fill(cf(0));
      return;
    }
    std::swap(a[col], a[pivot]);
    std::swap(b[col], b[pivot]);
    const cf inverse = cf(1) / a[col][col];
    for (std::size_t row = col + 1; row < n; ++row) {
      const cf factor = a[row][col] * inverse;
      for (std::size_t k = col; k < n; ++k) {
        a[row][k] -= factor * a[col][k];
      }
      b[row] -= factor * b[col];
    }
  }
  for (std::size_t row = n; row-- > 0;) {
    for (std::size_t k = row + 1; k < n; ++k) {
      b[row] -= a[row][k] * b[k];
    }
    b[row] /= a[row][row];
  }
}

} // namespace

float total_power(const Taps& taps) noexcept {
  float sum = 0;
  for (const cf tap : taps) {
    sum += power(tap);
  }
  return sum;
}

ChannelStatistics ChannelStatistics::unknown(float power, float noise_variance) noexcept {
  ChannelStatistics statistics;
  for (std::size_t i = 0; i < k_taps; ++i) {
    statistics.covariance_[i][i] = power / static_cast<float>(k_taps);
  }
  statistics.noise_variance_ = noise_variance;
  return statistics;
}

void ChannelStatistics::learn(const Taps& taps, float noise_variance, float weight) noexcept {
  for (std::size_t i = 0; i < k_taps; ++i) {
    for (std::size_t j = 0; j < k_taps; ++j) {
      covariance_[i][j] += weight * (taps[i] * std::conj(taps[j]) - covariance_[i][j]);
    }
  }
  noise_variance_ += weight * (noise_variance - noise_variance_);
}

float ChannelStatistics::power() const noexcept {
  float sum = 0;
  for (std::size_t i = 0; i < k_taps; ++i) {
    sum += covariance_[i][i].real();
  }
  return sum;
}

void ChannelStatistics::expect_power(std::size_t tap, float power) noexcept {
  covariance_[tap][tap] = std::max(covariance_[tap][tap].real(), power);
}

void ChannelStatistics::shift(int by) noexcept {
  const auto old = covariance_;
  const auto at = [&](std::size_t i, std::size_t j) {
    const int from_i = static_cast<int>(i) + by;
    const int from_j = static_cast<int>(j) + by;
    const int end = static_cast<int>(k_taps);
    const bool inside = from_i >= 0 && from_i < end && from_j >= 0 && from_j < end;
    return inside ? old[static_cast<std::size_t>(from_i)][static_cast<std::size_t>(from_j)] : cf(0);
  };
  for (std::size_t i = 0; i < k_taps; ++i) {
    for (std::size_t j = 0; j < k_taps; ++j) {
      covariance_[i][j] = at(i, j);
    }
  }
}

TapWindow ChannelStatistics::window() const noexcept {
  const float limit = k_tap_share * power();
  std::size_t first = 0;
  std::size_t last = k_taps - 1;
  while (first < last && covariance_[first][first].real() < limit) {
    ++first;
  }
  while (last > first && covariance_[last][last].real() < limit) {
    --last;
  }
  // Fewer states than the least are not cheaper; the spare taps go where a pulse has its weaker
  // half.
  while (last - first < k_min_memory) {
    if (first > 0 && (last == k_taps - 1 || covariance_[first - 1][first - 1].real() >
                                                covariance_[last + 1][last + 1].real())) {
      --first;
    } else {
      ++last;
    }
  }
  return {first, last - first};
}

ChannelEstimate estimate_channel(std::span<const cf> samples,
                                 std::span<const float> symbols,
                                 std::size_t begin,
                                 std::size_t end,
                                 const ChannelStatistics& statistics) noexcept {
  ChannelEstimate estimate;
  estimate.window = statistics.window();
  const std::size_t first = estimate.window.first;
  const std::size_t n = estimate.window.memory + 1;
  std::array<std::array<float, k_taps>, k_taps> gram{};
  std::array<cf, k_taps> match{};
  float energy = 0;
  for (std::size_t m = begin + n - 1; m < end; ++m) {
    const cf y = samples[m + first];
    energy += power(y);
    for (std::size_t i = 0; i < n; ++i) {
      match[i] += symbols[m - i] * y;
      for (std::size_t j = 0; j < i; ++j) {
        gram[i][j] += symbols[m - i] * symbols[m - j];
      }
    }
  }
  const auto count = static_cast<float>(end - begin - (n - 1));
  for (std::size_t i = 0; i < n; ++i) {
    gram[i][i] = count; // a symbol's square is 1 however soft it is
    for (std::size_t j = 0; j < i; ++j) {
      gram[j][i] = gram[i][j];
    }
  }
  // h = R (G R + N0 I)^-1 A^H y: the form that needs no inverse of R, which is singular without
  // echoes.
  std::array<std::array<cf, k_taps>, k_taps> system{};
  std::array<cf, k_taps> right = match;
  const auto& covariance = statistics.covariance();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      cf sum = i == j ? cf(statistics.noise_variance()) : cf(0);
      for (std::size_t k = 0; k < n; ++k) {
        sum += gram[i][k] * covariance[first + k][first + j];
      }
      system[i][j] = sum;
    }
  }
  solve(system, right, n);
  float explained = 0;
  float taps_energy = 0;
  for (std::size_t i = 0; i < n; ++i) {
    cf tap(0);
    for (std::size_t k = 0; k < n; ++k) {
      tap += covariance[first + i][first + k] * right[k];
    }
    estimate.taps[first + i] = tap;
    taps_energy += power(tap);
  }
  // Residual ||y - A h||^2 from the sums at hand.
  for (std::size_t i = 0; i < n; ++i) {
    cf image(0);
    for (std::size_t j = 0; j < n; ++j) {
      image += gram[i][j] * estimate.taps[first + j];
    }
    explained += (std::conj(estimate.taps[first + i]) * (2.0F * match[i] - image)).real();
  }
  const float residual = std::max(energy - explained, 0.0F);
  const float noise =
      (residual + k_prior_samples * statistics.noise_variance()) / (count - 1 + k_prior_samples);
  estimate.noise_variance = std::max({noise, k_min_noise_share * taps_energy, 1e-20F});
  return estimate;
}

ChannelEstimate estimate_from_training(std::span<const cf> samples,
                                       const BurstFormat& format,
                                       const ChannelStatistics& statistics) noexcept {
  std::array<float, k_burst_symbols> symbols{};
  std::ranges::transform(
      format.known, symbols.begin(), [](std::int8_t s) { return static_cast<float>(s); });
  return estimate_channel(samples,
                          symbols,
                          format.training_start,
                          format.training_start + format.training_length,
                          statistics);
}

} // namespace cw::dsp::gsm
