// Synchronization channel information (TS 44.018 §9.1.30a).
#pragma once

#include "messages/bit_reader.h"

#include <cstdint>
#include <span>

namespace cw::messages::gsm {

struct Sch {
  std::uint8_t bsic = 0; ///< NCC * 8 + BCC
  std::uint32_t fn = 0;  ///< TDMA frame number of this burst
  std::uint8_t ncc() const noexcept { return bsic >> 3U; }
  std::uint8_t bcc() const noexcept { return bsic & 7U; }
  bool operator==(const Sch&) const = default;
};

/// The 25 bits, MSB first, in 4 octets. bad_value where T2 or T3' are out of range.
Parsed<Sch> parse_sch(std::span<const std::uint8_t> octets);

} // namespace cw::messages::gsm
