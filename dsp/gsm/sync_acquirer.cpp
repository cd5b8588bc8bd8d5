#include "dsp/gsm/sync_acquirer.h"

#include <algorithm>
#include <cmath>

namespace cw::dsp::gsm {
namespace {

constexpr std::size_t k_before =
    k_lead + SyncAcquirer::k_profile_first; // taps of the profile before the strongest
constexpr std::size_t k_training = 64;
constexpr std::size_t k_compact = 5; // GMSK's own length in taps: no echoes worth the name
// Taps to noise below which there is no training sequence to speak of. In noise, echoes and fading
// (bench_sensitivity) 3144 tones were tried below it: 3 gave the cell's BSIC, 7 another one, by the
// chance that 10 parity bits leave. Of 579 above it 151 gave the cell's, none another.
constexpr float k_min_tap_snr = 0.125F;

float training_symbol(std::size_t i) {
  return static_cast<float>(k_sync_burst.known[k_sync_burst.training_start + i]);
}

/// Inverse of a symmetric positive definite matrix by Gauss-Jordan.
template <std::size_t N>
std::array<std::array<float, N>, N> invert(std::array<std::array<double, N>, N> a) {
  std::array<std::array<double, N>, N> b{};
  for (std::size_t i = 0; i < N; ++i) {
    b[i][i] = 1;
  }
  for (std::size_t col = 0; col < N; ++col) {
    const double scale = 1 / a[col][col];
    for (std::size_t k = 0; k < N; ++k) {
      a[col][k] *= scale;
      b[col][k] *= scale;
    }
    for (std::size_t row = 0; row < N; ++row) {
      const double factor = row == col ? 0.0 : a[row][col];
      for (std::size_t k = 0; k < N; ++k) {
        a[row][k] -= factor * a[col][k];
        b[row][k] -= factor * b[col][k];
      }
    }
  }
  std::array<std::array<float, N>, N> result{};
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t k = 0; k < N; ++k) {
      result[i][k] = static_cast<float>(b[i][k]);
    }
  }
  return result;
}

} // namespace

std::array<float, k_burst_symbols> as_floats(const BurstPattern& pattern) noexcept {
  std::array<float, k_burst_symbols> symbols{};
  std::ranges::transform(
      pattern, symbols.begin(), [](std::int8_t s) { return static_cast<float>(s); });
  return symbols;
}

double residual_cfo_hz(std::span<const cf> samples,
                       std::span<const float> symbols,
                       std::size_t begin,
                       std::size_t end,
                       const ChannelEstimate& channel) noexcept {
  const std::size_t from = begin + k_max_memory;
  const std::size_t middle = (from + end) / 2;
  std::array<cf, 2> halves{};
  for (std::size_t m = from; m < end; ++m) {
    cf expected(0);
    for (std::size_t j = 0; j < k_taps; ++j) {
      expected += channel.taps[j] * symbols[m - j];
    }
    halves[m < middle ? 0 : 1] += samples[m] * std::conj(expected);
  }
  const auto apart = static_cast<double>(end - from) / 2;
  return static_cast<double>(std::arg(halves[1] * std::conj(halves[0]))) / (k_two_pi * apart) *
         k_symbol_rate_hz;
}

SyncAcquirer::SyncAcquirer(const BurstSampler& sampler)
    : sampler_(&sampler), fft_(k_training_transform, Fft::Direction::forward),
      padded_(k_training_transform), bins_(k_training_transform) {
  std::array<std::array<double, k_wide>, k_wide> gram{};
  for (std::size_t m = k_wide - 1; m < k_training; ++m) {
    for (std::size_t i = 0; i < k_wide; ++i) {
      for (std::size_t j = 0; j < k_wide; ++j) {
        gram[i][j] += static_cast<double>(training_symbol(m - i) * training_symbol(m - j));
      }
    }
  }
  inverse_gram_ = invert(gram);
}

// Correlates with the training sequence at two phases a symbol and moves the place so that the
// strongest tap is tap k_lead.
bool SyncAcquirer::align(const CarrierStream& stream, int range_symbols, BurstPlace& place) {
  const auto lags = 2 * static_cast<std::size_t>(range_symbols) + 1;
  samples_.resize(k_training + lags);
  float best = 0;
  double best_shift = 0;
  const int start = static_cast<int>(k_sync_burst.training_start + k_lead) - range_symbols;
  for (const double phase : {0.0, 0.5}) {
    BurstPlace at = place;
    at.position += phase * place.samples_per_symbol;
    if (!BurstSampler::inside(stream, at, start, samples_.size())) {
      return false;
    }
    sampler_->sample(stream, at, start, samples_);
    float before = 0;
    float now = 0;
    for (std::size_t lag = 0; lag < lags; ++lag) {
      cf sum(0);
      for (std::size_t i = 0; i < k_training; ++i) {
        sum += samples_[lag + i] * training_symbol(i);
      }
      const float energy = power(sum);
      // Three neighbours together: the middle one is the pulse's peak.
      const float three = before + now + energy;
      if (three > best) {
        best = three;
        best_shift = static_cast<double>(lag) - 1 - range_symbols + phase;
      }
      before = now;
      now = energy;
    }
  }
  place.position += best_shift * place.samples_per_symbol;
  return best > 0;
}

