// SMSCB blocks on CBCH (TS 44.012 §3.3, TS 23.041 §9.4.1): that they are there and what they are.
#pragma once

#include "messages/bit_reader.h"

#include <cstdint>
#include <optional>
#include <span>

namespace cw::messages::gsm {

struct CellBroadcast {
  std::uint8_t protocol = 0; ///< link protocol discriminator, 1
  bool last_block = false;
  std::uint8_t sequence = 0; ///< 0 to 3: block of the page; 8: schedule; 15: null message
  // First block of a page:
  std::optional<std::uint16_t> serial_number, message_identifier;
  std::optional<std::uint8_t> data_coding_scheme, page_parameter;
  bool operator==(const CellBroadcast&) const = default;
};

Parsed<CellBroadcast> parse_cell_broadcast(std::span<const std::uint8_t> block);

} // namespace cw::messages::gsm
