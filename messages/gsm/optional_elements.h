// Optional elements of layer 3 messages (TS 24.007 §11.2.1.1): IEI, length and value, one after the
// other.
#pragma once

#include "messages/bit_reader.h"

#include <cstdint>
#include <optional>
#include <span>

namespace cw::messages::gsm {

struct Element {
  std::uint8_t iei = 0; ///< of half-octet elements the whole octet
  std::span<const std::uint8_t> value;
};

/// IEIs below 0x80 whose value has a fixed length and no length octet (TV).
struct FixedElement {
  std::uint8_t iei = 0;
  std::uint8_t octets = 0; ///< of the value
};

inline constexpr FixedElement k_mm_elements[] = {{0x46, 1}, {0x47, 7}}; ///< time zone; with time
inline constexpr FixedElement k_rr_elements[] = {{0x62, 16}}; ///< cell channel description

/// Next element, or nothing at the end or where an element reaches over the end.
std::optional<Element> take_element(BitReader& in, std::span<const FixedElement> fixed) noexcept;

} // namespace cw::messages::gsm