SyncAcquirer::Profile SyncAcquirer::profile(std::span<const cf> samples) const noexcept {
  Profile result;
  std::array<cf, k_wide> match{};
  float energy = 0;
  for (std::size_t m = k_wide - 1; m < k_training; ++m) {
    const cf y = samples[m];
    energy += power(y);
    for (std::size_t i = 0; i < k_wide; ++i) {
      match[i] += training_symbol(m - i) * y;
    }
  }
  float explained = 0;
  for (std::size_t i = 0; i < k_wide; ++i) {
    for (std::size_t j = 0; j < k_wide; ++j) {
      result.taps[i] += inverse_gram_[i][j] * match[j];
    }
    explained += (std::conj(result.taps[i]) * match[i]).real();
  }
  constexpr auto k_freedom = static_cast<float>(k_training + 1 - 2 * k_wide);
  result.noise_variance = std::max(energy - explained, 0.0F) / k_freedom + 1e-20F;
  return result;
}

std::array<float, SyncAcquirer::k_wide> SyncAcquirer::power_profile(const CarrierStream& stream,
                                                                    const BurstPlace& place) const {
  std::array<cf, k_training> wide{};
  sampler_->sample(
      stream, place, static_cast<int>(k_sync_burst.training_start) - k_profile_first, wide);
  const Profile look = profile(wide);
  std::array<float, k_wide> powers{};
  for (std::size_t i = 0; i < k_wide; ++i) {
    powers[i] = power(look.taps[i]) - look.noise_variance * inverse_gram_[i][i];
  }
  return powers;
}

namespace {

/// How a window of k_taps is best laid over a wide look at the channel.
struct WindowChoice {
  double shift_symbols = 0; ///< of the burst's place
  float signal = 0.0F;      ///< power of the taps that stand out
};

template <std::size_t N>
WindowChoice choose_window(const std::array<cf, N>& taps, float noise_variance) {
  float peak = 0;
  for (const cf tap : taps) {
    peak = std::max(peak, power(tap));
  }
  // A tap of the least-squares look has an error of some 1/45 of the noise; nine times that is a
  // path.
  const float limit = std::max(0.03F * peak, 9.0F * noise_variance / 45.0F);
  std::size_t low = k_before;
  std::size_t high = k_before;
  double sum = 0;
  double moment = 0;
  for (std::size_t i = 0; i < N; ++i) {
    const float energy = power(taps[i]);
    const bool near = i + k_max_memory >= k_before && i <= k_before + k_max_memory;
    if (near && (energy >= limit || i == k_before)) {
      low = std::min(low, i);
      high = std::max(high, i);
      sum += static_cast<double>(energy);
      moment += static_cast<double>(energy) * static_cast<double>(i);
    }
  }
  WindowChoice choice;
  for (std::size_t i = low; i <= high; ++i) {
    choice.signal += power(taps[i]);
  }
  const std::size_t span = high - low + 1;
  if (span <= k_compact) {
    choice.shift_symbols = moment / sum - static_cast<double>(k_before);
  } else {
    const std::size_t margin = span < k_taps ? (k_taps - span) / 2 : 0;
    choice.shift_symbols = static_cast<double>(low) - static_cast<double>(margin) -
                           static_cast<double>(k_before - k_lead);
  }
  return choice;
}

} // namespace

std::optional<SyncBurst> SyncAcquirer::read(const CarrierStream& stream,
                                            const BurstPlace& expected,
                                            int range_symbols,
                                            bool refine_cfo,
                                            BurstDemodulator& demodulator) {
  BurstPlace place = expected;
  if (!align(stream, range_symbols, place)) {
    return std::nullopt;
  }
  // A wide look around the strongest tap, to put the window over all of the channel.
  const int first = static_cast<int>(k_sync_burst.training_start) - k_profile_first;
  std::array<cf, k_training> wide{};
  if (!BurstSampler::inside(stream, place, first, wide.size()) ||
      !BurstSampler::inside(stream, place, 0, k_burst_samples)) {
    return std::nullopt;
  }
  sampler_->sample(stream, place, first, wide);
  const Profile look = profile(wide);
  const WindowChoice window = choose_window(look.taps, look.noise_variance);
  if (!refine_cfo && window.signal < k_min_tap_snr * look.noise_variance) {
    return std::nullopt;
  }
  place.position += window.shift_symbols * place.samples_per_symbol;
  const auto prior = ChannelStatistics::unknown(window.signal, look.noise_variance);
  if (refine_cfo) {
    std::array<cf, k_burst_samples> samples{};
    sampler_->sample(stream, place, 0, samples);
    place.cfo_hz += residual_cfo_hz(samples,
                                    as_floats(k_sync_burst.known),
                                    k_sync_burst.training_start,
                                    k_sync_burst.training_start + k_training,
                                    estimate_from_training(samples, k_sync_burst, prior));
  }
  return decode(stream, place, prior, demodulator);
}

