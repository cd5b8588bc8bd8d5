// From "there may be a synchronization burst about here" to its place, its channel and what it
// says.
#pragma once

#include "dsp/common/fft.h"
#include "dsp/gsm/burst_sampler.h"
#include "dsp/gsm/channel_decoder.h"

#include <optional>
#include <span>
#include <vector>

namespace cw::dsp::gsm {

/// A synchronization burst that was read, and all a tracker needs to go on from it.
struct SyncBurst {
  DecodedSch sch;
  BurstPlace place; ///< of its symbol 0, refined
  ChannelStatistics statistics;
  float snr_db = 0.0F; ///< Es/N0
};

/// Where the extended training sequence seems to be, found without a frequency correction burst.
struct TrainingHit {
  double position = 0; ///< of symbol 0 of the burst, in stream samples
  double cfo_hz = 0;
  float share = 0.0F; ///< of the power that is the training sequence, 0 to 1
};

/// Scratch memory for one thread; holds no state between calls.
class SyncAcquirer {
public:
  explicit SyncAcquirer(const BurstSampler& sampler);

  /// Searches range_symbols to either side of the expected place. refine_cfo: the carrier is known
  /// to a kilohertz only, measure it on the training sequence first.
  std::optional<SyncBurst> read(const CarrierStream& stream,
                                const BurstPlace& expected,
                                int range_symbols,
                                bool refine_cfo,
                                BurstDemodulator& demodulator);

  /// Power of the channel's taps, noise taken out, wider than any tracker's window: index i is tap
  /// i - k_profile_first of a burst at this place.
  static constexpr std::size_t k_wide = 16;
  static constexpr int k_profile_first = 4;
  std::array<float, k_wide> power_profile(const CarrierStream& stream,
                                          const BurstPlace& place) const;

  /// The training sequence anywhere in the stream with any carrier error in the range: for channels
  /// whose echoes cancel the tone of the FCCH. Costs some 50 times as much as looking for the tone.
  std::vector<TrainingHit> find_training(const CarrierStream& stream,
                                         double min_cfo_hz,
                                         double max_cfo_hz,
                                         std::size_t max_hits);

private:
  struct Profile {
    std::array<cf, k_wide> taps{};
    float noise_variance = 0.0F;
  };
  static constexpr std::size_t k_training_transform = 128;
  struct Lag {
    double position = 0;
    int bin = 0;
    float share = 0.0F;
  };
  std::optional<SyncBurst> decode(const CarrierStream& stream,
                                  const BurstPlace& place,
                                  const ChannelStatistics& prior,
                                  BurstDemodulator& demodulator) const;
  Lag strongest_offset(std::size_t lag, float total, int low, int high);
  bool align(const CarrierStream& stream, int range_symbols, BurstPlace& place);
  Profile profile(std::span<const cf> samples) const noexcept;

  const BurstSampler* sampler_;
  std::array<std::array<float, k_wide>, k_wide> inverse_gram_{};
  Fft fft_;
  std::vector<cf> samples_;
  AlignedVector<cf> padded_, bins_;
};

/// Carrier error left in a burst of known symbols: from the phase between its halves, in Hz.
/// symbols outside [begin, end) are not used.
double residual_cfo_hz(std::span<const cf> samples,
                       std::span<const float> symbols,
                       std::size_t begin,
                       std::size_t end,
                       const ChannelEstimate& channel) noexcept;

std::array<float, k_burst_symbols> as_floats(const BurstPattern& pattern) noexcept;

} // namespace cw::dsp::gsm
