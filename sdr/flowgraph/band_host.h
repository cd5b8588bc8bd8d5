// Runs dsp::Band over the segments of a recording and puts what comes out on the session's clock.
#pragma once

#include "dsp/band.h"
#include "sdr/flowgraph/block_exit.h"
#include "sdr/flowgraph/train_book.h"
#include "sdr/source/recording.h"

#include <tl/expected.hpp>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cw::sdr {

/// Where a session stands after the inputs read so far.
struct SessionPosition {
  std::uint64_t samples = 0;
  double seconds = 0;
  std::uint32_t trains = 0; ///< numbers of SCH trains in use
};

/// What was looked at while the receiver was tuned to one frequency.
struct TunedSearch {
  std::optional<double> center_hz;
  dsp::BandSearch band;
};

/// Input   begin_segment() for each segment in order, its samples after it in any pieces.
/// Output  blocks and measurements to the exit, in order; t_s and first_sample over the whole
///         session: samples missing between segments take their time. A train that was left by
///         tuning elsewhere keeps its number when it is met again. What a tuner that has not moved
///         gives as if it had is dropped: no block has a carrier that is not its own.
/// State   one Band, tuned anew with a segment on another frequency.
/// Errors  begin_segment() if dsp refuses the rate.
class BandHost {
public:
  /// `band`: rate, threads and usable share; the centre comes with the segments.
  BandHost(const dsp::BandConfig& band, BlockExit& exit, SessionPosition start);

  tl::expected<void, std::string> begin_segment(const Segment& segment);
  void process(std::span<const dsp::cf> samples);
  /// Samples that nobody wants, as while a tuner settles: they only take their time.
  void skip(std::uint64_t samples) noexcept;
  /// Works through what is buffered; call after the last sample before a look at the searches.
  void finish();

  /// After finish(): where the session stands.
  const SessionPosition& position() const noexcept { return position_; }
  /// What was looked at since the last call, an entry a tuning.
  std::vector<TunedSearch> take_searches() { return std::exchange(searches_, {}); }

  /// What has been looked at in this tuning so far; nothing between tunings.
  std::optional<TunedSearch> search() const;
  /// Trains dropped since the last call because the tuner had not moved.
  unsigned take_echoes() noexcept { return std::exchange(echoes_, 0U); }

private:
  struct Hole {
    std::uint64_t sample = 0, lost = 0; ///< in this tuning: lost are all missing before it
  };
  double session_time(std::uint64_t sample) const noexcept;
  std::optional<std::uint32_t> number_train(const wire::GsmBlock& block);
  void publish(wire::GsmMeasurement& measurement);
  void publish();
  void close_tuning();

  dsp::BandConfig config_;
  BlockExit* exit_;
  SessionPosition position_;
  double input_start_s_;
  std::optional<dsp::Band> band_;
  dsp::BandOutput output_;
  std::vector<TunedSearch> searches_;
  TrainBook trains_;

  bool tuned_ = false; ///< what follows is of this tuning
  std::vector<Hole> holes_;
  std::uint64_t band_samples_ = 0;
  std::optional<double> band_center_hz_;
  double band_start_s_ = 0;
  std::uint64_t band_start_sample_ = 0;
  /// In the session, by number in the Band; none for an echo.
  std::map<std::uint32_t, std::optional<std::uint32_t>> train_numbers_;
  unsigned echoes_ = 0;
};

} // namespace cw::sdr
