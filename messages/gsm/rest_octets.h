// Rest octets: bits relative to the padding 0x2B, and absent where the message ends (TS 44.018
// §10.5.2, TS 44.060 §11).
#pragma once

#include "messages/bit_reader.h"

namespace cw::messages::gsm {

/// True for H: a bit that differs from the padding 0010 1011 in its place. The end of the octets
/// reads as L for ever, which is how a shorter sender's message is to be understood.
inline bool take_high(BitReader& in) noexcept {
  if (in.bits_left() == 0) {
    return false;
  }
  const unsigned padding = 0x2BU >> (7U - in.position_bits() % 8) & 1U;
  return in.take(1) != padding;
}

} // namespace cw::messages::gsm
