// The band of a live radio: samples from the flowgraph's thread, tunings from another.
#pragma once

#include "sdr/flowgraph/band_host.h"
#include "sdr/scan/iq_ring.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <span>

namespace cw::sdr {

/// Of the samples since the last look.
struct SignalCounts {
  std::uint64_t samples = 0;      ///< received since the start, kept or not
  std::uint64_t overruns = 0;     ///< holes since the start
  std::uint64_t samples_lost = 0; ///< in them, as far as known
  double power = 0;               ///< mean, of full scale 1
  double clipped_fraction = 0;    ///< of values at full scale
};

/// Between leave() and the end of arrive()'s settling time nothing is believed: what comes then was
/// received before, while or right after the tuner moved. Time runs on by the number of samples, so
/// that frame numbers can be followed from visit to visit.
///
/// Output  blocks and measurements to the exit, t_s in seconds since the first sample.
/// Errors  create() if dsp refuses the rate.
class LiveBand {
public:
  /// `exit` and `ring` (nullptr: none) must outlive it.
  /// `start`: where the session stands, for a radio that came back.
  LiveBand(const dsp::BandConfig& band, BlockExit& exit, IqRing* ring, SessionPosition start = {});

  /// From the flowgraph's thread.
  void take(std::span<const cf> samples);
  /// A hole before the next sample; 0: of unknown length.
  void lost(std::uint64_t samples);

  /// From the thread that tunes. Works through what was heard; deaf from then on.
  void leave();
  /// The tuner stands: hear after so many samples.
  tl::expected<void, std::string> arrive(double center_hz, std::uint64_t settle_samples);

  /// Called after each piece of work, with what it gave already at the exit.
  void on_handed_on(std::function<void()> call) { handed_on_ = std::move(call); }

  SignalCounts take_counts();
  /// Trains dropped since the last call because the tuner had not moved, see BandHost.
  unsigned take_echoes();
  /// Carriers that stood out of the noise in the newest look at each frequency.
  std::uint32_t carriers_seen();
  /// Without waiting for work in progress: samples received so far; those and what is known to be
  /// lost; when the newest came, if `now_s` is told often.
  std::uint64_t received() const noexcept { return received_.load(std::memory_order_relaxed); }
  std::uint64_t elapsed() const noexcept { return elapsed_.load(std::memory_order_relaxed); }
  double last_sample_s(double now_s) noexcept;
  double session_s() const noexcept; ///< of the next sample
  std::uint32_t trains();            ///< numbers in use

private:
  enum class Hearing : std::uint8_t { deaf, settling, on };
  void begin_tuning();
  std::span<const cf> pass_over(std::span<const cf> samples);
  void measure(std::span<const cf> samples);
  void see(const TunedSearch& search);

  std::mutex mutex_;
  double rate_hz_, start_s_;
  BandHost host_;
  IqRing* ring_;
  Hearing hearing_ = Hearing::deaf;
  double center_hz_ = 0;
  std::uint64_t settle_left_ = 0;
  std::uint64_t overruns_ = 0, samples_lost_ = 0;
  double power_sum_ = 0;
  std::uint64_t measured_ = 0, clipped_ = 0;
  std::map<std::int64_t, std::uint32_t> seen_; ///< carriers, by centre in kHz
  std::function<void()> handed_on_ = [] {};
  std::atomic<std::uint64_t> received_{0}, elapsed_{0};
  std::uint64_t received_then_ = 0;
  double then_s_ = 0;
};

} // namespace cw::sdr
