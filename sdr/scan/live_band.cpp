#include "sdr/scan/live_band.h"

#include <algorithm>
#include <cmath>

namespace cw::sdr {
namespace {

constexpr std::size_t k_measured_share = 8; // one value in so many goes into level and clipping
constexpr float k_full_scale = 0.99F;       // 127/128, what an 8-bit radio gives at its end

constexpr float k_above_noise_db = 6.0F;

/// Noise is what a quarter of the carriers do not reach.
std::uint32_t carriers_above_noise(const dsp::BandSearch& search) {
  if (search.carriers.empty()) {
    return 0;
  }
  const std::size_t quiet = search.carriers.size() - 1 - search.carriers.size() / 4;
  const float noise_dbfs = search.carriers[quiet].level_dbfs; // strongest first
  return static_cast<std::uint32_t>(
      std::ranges::count_if(search.carriers, [noise_dbfs](const auto& carrier) {
        return carrier.level_dbfs > noise_dbfs + k_above_noise_db;
      }));
}

} // namespace

LiveBand::LiveBand(const dsp::BandConfig& band,
                   BlockExit& exit,
                   IqRing* ring,
                   SessionPosition start)
    : rate_hz_(band.sample_rate_hz), start_s_(start.seconds), host_(band, exit, start),
      ring_(ring) {}

double LiveBand::session_s() const noexcept {
  return start_s_ + static_cast<double>(elapsed()) / rate_hz_;
}

std::uint32_t LiveBand::trains() {
  const std::scoped_lock lock(mutex_);
  return host_.position().trains;
}

void LiveBand::measure(std::span<const cf> samples) {
  for (std::size_t i = 0; i < samples.size(); i += k_measured_share) {
    const float re = samples[i].real();
    const float im = samples[i].imag();
    power_sum_ += static_cast<double>(re * re + im * im);
    clipped_ += (std::abs(re) >= k_full_scale ? 1U : 0U) + (std::abs(im) >= k_full_scale ? 1U : 0U);
    ++measured_;
  }
}

/// While nothing is to be heard: counts the samples, and gives back those that are behind the end
/// of that.
std::span<const cf> LiveBand::pass_over(std::span<const cf> samples) {
  const bool settling = hearing_ == Hearing::settling;
  const auto passed = static_cast<std::size_t>(
      settling ? std::min<std::uint64_t>(samples.size(), settle_left_) : samples.size());
  elapsed_.fetch_add(passed, std::memory_order_relaxed);
  host_.skip(passed);
  settle_left_ -= settling ? passed : 0;
  if (settling && settle_left_ == 0) {
    begin_tuning();
  }
  return samples.subspan(passed);
}

void LiveBand::take(std::span<const cf> samples) {
  received_.fetch_add(samples.size(), std::memory_order_relaxed);
  const std::scoped_lock lock(mutex_);
  if (hearing_ != Hearing::on) {
    samples = pass_over(samples);
  }
  if (samples.empty()) {
    return;
  }
  if (ring_ != nullptr) {
    ring_->add(samples, center_hz_, session_s());
  }
  measure(samples);
  elapsed_.fetch_add(samples.size(), std::memory_order_relaxed);
  host_.process(samples);
  handed_on_();
}

void LiveBand::lost(std::uint64_t samples) {
  const std::scoped_lock lock(mutex_);
  ++overruns_;
  samples_lost_ += samples;
  elapsed_.fetch_add(samples, std::memory_order_relaxed);
  if (hearing_ == Hearing::on) {
    Segment hole;
    hole.retuned = false;
    hole.lost_before = samples;
    (void)host_.begin_segment(hole); // only another rate could be refused
    handed_on_();
  }
}

void LiveBand::leave() {
  const std::scoped_lock lock(mutex_);
  host_.finish();
  hearing_ = Hearing::deaf;
  for (const TunedSearch& search : host_.take_searches()) {
    see(search);
  }
  handed_on_();
}

void LiveBand::begin_tuning() {
  Segment tuning;
  tuning.center_hz = center_hz_;
  tuning.start_s = static_cast<double>(elapsed()) / rate_hz_;
  (void)host_.begin_segment(tuning); // arrive() has seen that the rate is good
  hearing_ = Hearing::on;
}

tl::expected<void, std::string> LiveBand::arrive(double center_hz, std::uint64_t settle_samples) {
  if (rate_hz_ < k_min_rate_hz || rate_hz_ > k_max_rate_hz) {
    return tl::unexpected(std::string("the rate has to lie between 270.833k and 61.44M"));
  }
  const std::scoped_lock lock(mutex_);
  center_hz_ = center_hz;
  settle_left_ = settle_samples;
  hearing_ = Hearing::settling;
  if (settle_samples == 0) {
    begin_tuning();
  }
  return {};
}

SignalCounts LiveBand::take_counts() {
  const std::scoped_lock lock(mutex_);
  SignalCounts counts;
  counts.samples = received();
  counts.overruns = overruns_;
  counts.samples_lost = samples_lost_;
  if (measured_ > 0) {
    counts.power = power_sum_ / static_cast<double>(measured_);
    counts.clipped_fraction =
        static_cast<double>(clipped_) / (2.0 * static_cast<double>(measured_));
  }
  power_sum_ = 0;
  measured_ = clipped_ = 0;
  return counts;
}

unsigned LiveBand::take_echoes() {
  const std::scoped_lock lock(mutex_);
  return host_.take_echoes();
}

void LiveBand::see(const TunedSearch& search) {
  seen_[std::llround(search.center_hz.value_or(0) / 1e3)] = carriers_above_noise(search.band);
}

std::uint32_t LiveBand::carriers_seen() {
  const std::scoped_lock lock(mutex_);
  if (const auto now = host_.search()) {
    see(*now);
  }
  std::uint32_t sum = 0;
  for (const auto& [center_khz, carriers] : seen_) {
    sum += carriers;
  }
  return sum;
}

double LiveBand::last_sample_s(double now_s) noexcept {
  if (received() != received_then_ || then_s_ == 0) {
    received_then_ = received();
    then_s_ = now_s;
  }
  return then_s_;
}

} // namespace cw::sdr
