// One cell while it is heard: keeps its time and frequency, reads its channels, measures it.
#pragma once

#include "dsp/gsm/fcch_detector.h"
#include "dsp/gsm/frame_clock.h"
#include "dsp/gsm/multiframe.h"
#include "dsp/gsm/path_profile.h"
#include "dsp/gsm/repeat_combiner.h"
#include "dsp/gsm/sync_acquirer.h"
#include "wire/gsm_block.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace cw::dsp::gsm {

/// What one thread needs to work on a carrier; holds no state between calls.
struct Scratch {
  BurstSampler sampler;
  BurstDemodulator demodulator;
  FcchDetector fcch;
  SyncAcquirer sync{sampler};
};

/// What a carrier hands on; positions and times are still those of its stream.
struct CarrierOutput {
  std::vector<wire::GsmBlock> blocks;
  std::vector<wire::GsmMeasurement> measurements;
};

/// How a carrier's stream lies in the input.
struct CarrierPlace {
  wire::RadioId radio;         ///< without BSIC and train
  double stream_center_hz = 0; ///< 0 Hz of the stream, from the recording's centre
  double input_samples_per_output = 1;
  double input_rate_hz = 0;
};

class CellTracker {
public:
  static constexpr unsigned k_most_misses = 22; ///< a second of synchronization bursts

  CellTracker(const SyncBurst& sync, const CarrierPlace& place, std::uint32_t train);

  /// Works through all bursts and blocks that lie wholly in the stream and were not worked through
  /// before. The stream has to begin at least 6 frames before its new samples. last: nothing will
  /// follow, so that what is whole is taken up to the end.
  void process(const CarrierStream& stream, bool last, Scratch& scratch, CarrierOutput& out);

  bool lost() const noexcept { return misses_ >= k_most_misses; }
  /// Synchronization bursts in a row that were not heard.
  unsigned misses() const noexcept { return misses_; }
  /// First frame not worked through yet.
  std::uint32_t next_frame() const noexcept { return next_frame_; }
  /// At least two synchronization bursts agree, or one was read beyond doubt, or a block was.
  bool confirmed() const noexcept { return confirmed_; }
  std::uint8_t bsic() const noexcept { return bsic_; }
  std::uint32_t train() const noexcept { return train_; }
  double cfo_hz() const noexcept { return cfo_hz_; }
  float power() const noexcept { return statistics_.power(); }
  float snr() const noexcept { return statistics_.power() / statistics_.noise_variance(); }
  const ChannelStatistics& statistics() const noexcept { return statistics_; }
  BurstPlace place(std::uint32_t fn, std::uint8_t slot) const noexcept;
  const FrameClock& clock() const noexcept { return clock_; }
  /// Where this cell's FCCH or SCH bursts lie: another cell's are elsewhere.
  bool owns(double position, double tolerance_symbols) const noexcept;
  std::uint32_t sch_count() const noexcept { return sch_; }
  std::uint32_t fcch_count() const noexcept { return fcch_; }
  wire::GsmMeasurement measurement(double stream_end) const;
  /// The last one of a cell that is no longer heard, at the end of its last SCH.
  wire::GsmMeasurement farewell() const;

private:
  enum class Steer : std::uint8_t {
    no,
    yes
  }; ///< whether a burst moves the clock and the carrier loop

  /// A dedicated channel that an Immediate Assignment opened, on a slot other than 0.
  struct Followed {
    std::uint8_t slot = 0, sub = 0, tsc = 0;
    bool cbch = false;
    unsigned misses = 0;
  };
  struct BlockAt {
    std::uint32_t fn = 0;
    std::uint8_t slot = 0, tsc = 0;
  };
  struct ReadBlock {
    SoftBlock soft{};
    std::optional<DecodedBlock> decoded;
    float noise_variance = 0.0F, power = 0.0F;
  };

  bool whole(const CarrierStream& stream, std::uint32_t fn) const noexcept;
  void follow_sync(const CarrierStream& stream, Scratch& scratch, CarrierOutput& out);
  void take_sync(const CarrierStream& stream,
                 std::uint32_t fn,
                 Steer steer,
                 Scratch& scratch,
                 CarrierOutput& out);
  void keep_window(const CarrierStream& stream, const BurstPlace& place, Scratch& scratch);
  void find_again(const CarrierStream& stream, std::uint32_t fn, Scratch& scratch);
  void take_fcch(const CarrierStream& stream, std::uint32_t fn);
  void learn_cfo(double measured_hz, double variance_hz2) noexcept;
  void follow_blocks(const CarrierStream& stream, bool last, Scratch& scratch, CarrierOutput& out);
  void
  take_ts0(const CarrierStream& stream, std::uint32_t fn, Scratch& scratch, CarrierOutput& out);
  void take_followed(const CarrierStream& stream,
                     std::uint32_t fn,
                     Scratch& scratch,
                     CarrierOutput& out);
  bool read(const CarrierStream& stream, const BlockAt& at, Scratch& scratch, ReadBlock& block);
  void emit(const BlockAt& at,
            wire::GsmChannel channel,
            std::uint8_t sub,
            const ReadBlock& block,
            const DecodedBlock& decoded,
            std::uint16_t combined,
            CarrierOutput& out);
  wire::GsmBlock stamp(std::uint32_t fn, std::uint8_t slot) const;
  void learn(const wire::GsmBlock& block);
  void measure_slots(const CarrierStream& stream, std::uint32_t fn, Scratch& scratch);

  CarrierPlace carrier_;
  std::uint8_t bsic_;
  std::uint32_t train_;
  FrameClock clock_;
  ChannelStatistics statistics_;
  PathProfile paths_;
  std::array<float, SyncAcquirer::k_wide> profile_{}; ///< mean power of the taps around the window
  unsigned profiles_ = 0;
  double cfo_hz_, cfo_variance_;                             ///< tracked: against the stream's 0 Hz
  double cfo_sum_ = 0, cfo_weight_ = 0, cfo_square_sum_ = 0; ///< averaged since it was found
  std::array<double, 8> slot_late_{};    ///< learned offset of each slot from 156.25 symbols
  std::uint32_t next_sync_, next_frame_; ///< first frames not yet worked through
  bool started_ = false;
  bool confirmed_;
  unsigned misses_ = 0;
  double heard_until_ = 0; ///< stream sample behind the last SCH that was heard
  std::array<RepeatCombiner, 8> repeats_;
  std::optional<bool> combined_ccch_;
  std::optional<std::uint8_t> cbch_sdcch4_sub_;
  std::vector<Followed> followed_;
  std::uint32_t fcch_ = 0, sch_ = 0, good_ = 0, tried_ = 0, dummy_ = 0, other_ = 0;
  std::array<double, 8> slot_power_{};
  std::uint32_t slot_frames_ = 0;
};

} // namespace cw::dsp::gsm
