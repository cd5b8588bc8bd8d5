#include "dsp/gsm/fcch_detector.h"

#include "dsp/common/parabola.h"
#include "dsp/common/simd.h"
#include "dsp/gsm/burst_format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace cw::dsp::gsm {
namespace {

/// Sum of the samples turned by -hz, count of them from begin on.
cf tone_sum(std::span<const cf> samples, std::size_t begin, std::size_t count, double cycles) {
  const double turn = -k_two_pi * cycles;
  const cf rotate(static_cast<float>(std::cos(turn)), static_cast<float>(std::sin(turn)));
  cf phasor(1);
  cf sum(0);
  for (std::size_t i = 0; i < count; ++i) {
    sum += samples[begin + i] * phasor;
    phasor *= rotate;
  }
  return sum;
}

/// The frequency in cycles a sample at which count samples have most power, near a first guess.
double
refine_tone(std::span<const cf> samples, std::size_t begin, std::size_t count, double cycles) {
  double step = 0.5 / static_cast<double>(count);
  for (int round = 0; round < 3; ++round, step /= 2) {
    const auto at = [&](double where) {
      return static_cast<double>(power(tone_sum(samples, begin, count, where)));
    };
    cycles += step * parabola_peak(at(cycles - step), at(cycles), at(cycles + step));
  }
  return cycles;
}

// Plain loops of eight lanes for the vectoriser: one running sum or maximum would wait for itself.
using Lanes = std::array<float, 8>;

CW_SIMD_CLONES float total_power(std::span<const cf> samples) {
  Lanes sums{};
  const auto* values = reinterpret_cast<const float*>(samples.data());
  std::size_t i = 0;
  for (; i + sums.size() <= 2 * samples.size(); i += sums.size()) {
    for (std::size_t lane = 0; lane < sums.size(); ++lane) {
      sums[lane] += values[i + lane] * values[i + lane];
    }
  }
  for (; i < 2 * samples.size(); ++i) {
    sums[0] += values[i] * values[i];
  }
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

/// Powers of the bins, and of the differences of each and the next one.
CW_SIMD_CLONES void
tone_powers(const cf* bins, std::size_t count, float* alone, float* between) noexcept {
  const auto* values = reinterpret_cast<const float*>(bins);
  for (std::size_t i = 0; i < count; ++i) {
    const float re = values[2 * i];
    const float im = values[2 * i + 1];
    const float re_apart = re - values[2 * i + 2];
    const float im_apart = im - values[2 * i + 3];
    alone[i] = re * re + im * im;
    between[i] = (re_apart * re_apart + im_apart * im_apart) / 2;
  }
}

CW_SIMD_CLONES float largest(const float* values, std::size_t count) noexcept {
  Lanes most{};
  std::size_t i = 0;
  for (; i + most.size() <= count; i += most.size()) {
    for (std::size_t lane = 0; lane < most.size(); ++lane) {
      most[lane] = std::max(most[lane], values[i + lane]);
    }
  }
  for (; i < count; ++i) {
    most[0] = std::max(most[0], values[i]);
  }
  return *std::ranges::max_element(most);
}

} // namespace

FcchDetector::FcchDetector()
    : fft_(k_window, Fft::Direction::forward), window_(k_window), bins_(k_window + 2) {}

// A tone between two bins of a plain transform shows in both, with opposite signs: their difference
// makes up for what a longer, padded transform would give, at half the cost (0.9 dB lost at worst,
// as there).
FcchDetector::Stretch FcchDetector::strongest_tone(std::span<const cf> window, int low, int high) {
  const float total = total_power(window);
  Stretch best;
  if (!(total > 0)) {
    return best;
  }
  std::ranges::copy(window, window_.begin());
  fft_.run(window_.data(), bins_.data());
  const auto count = static_cast<std::size_t>(high - low + 1);
  std::array<float, k_window> alone;
  std::array<float, k_window> between;
  tone_powers(bins_.data() + low, count, alone.data(), between.data());
  const float scale = 1 / (total * static_cast<float>(k_window));
  const float on_bin = largest(alone.data(), count);
  const float off_bin = largest(between.data(), count);
  best.share = std::max(on_bin, off_bin) * scale;
  if (best.share >= k_min_tone_share) {
    const auto& powers = off_bin > on_bin ? between : alone;
    const auto* at = std::ranges::max_element(powers.begin(), powers.begin() + count);
    best.bin = low + static_cast<double>(at - powers.begin()) + (off_bin > on_bin ? 0.5 : 0.0);
  }
  return best;
}

std::vector<FcchDetector::Stretch>
FcchDetector::peaks(const CarrierStream& stream, const FcchSearch& search, float& best_share) {
  const double rate_hz = stream.samples_per_symbol * k_symbol_rate_hz;
  const auto bin_of = [&](double cfo_hz) {
    const auto bin = static_cast<int>(std::lround((cfo_hz + k_fcch_tone_hz) / rate_hz * k_window));
    return std::clamp(bin, 0, static_cast<int>(k_window) - 2);
  };
  std::vector<Stretch> stretches;
  for (std::size_t begin = 0; begin + k_window <= stream.samples.size(); begin += k_hop) {
    stretches.push_back(strongest_tone(stream.samples.subspan(begin, k_window),
                                       bin_of(search.min_cfo_hz),
                                       bin_of(search.max_cfo_hz)));
    stretches.back().begin = begin;
    best_share = std::max(best_share, stretches.back().share);
  }
  std::vector<Stretch> found;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const float left = i > 0 ? stretches[i - 1].share : 0.0F;
    const float right = i + 1 < stretches.size() ? stretches[i + 1].share : 0.0F;
    if (stretches[i].share >= k_min_tone_share && stretches[i].share >= left &&
        stretches[i].share > right) {
      found.push_back(stretches[i]);
    }
  }
  std::ranges::sort(found, [](const Stretch& a, const Stretch& b) {
    return a.share != b.share ? a.share > b.share : a.begin < b.begin;
  });
  found.resize(std::min(found.size(), search.max_hits));
  return found;
}

