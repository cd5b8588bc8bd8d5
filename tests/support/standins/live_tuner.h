// A player in real time: samples come as the clock says, wait in a buffer, and are lost if nobody
// takes them. What the SoapySDR module and the rtl_tcp server have in common.
#pragma once

#include "tests/support/standins/control_file.h"
#include "tests/support/standins/wide_band_player.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace cw::standins {

struct LiveTunerSpec {
  std::string scene_path = {};
  std::string control_path = {};
  std::optional<double> epoch_s = {}; ///< UNIX time of scene second 0; else the first opening of
                                      ///< the scene in this process
  double speed = 1;                   ///< 0: as fast as asked for
  std::uint64_t transfer_samples = 131'072; ///< samples arrive by so many, as over USB
  std::uint64_t buffer_samples = std::uint64_t{15} * 131'072;
};

enum class ReadResult : std::uint8_t { samples, timeout, overflow, gone };

struct Read {
  ReadResult result = ReadResult::timeout;
  std::size_t samples = 0;
  std::uint64_t first = 0; ///< number of the first one since opening, lost ones counted
};

/// Safe to call from several threads.
class LiveTuner {
public:
  /// Errors are one sentence.
  static tl::expected<std::unique_ptr<LiveTuner>, std::string> open(const LiveTunerSpec& spec);

  void start(); ///< what waited is dropped
  void stop();
  /// Waits until there is something, or for the time given; then fills as much of out as it can.
  Read read(std::span<cf> out, std::chrono::microseconds timeout);

  void set_rate(double rate_hz);
  void tune(double center_hz);
  void set_gain(double gain_db);
  void set_automatic_gain(bool automatic);
  void set_correction(double ppm);
  void set_always_stuck(bool stuck);

  double rate_hz() const;
  double gain_db() const;
  double scene_s() const;
  std::uint64_t position() const; ///< samples since opening, lost ones counted

private:
  using Clock = std::chrono::steady_clock;
  LiveTuner(const LiveTunerSpec& spec, std::unique_ptr<WideBandPlayer> player);

  void look_at_control(Clock::time_point now);
  void move_anchor(Clock::time_point now);
  std::uint64_t made(Clock::time_point now) const;    ///< since opening
  std::uint64_t arrived(Clock::time_point now) const; ///< of those, not taken yet
  Clock::duration until_next_transfer(Clock::time_point now) const;
  void lose(std::uint64_t samples);
  Read try_read(std::span<cf> out, Clock::time_point now);

  LiveTunerSpec spec_;
  mutable std::mutex lock_;
  std::unique_ptr<WideBandPlayer> player_;
  ControlFile control_;
  std::uint32_t unplugs_at_opening_;
  bool always_stuck_ = false;
  bool running_ = false;
  Clock::time_point scene_begins_;
  Clock::time_point anchor_; ///< when sample anchor_sample_ was made
  std::uint64_t anchor_sample_ = 0;
  std::uint64_t position_ = 0; ///< of the next sample to be taken
  std::uint64_t lost_ = 0;     ///< to be told
  Clock::time_point next_look_;
  Clock::time_point stalled_until_;
};

} // namespace cw::standins
