// Splits a wide capture into carriers: one forward FFT for all of them, a small inverse FFT for
// each.
#pragma once

#include "dsp/common/fft.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cw::dsp {

struct ChannelizerConfig {
  double sample_rate_hz = 0; ///< of the capture, above 0
  double output_rate_hz = 0; ///< wanted; what comes out lies within 12 % of it
  double passband_hz = 0;    ///< two-sided width between the half-power points
  double narrow_passband_hz =
      0; ///< of the second filter, for carriers with a louder one beside them
};

/// Overlap-save filter bank. Every carrier is filtered by the same linear-phase low-pass, shifted
/// to 0 Hz and decimated. A carrier's samples are exact in time: output sample j lies at input
/// sample j * decimation(), the filter's delay is taken out.
///
/// Use: hand blocks of block_samples() inputs, each hop_samples() after the last, to forward();
/// hand any kept spectrum and a place to inverse().
class Channelizer {
public:
  enum class Filter : std::uint8_t { wide, narrow };
  struct Place {
    std::ptrdiff_t shift_bins = 0; ///< of the carrier, times bin_hz()
    Filter filter = Filter::wide;
  };

  explicit Channelizer(const ChannelizerConfig& config);

  std::size_t block_samples() const noexcept { return forward_.size(); }
  std::size_t hop_samples() const noexcept { return forward_.size() / 8 * 7; }
  /// A block's first output lies this many inputs after its first input.
  std::size_t lead_samples() const noexcept { return forward_.size() / 16; }
  std::size_t outputs_per_block() const noexcept { return k_inverse_size / 8 * 7; }
  double decimation() const noexcept { return decimation_; }
  double output_rate_hz() const noexcept { return sample_rate_hz_ / decimation_; }
  double bin_hz() const noexcept { return bin_hz_; }

  /// block: block_samples() inputs. spectrum: as many bins, in FFT order.
  void forward(const cf* block, cf* spectrum) const noexcept { forward_.run(block, spectrum); }

  /// One block of the carrier at shift_bins * bin_hz(), outputs_per_block() samples to out. The
  /// index of the block counts from 0 at the start of the stream and keeps the phase steady across
  /// blocks.
  void inverse(std::span<const cf> spectrum,
               const Place& place,
               std::uint64_t block_index,
               std::span<cf> scratch,
               cf* out) const noexcept;
  static constexpr std::size_t scratch_size() noexcept { return 2 * k_inverse_size; }

private:
  static constexpr std::size_t k_inverse_size = 512;
  double sample_rate_hz_, decimation_, bin_hz_;
  Fft forward_, inverse_;
  struct LowPass {
    std::vector<float> response; ///< k_inverse_size bins in FFT order, scaled
    std::ptrdiff_t reach = 0;    ///< bins to either side of the carrier that it lets through
  };
  LowPass make_low_pass(double passband_hz) const;
  LowPass wide_, narrow_;
};

} // namespace cw::dsp
