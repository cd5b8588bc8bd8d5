// A scene as a tuner hears it: any centre frequency, any rate, with the faults of its traits.
#pragma once

#include "tests/support/random.h"
#include "tests/support/standins/cell_air.h"
#include "tests/support/standins/recorded_air.h"
#include "tests/support/standins/scene.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cw::standins {

/// Output  samples of full scale 1.0, on the converter's grid and clipped by it.
/// State   scene time goes on with the samples, whatever is tuned; phases are continuous until a
/// carrier leaves the window.
class WideBandPlayer {
public:
  explicit WideBandPlayer(const Scene& scene);
  /// Adds a recording to the air; its full scale is at level_db.
  void add(RecordedAir recording, double level_db);
  /// A player of a scene with its recordings; errors are one sentence.
  static tl::expected<std::unique_ptr<WideBandPlayer>, std::string> create(const Scene& scene);

  void set_rate(double rate_hz) { rate_hz_ = rate_hz; }
  /// Takes effect after this many more samples, and the tuner's latency.
  void tune(double center_hz, std::uint64_t after_samples = 0);
  void set_gain(double gain_db) { gain_db_ = gain_db; }
  void set_automatic_gain(bool automatic) { automatic_gain_ = automatic; }
  /// Frequency correction: what of the oscillator's error is taken out again.
  void set_correction(double ppm) { correction_ppm_ = ppm; }

  void set_stuck(bool stuck) { stuck_ = stuck; } ///< tunings have no effect
  void set_deaf(bool deaf) { deaf_ = deaf; }     ///< noise only
  void set_ppm(std::optional<double> ppm) { told_ppm_ = ppm; }
  void set_on_air(std::string_view name, bool on);

  double rate_hz() const noexcept { return rate_hz_; }
  double center_hz() const noexcept { return center_hz_; } ///< that of the next sample
  double gain_db() const noexcept;
  double scene_s() const noexcept { return scene_s_; }
  double error_ppm() const noexcept;    ///< of the oscillator now, correction taken off
  double true_rate_hz() const noexcept; ///< samples in a true second

  void set_scene_s(double scene_s) { scene_s_ = scene_s; }
  void play(std::span<cf> out);
  void skip(std::uint64_t samples); ///< they pass unheard

private:
  struct Voice {
    CellAir air;
    std::optional<bool> told;
  };
  struct Played {
    RecordedAir air;
    double level_db;
  };
  struct Tuning {
    std::uint64_t after_samples;
    double center_hz;
  };
  void pass(std::uint64_t samples);
  std::uint64_t until_next_tuning();
  bool on_air(const Voice& voice) const noexcept;
  void play_piece(std::span<cf> out);
  void play_noise(std::span<cf> out, double power);
  void convert(std::span<cf> out) const noexcept;

  TunerTraits traits_;
  double noise_db_;
  std::vector<Voice> voices_;
  std::vector<Played> recordings_;
  std::vector<cf> noise_; ///< drawn once, played from random places
  support::Random random_;
  double rate_hz_ = 2.4e6, center_hz_ = 100e6;
  double gain_db_, correction_ppm_ = 0;
  bool automatic_gain_ = false, stuck_ = false, deaf_ = false;
  std::optional<double> told_ppm_;
  std::deque<Tuning> tunings_;
  std::uint64_t garbage_ = 0; ///< samples of it still to come
  double scene_s_ = 0;
};

/// Level of a carrier that is this share of the sampling rate off the centre.
double anti_alias_db(double share) noexcept;

} // namespace cw::standins
