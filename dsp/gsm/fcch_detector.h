// Finds frequency correction bursts: 148 symbols of a plain tone 67 708 Hz above the carrier
// (TS 45.002 clause 5.2.4).
#pragma once

#include "dsp/common/fft.h"
#include "dsp/gsm/burst_sampler.h"

#include <optional>
#include <span>
#include <vector>

namespace cw::dsp::gsm {

struct FcchHit {
  double position = 0;     ///< peak of its symbol 0, in stream samples; good to some symbols
  double cfo_hz = 0;       ///< carrier against 0 Hz of the stream
  float tone_share = 0.0F; ///< of the power in the burst, 0 to 1
};

struct FcchSearch {
  double min_cfo_hz = 0, max_cfo_hz = 0; ///< within +-50 kHz
  std::size_t max_hits = 8;
};

/// What a tone would have to reach to be one: a share of the power that noise alone exceeds once in
/// some 100 000 stretches. The synchronization burst that has to follow decides.
inline constexpr float k_min_tone_share = 0.12F;

/// Scratch memory for one thread; holds no state between calls.
class FcchDetector {
public:
  FcchDetector();

  /// The strongest tones of burst length in the stream, best first, at most search.max_hits; the
  /// share of the best stretch goes to best_share even if it is no hit.
  std::vector<FcchHit>
  find(const CarrierStream& stream, const FcchSearch& search, float& best_share);

  /// Measures the tone of a burst whose place is known to a symbol or two. Nothing if there is no
  /// tone within +-1.5 kHz of place.cfo_hz.
  static bool measure(const CarrierStream& stream, const BurstPlace& place, FcchHit& hit) noexcept;

private:
  /// A window of the stream and the strongest tone in it.
  struct Stretch {
    std::size_t begin = 0;
    double bin = 0;
    float share = 0.0F;
  };
  Stretch strongest_tone(std::span<const cf> window, int low, int high);
  std::vector<Stretch>
  peaks(const CarrierStream& stream, const FcchSearch& search, float& best_share);
  static std::optional<FcchHit> refine(const CarrierStream& stream, const Stretch& stretch);

  static constexpr std::size_t k_window = 256, k_hop = 128;
  Fft fft_;
  AlignedVector<cf> window_, bins_;
};

} // namespace cw::dsp::gsm
