#include "dsp/gsm/sync_acquirer.h"

#include "dsp/common/parabola.h"

#include <algorithm>
#include <cmath>

namespace cw::dsp::gsm {
namespace {

constexpr std::size_t k_before =
    k_lead + SyncAcquirer::k_profile_first; // taps of the profile before the strongest
constexpr std::size_t k_training = 64;
constexpr std::size_t k_training_transform = 128;
constexpr std::size_t k_compact = 5; // GMSK's own length in taps: no echoes worth the name

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

void PathProfile::start(const ChannelStatistics& statistics) noexcept {
  for (std::size_t i = 0; i < k_taps; ++i) {
    power_[i] = statistics.covariance()[i][i].real();
  }
  count_ = 1;
}

void PathProfile::learn(const Taps& taps) noexcept {
  constexpr float k_slowest =
      0.005F; // far slower than the clock, or the two would wander off together
  ++count_;
  const float weight = std::max(1.0F / static_cast<float>(count_), k_slowest);
  for (std::size_t i = 0; i < k_taps; ++i) {
    power_[i] += weight * (power(taps[i]) - power_[i]);
  }
}

double PathProfile::delay_symbols(const Taps& taps) const noexcept {
  constexpr float k_floor = 0.02F; // of the strongest tap: below it is noise
  std::array<float, k_taps> now{};
  std::array<float, k_taps> usual = power_;
  std::ranges::transform(taps, now.begin(), [](cf tap) { return power(tap); });
  for (std::array<float, k_taps>* one : {&now, &usual}) {
    const float peak = *std::ranges::max_element(*one);
    std::ranges::transform(*one, one->begin(), [peak](float tap) {
      return tap > k_floor * peak ? std::sqrt(tap) : 0.0F;
    });
  }
  std::array<double, 5> match{}; // at shifts of -2 to 2
  for (std::size_t shift = 0; shift < match.size(); ++shift) {
    for (std::size_t i = 0; i < k_taps; ++i) {
      const std::size_t at = i + shift;
      match[shift] +=
          at >= 2 && at < k_taps + 2 ? static_cast<double>(now[at - 2] * usual[i]) : 0.0;
    }
  }
  std::size_t best = 2;
  for (const std::size_t shift : {1U, 3U}) {
    best = match[shift] > match[best] ? shift : best;
  }
  return static_cast<double>(best) - 2 +
         parabola_peak(match[best - 1], match[best], match[best + 1]);
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
  const auto lags = static_cast<std::size_t>(2 * range_symbols + 1);
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

std::optional<SyncBurst> SyncAcquirer::read(const CarrierStream& stream,
                                            const BurstPlace& guess,
                                            int range_symbols,
                                            bool refine_cfo,
                                            BurstDemodulator& demodulator) {
  SyncBurst sync;
  sync.place = guess;
  if (!align(stream, range_symbols, sync.place)) {
    return std::nullopt;
  }
  // A wide look around the strongest tap, to put the window over all of the channel.
  const int first = static_cast<int>(k_sync_burst.training_start) - k_profile_first;
  std::array<cf, k_training> wide{};
  if (!BurstSampler::inside(stream, sync.place, first, wide.size()) ||
      !BurstSampler::inside(stream, sync.place, 0, k_burst_samples)) {
    return std::nullopt;
  }
  sampler_->sample(stream, sync.place, first, wide);
  const Profile look = profile(wide);
  float peak = 0;
  for (const cf tap : look.taps) {
    peak = std::max(peak, power(tap));
  }
  const float limit = std::max(0.03F * peak, 9.0F * look.noise_variance / 45.0F);
  std::size_t low = k_before;
  std::size_t high = k_before;
  double sum = 0;
  double moment = 0;
  for (std::size_t i = 0; i < k_wide; ++i) {
    const float energy = power(look.taps[i]);
    const bool near = i + k_max_memory >= k_before && i <= k_before + k_max_memory;
    if (near && (energy >= limit || i == k_before)) {
      low = std::min(low, i);
      high = std::max(high, i);
      sum += static_cast<double>(energy);
      moment += static_cast<double>(energy) * static_cast<double>(i);
    }
  }
  const std::size_t span = high - low + 1;
  double shift = 0;
  if (span <= k_compact) {
    shift = moment / sum - static_cast<double>(k_before);
  } else {
    const std::size_t margin = span < k_taps ? (k_taps - span) / 2 : 0;
    shift = static_cast<double>(low) - static_cast<double>(margin) -
            static_cast<double>(k_before - k_lead);
  }
  sync.place.position += shift * sync.place.samples_per_symbol;

  float signal = 0;
  for (std::size_t i = low; i <= high; ++i) {
    signal += power(look.taps[i]);
  }
  ChannelStatistics prior = ChannelStatistics::unknown(signal, look.noise_variance);
  std::array<cf, k_burst_samples> samples{};
  sampler_->sample(stream, sync.place, 0, samples);
  if (refine_cfo) {
    const ChannelEstimate channel = estimate_from_training(samples, k_sync_burst, prior);
    sync.place.cfo_hz += residual_cfo_hz(samples,
                                         as_floats(k_sync_burst.known),
                                         k_sync_burst.training_start,
                                         k_sync_burst.training_start + k_training,
                                         channel);
    sampler_->sample(stream, sync.place, 0, samples);
  }
  DemodulatedBurst burst = demodulator.demodulate(samples, k_sync_burst, prior);
  std::optional<DecodedSch> decoded = decode_sch(burst);
  if (!decoded) {
    demodulator.refine(samples, k_sync_burst, prior, burst);
    decoded = decode_sch(burst);
  }
  if (!decoded) {
    return std::nullopt;
  }
  sync.sch = *decoded;
  // All 148 symbols are known now: the best estimate there is.
  const auto symbols = as_floats(encode_sch(decoded->bsic, decoded->fn));
  const ChannelEstimate channel = estimate_channel(samples, symbols, 0, k_burst_symbols, prior);
  float energy = 0;
  for (const cf tap : channel.taps) {
    energy += power(tap);
  }
  sync.snr_db = 10 * std::log10(energy / channel.noise_variance);
  sync.statistics = ChannelStatistics::unknown(energy, channel.noise_variance);
  sync.statistics.learn(channel.taps, channel.noise_variance, 0.8F);
  return sync;
}

std::vector<TrainingHit> SyncAcquirer::find_training(const CarrierStream& stream,
                                                     double min_cfo_hz,
                                                     double max_cfo_hz,
                                                     std::size_t max_hits) {
  const double bin_hz = k_symbol_rate_hz / static_cast<double>(k_training_transform);
  const int low = static_cast<int>(std::floor(min_cfo_hz / bin_hz));
  const int high = static_cast<int>(std::ceil(max_cfo_hz / bin_hz));
  struct Lag {
    double position;
    int bin;
    float share;
  };
  std::vector<Lag> lags;
  const double sps = stream.samples_per_symbol;
  const auto symbols = static_cast<std::size_t>(static_cast<double>(stream.samples.size()) / sps);
  if (symbols < k_burst_symbols) {
    return {};
  }
  for (const double phase : {0.0, 0.5}) {
    samples_.resize(symbols);
    const BurstPlace start{stream.first + phase * sps, sps, 0.0};
    sampler_->sample(stream, start, static_cast<int>(k_lead), samples_);
    float total = 0;
    for (std::size_t i = 0; i < k_training; ++i) {
      total += power(samples_[i]);
    }
    for (std::size_t lag = 0; lag + k_training < symbols; ++lag) {
      for (std::size_t i = 0; i < k_training; ++i) {
        padded_[i] = samples_[lag + i] * training_symbol(i);
      }
      fft_.run(padded_.data(), bins_.data());
      Lag best{stream.first + (static_cast<double>(lag) + phase) * sps, low, 0.0F};
      for (int bin = low; bin <= high; ++bin) {
        const auto at =
            static_cast<std::size_t>(bin < 0 ? bin + static_cast<int>(k_training_transform) : bin);
        const float share =
            power(bins_[at]) / (std::max(total, 1e-20F) * static_cast<float>(k_training));
        best = share > best.share ? Lag{best.position, bin, share} : best;
      }
      constexpr float k_min_share = 0.2F;
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
