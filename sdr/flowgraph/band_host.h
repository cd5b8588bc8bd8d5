// Runs dsp::Band over the segments of a recording and puts what comes out on the session's clock.
#pragma once

#include "dsp/band.h"
#include "sdr/flowgraph/block_exit.h"
#include "sdr/source/recording.h"

#include <tl/expected.hpp>

#include <optional>
#include <span>
#include <string>
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
/// Output  blocks and measurements to the exit, in order; t_s, first_sample and train count over
/// the
///         whole session: samples missing between segments take their time.
/// State   one Band; a segment on another frequency gets a new one.
/// Errors  begin_segment() if dsp refuses the rate.
class BandHost {
public:
  BandHost(const Recording& recording, unsigned threads, BlockExit& exit, SessionPosition start);

  tl::expected<void, std::string> begin_segment(std::size_t index);
  void process(std::span<const dsp::cf> samples);
  /// Works through what is buffered; call once, after the last sample.
  void finish();

  /// After finish(): where the session stands, and what was looked at, an entry a Band.
  const SessionPosition& position() const noexcept { return position_; }
  const std::vector<TunedSearch>& searches() const noexcept { return searches_; }

private:
  struct Hole {
    std::uint64_t sample = 0, lost = 0; ///< in this Band: lost are all samples missing before it
  };
  double session_time(std::uint64_t sample) const noexcept;
  void number_train(wire::RadioId& heard_on);
  void publish(wire::GsmMeasurement& measurement);
  void publish();
  void close_band();

  const Recording* recording_;
  unsigned threads_;
  BlockExit* exit_;
  SessionPosition position_;
  double input_start_s_;
  std::optional<dsp::Band> band_;
  dsp::BandOutput output_;
  std::vector<TunedSearch> searches_;
  std::vector<Hole> holes_;
  std::uint64_t band_samples_ = 0; ///< given to this Band
  std::optional<double> band_center_hz_;
  double band_start_s_ = 0;
  std::uint64_t band_start_sample_ = 0;
  std::uint32_t band_first_train_ = 0;
};

} // namespace cw::sdr
