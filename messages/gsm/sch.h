// Synchronization channel information (TS 44.018 §9.1.30a).
#pragma once

#include "messages/bit_reader.h"

#include <cstdint>
#include <span>

namespace cw::messages::gsm {

struct Sch {
  std::uint8_t bsic = 0; ///< NCC * 8 + BCC
  std::uint32_t fn = 0;  ///< TDMA frame number of this burst
  std::uint8_t ncc() const noexcept { return static_cast<std::uint8_t>(bsic >> 3U); }
  std::uint8_t bcc() const noexcept { return bsic & 7U; }
  bool operator==(const Sch&) const = default;
};

/// The 25 bits in 4 octets, laid out as the clause draws them: BSIC(6) T1(11) T2(5) T3'(3). The one
/// bit of the last octet may be its highest (the bits in a row) or its lowest (as drawn, and as
/// libosmocoding gives it). bad_value where T2 or T3' are out of range.
Parsed<Sch> parse_sch(std::span<const std::uint8_t> octets);

} // namespace cw::messages::gsm
