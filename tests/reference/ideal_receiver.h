// What could be had at best: the receiver that knows timing, carrier, noise and the channel of
// every burst, and has only the data left to find. Sensitivity of the real one is measured against
// it on the same samples.
#pragma once

#include "tests/support/gsm_bursts.h"

#include <complex>
#include <span>

namespace cw::reference {

using cf = std::complex<float>;

/// A block that is known to be in the recording.
struct KnownBlock {
  double first_sample = 0; ///< where its first burst begins on the direct path
  unsigned tsc = 0;
  support::BlockOctets data{};
};

struct IdealReceiver {
  std::span<const cf>
      clean; ///< the recording without noise: what the channel did is read from here
  std::span<const cf> noisy; ///< the same with noise: what is decoded
  double carrier_offset_hz = 0;
  double noise_variance = 0; ///< per sample, above 0
  unsigned memory = 6;       ///< symbols; 2^memory states

  /// Whether the block comes out right: channel by least squares over all 148 known symbols of the
  /// clean burst, two samples a symbol (all of the signal and white noise, so nothing is lost
  /// before the trellis), max-log BCJR, libosmocoding. The recordings have exactly 2 samples a
  /// symbol.
  bool decodes(const KnownBlock& block) const;
};

} // namespace cw::reference
