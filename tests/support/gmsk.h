// GMSK as TS 45.004 defines it: a phase, not a sum of pulses.
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

namespace cw::support {

/// An angle in units of 2^-32 turn: adding wraps by itself and loses nothing.
using Angle = std::uint32_t;

std::complex<float> unit_phasor(Angle angle) noexcept; ///< to 16 bits of angle

/// The modulating phase of a bit sequence, differential encoding and BT = 0.3 pulse included
/// (TS 45.004 clause 2). Bit k acts around time k + 0.5, in symbols; before the first bit there
/// were ones (TS 45.004 §2.2).
class GmskPhase {
public:
  explicit GmskPhase(std::span<const std::uint8_t> bits);

  /// Times outside the sequence by more than two symbols are taken as its first and last instant.
  Angle at(double symbol_time) const noexcept;

private:
  struct Symbol {
    std::uint8_t pattern;  ///< this bit and two to either side, +1 as 1, oldest first
    std::uint8_t quarters; ///< quarter turns of all the bits before those
  };
  std::vector<Symbol> symbols_;
};

} // namespace cw::support