std::optional<FcchHit> FcchDetector::refine(const CarrierStream& stream, const Stretch& stretch) {
  const double sps = stream.samples_per_symbol;
  const auto length = static_cast<std::size_t>(142 * sps);
  const std::size_t from = stretch.begin > k_window ? stretch.begin - k_window : 0;
  const std::size_t to = std::min(stretch.begin + 2 * k_window, stream.samples.size());
  if (to - from <= length) {
    return std::nullopt;
  }
  double cycles = refine_tone(
      stream.samples, stretch.begin, k_window, stretch.bin / static_cast<double>(k_window));
  // Slide a burst's length over the surroundings: the sum is largest where all of it is tone.
  std::vector<cf> turned(to - from);
  const double turn = -k_two_pi * cycles;
  cf phasor(1);
  const cf rotate(static_cast<float>(std::cos(turn)), static_cast<float>(std::sin(turn)));
  for (std::size_t i = 0; i < turned.size(); ++i) {
    turned[i] = stream.samples[from + i] * phasor;
    phasor *= rotate;
  }
  cf sum =
      std::accumulate(turned.begin(), turned.begin() + static_cast<std::ptrdiff_t>(length), cf(0));
  std::size_t best = 0;
  float best_power = power(sum);
  for (std::size_t i = 0; i + length < turned.size(); ++i) {
    sum += turned[i + length] - turned[i];
    if (power(sum) > best_power) {
      best_power = power(sum);
      best = i + 1;
    }
  }
  const std::size_t begin = from + best;
  cycles = refine_tone(stream.samples, begin, length, cycles);
  FcchHit hit;
  hit.position = stream.first + static_cast<double>(begin) - 3 * sps;
  hit.cfo_hz = cycles * sps * k_symbol_rate_hz - k_fcch_tone_hz;
  const float total = total_power(stream.samples.subspan(begin, length));
  hit.tone_share =
      power(tone_sum(stream.samples, begin, length, cycles)) / (total * static_cast<float>(length));
  return hit;
}

std::vector<FcchHit>
FcchDetector::find(const CarrierStream& stream, const FcchSearch& search, float& best_share) {
  std::vector<FcchHit> hits;
  for (const Stretch& stretch : peaks(stream, search, best_share)) {
    if (const auto hit = refine(stream, stretch)) {
      hits.push_back(*hit);
    }
  }
  return hits;
}

bool FcchDetector::measure(const CarrierStream& stream,
                           const BurstPlace& place,
                           FcchHit& hit) noexcept {
  const double rate_hz = stream.samples_per_symbol * k_symbol_rate_hz;
  const double sps = place.samples_per_symbol;
  const double start = place.position - stream.first + 4 * sps;
  const auto length = static_cast<std::size_t>(140 * sps);
  if (start < 0 ||
      start + static_cast<double>(length) > static_cast<double>(stream.samples.size())) {
    return false;
  }
  const auto begin = static_cast<std::size_t>(start);
  const double guess = (place.cfo_hz + k_fcch_tone_hz) / rate_hz;
  double best = guess;
  float best_power = 0;
  for (int i = -2; i <= 2; ++i) {
    const double cycles = guess + i * 0.3 / static_cast<double>(length);
    const float now = power(tone_sum(stream.samples, begin, length, cycles));
    if (now > best_power) {
      best_power = now;
      best = cycles;
    }
  }
  best = refine_tone(stream.samples, begin, length, best);
  const float total = total_power(stream.samples.subspan(begin, length));
  hit.position = place.position;
  hit.cfo_hz = best * rate_hz - k_fcch_tone_hz;
  hit.tone_share = total > 0 ? power(tone_sum(stream.samples, begin, length, best)) /
                                   (total * static_cast<float>(length))
                             : 0;
  return hit.tone_share >= k_min_tone_share && std::abs(hit.cfo_hz - place.cfo_hz) < 1500;
}

} // namespace cw::dsp::gsm
