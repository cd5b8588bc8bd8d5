#include "tests/support/standins/wide_band_player.h"

#include <algorithm>
#include <cmath>

namespace cw::standins {
namespace {

constexpr std::size_t k_noise = 1U << 17U;
constexpr std::size_t k_piece = 2048; // cells go on and off, and errors drift, in steps of it
constexpr double k_flat = 0.42, k_end = 0.58;
constexpr double k_automatic_dbfs = -15;
constexpr double k_garbage_db = 20;        // over the noise
constexpr double k_converter_noise = 0.35; // steps, I and Q each: no converter stands quite still

double power_of(double db) {
  return std::pow(10, db / 10);
}

} // namespace

double anti_alias_db(double share) noexcept {
  const double over = std::max(0.0, (std::abs(share) - k_flat) / (k_end - k_flat));
  return over > 1 ? -400 : -50 * over * over;
}

WideBandPlayer::WideBandPlayer(const Scene& scene)
    : traits_(scene.tuner), noise_db_(scene.noise_db), noise_(k_noise), random_(scene.seed, 7),
      gain_db_(scene.tuner.gain_db) {
  for (const SceneCell& cell : scene.cells) {
    voices_.push_back({CellAir(cell), std::nullopt});
  }
  std::ranges::generate(noise_, [&] { return random_.complex_normal(); });
}

tl::expected<std::unique_ptr<WideBandPlayer>, std::string>
WideBandPlayer::create(const Scene& scene) {
  auto player = std::make_unique<WideBandPlayer>(scene);
  for (const SceneRecording& recording : scene.recordings) {
    auto air = RecordedAir::open(recording.path);
    if (!air) {
      return tl::unexpected(air.error());
    }
    player->add(std::move(*air), recording.level_db);
  }
  return player;
}

void WideBandPlayer::add(RecordedAir recording, double level_db) {
  recordings_.push_back({std::move(recording), level_db});
}

double WideBandPlayer::error_ppm() const noexcept {
  const double own = told_ppm_.value_or(traits_.ppm) + traits_.drift_ppm_per_minute * scene_s_ / 60;
  return own - correction_ppm_;
}

double WideBandPlayer::true_rate_hz() const noexcept {
  return rate_hz_ * (1 + error_ppm() * 1e-6);
}

void WideBandPlayer::tune(double center_hz, std::uint64_t after_samples) {
  if (!stuck_) {
    const double latency = traits_.latency_ms * 1e-3 * rate_hz_;
    tunings_.push_back({after_samples + static_cast<std::uint64_t>(latency), center_hz});
  }
}

void WideBandPlayer::set_on_air(std::string_view name, bool on) {
  for (Voice& voice : voices_) {
    if (voice.air.cell().name == name) {
      voice.told = on;
    }
  }
}

bool WideBandPlayer::on_air(const Voice& voice) const noexcept {
  const SceneCell& cell = voice.air.cell();
  return voice.told.value_or(scene_s_ >= cell.on_s && scene_s_ < cell.off_s);
}

double WideBandPlayer::gain_db() const noexcept {
  if (!automatic_gain_) {
    return gain_db_;
  }
  double power = power_of(noise_db_) * rate_hz_ / support::k_symbol_rate_hz;
  for (const Voice& voice : voices_) {
    const double off_hz = voice.air.carrier_hz() - center_hz_;
    if (!deaf_ && on_air(voice)) {
      power += power_of(voice.air.cell().level_db + anti_alias_db(off_hz / rate_hz_));
    }
  }
  return std::clamp(k_automatic_dbfs - 10 * std::log10(power), 0.0, 49.6);
}

void WideBandPlayer::pass(std::uint64_t samples) {
  scene_s_ += static_cast<double>(samples) / true_rate_hz();
  garbage_ -= std::min(garbage_, samples);
  for (Tuning& tuning : tunings_) {
    tuning.after_samples -= std::min(tuning.after_samples, samples);
  }
}

/// Puts what is due into effect.
std::uint64_t WideBandPlayer::until_next_tuning() {
  while (!tunings_.empty() && tunings_.front().after_samples == 0) {
    center_hz_ = tunings_.front().center_hz;
    garbage_ = static_cast<std::uint64_t>(traits_.settle_ms * 1e-3 * rate_hz_);
    tunings_.pop_front();
  }
  return tunings_.empty() ? ~std::uint64_t{0} : tunings_.front().after_samples;
}

void WideBandPlayer::skip(std::uint64_t samples) {
  while (samples > 0) {
    const std::uint64_t piece = std::min(samples, until_next_tuning());
    pass(piece);
    samples -= piece;
  }
}

void WideBandPlayer::play(std::span<cf> out) {
  while (!out.empty()) {
    std::uint64_t length = std::min<std::uint64_t>({out.size(), k_piece, until_next_tuning()});
    if (garbage_ > 0) {
      length = std::min(length, garbage_);
    }
    play_piece(out.first(length));
    pass(length);
    out = out.subspan(length);
  }
}

void WideBandPlayer::play_piece(std::span<cf> out) {
  const double gain = gain_db();
  const double noise_power = power_of(noise_db_ + gain) * rate_hz_ / support::k_symbol_rate_hz;
  const bool garbage = garbage_ > 0;
  const double step = std::ldexp(1.0, 1 - traits_.bits);
  play_noise(out,
             noise_power * (garbage ? power_of(k_garbage_db) : 1) +
                 2 * std::pow(k_converter_noise * step, 2));
  const double error = 1 + error_ppm() * 1e-6;
  for (Voice& voice : voices_) {
    if (deaf_ || garbage || !on_air(voice)) {
      continue;
    }
    const double off_hz = voice.air.carrier_hz() - center_hz_ * error;
    const double turns = off_hz / (rate_hz_ * error);
    const double filter_db = anti_alias_db(turns);
    const double level_db = voice.air.cell().level_db + gain + filter_db;
    if (filter_db > -100) {
      voice.air.add({.scene_s = scene_s_,
                     .true_rate_hz = rate_hz_ * error,
                     .turns_per_sample = turns,
                     .amplitude = static_cast<float>(std::pow(10, level_db / 20))},
                    out);
    }
  }
  for (Played& recording : recordings_) {
    const double half_hz = (recording.air.rate_hz() + rate_hz_) / 2;
    const double off_hz = recording.air.center_hz() - center_hz_ * error;
    if (!deaf_ && !garbage && std::abs(off_hz) < half_hz) {
      recording.air.add(
          {.scene_s = scene_s_,
           .true_rate_hz = rate_hz_ * error,
           .turns_per_sample = off_hz / (rate_hz_ * error),
           .amplitude = static_cast<float>(std::pow(10, (recording.level_db + gain) / 20))},
          center_hz_ * error,
          out);
    }
  }
  convert(out);
}

void WideBandPlayer::play_noise(std::span<cf> out, double power) {
  const auto amplitude = static_cast<float>(std::sqrt(power));
  const float dc = traits_.dc_dbfs ? static_cast<float>(std::pow(10, *traits_.dc_dbfs / 20)) : 0;
  const std::size_t from = random_.below(static_cast<std::uint32_t>(k_noise - out.size()));
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = noise_[from + i] * amplitude + dc;
  }
}

void WideBandPlayer::convert(std::span<cf> out) const noexcept {
  const float steps = std::ldexp(1.0F, traits_.bits - 1);
  constexpr float k_round = 0x1.8p23F; // added and taken off again: the nearest whole number
  const auto on_grid = [steps](float value) {
    const float whole = (std::clamp(value, -1.0F, 1.0F) * steps + k_round) - k_round;
    return std::min(whole, steps - 1) / steps;
  };
  for (cf& sample : out) {
    sample = {on_grid(sample.real()), on_grid(sample.imag())};
  }
}

} // namespace cw::standins