std::optional<SyncBurst> SyncAcquirer::decode(const CarrierStream& stream,
                                              const BurstPlace& place,
                                              const ChannelStatistics& prior,
                                              BurstDemodulator& demodulator) const {
  std::array<cf, k_burst_samples> samples{};
  sampler_->sample(stream, place, 0, samples);
  DemodulatedBurst burst = demodulator.demodulate(samples, k_sync_burst, prior);
  std::optional<DecodedSch> decoded = decode_sch(burst);
  if (!decoded) {
    demodulator.refine(samples, k_sync_burst, prior, burst);
    decoded = decode_sch(burst);
  }
  if (!decoded) {
    return std::nullopt;
  }
  // All 148 symbols are known now: the best estimate there is.
  const auto symbols = as_floats(encode_sch(decoded->bsic, decoded->fn));
  const ChannelEstimate channel = estimate_channel(samples, symbols, 0, k_burst_symbols, prior);
  const float energy = total_power(channel.taps);
  SyncBurst sync{*decoded, place, ChannelStatistics::unknown(energy, channel.noise_variance), 0.0F};
  sync.snr_db = decibels(energy / channel.noise_variance);
  sync.statistics.learn(channel.taps, channel.noise_variance, 0.8F);
  return sync;
}

// Strongest carrier offset at one lag: the training sequence taken off, what is left is a tone.
SyncAcquirer::Lag SyncAcquirer::strongest_offset(std::size_t lag, float total, int low, int high) {
  for (std::size_t i = 0; i < k_training; ++i) {
    padded_[i] = samples_[lag + i] * training_symbol(i);
  }
  fft_.run(padded_.data(), bins_.data());
  const float scale = 1 / (std::max(total, 1e-20F) * static_cast<float>(k_training));
  Lag best;
  for (int bin = low; bin <= high; ++bin) {
    const auto at = static_cast<std::size_t>(bin + static_cast<int>(k_training_transform)) %
                    k_training_transform;
    const float share = power(bins_[at]) * scale;
    best = share > best.share ? Lag{0, bin, share} : best;
  }
  return best;
}

std::vector<TrainingHit> SyncAcquirer::find_training(const CarrierStream& stream,
                                                     double min_cfo_hz,
                                                     double max_cfo_hz,
                                                     std::size_t max_hits) {
  constexpr float k_min_share = 0.2F; // noise reaches it once in some 10 000 lags
  const double bin_hz = k_symbol_rate_hz / static_cast<double>(k_training_transform);
  const int low = static_cast<int>(std::floor(min_cfo_hz / bin_hz));
  const int high = static_cast<int>(std::ceil(max_cfo_hz / bin_hz));
  const double sps = stream.samples_per_symbol;
  const auto symbols = static_cast<std::size_t>(static_cast<double>(stream.samples.size()) / sps);
  std::vector<Lag> lags;
  for (const double phase : {0.0, 0.5}) {
    samples_.resize(std::max(symbols, k_training));
    sampler_->sample(
        stream, {stream.first + phase * sps, sps, 0.0}, static_cast<int>(k_lead), samples_);
    float total = 0;
    for (std::size_t i = 0; i < k_training; ++i) {
      total += power(samples_[i]);
    }
    for (std::size_t lag = 0; lag + k_training < symbols; ++lag) {
      Lag best = strongest_offset(lag, total, low, high);
      best.position = stream.first + (static_cast<double>(lag) + phase) * sps;
      if (best.share > k_min_share) {
        lags.push_back(best);
      }
      total += power(samples_[lag + k_training]) - power(samples_[lag]);
    }
  }
  std::ranges::sort(lags, [](const Lag& a, const Lag& b) {
    return a.share != b.share ? a.share > b.share : a.position < b.position;
  });
  std::vector<TrainingHit> hits;
  for (const Lag& lag : lags) {
    const double position = lag.position - static_cast<double>(k_sync_burst.training_start) * sps;
    const bool seen = std::ranges::any_of(
        hits, [&](const TrainingHit& hit) { return std::abs(hit.position - position) < 12 * sps; });
    if (!seen && hits.size() < max_hits) {
      hits.push_back({position, lag.bin * bin_hz, lag.share});
    }
  }
  return hits;
}

} // namespace cw::dsp::gsm
