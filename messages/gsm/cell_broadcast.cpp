// SMSCB block type octet, TS 44.012 §3.3, and the head of a page, TS 23.041 §9.4.1.2.
#include "messages/gsm/cell_broadcast.h"

#include "messages/gsm/rr_header.h"

namespace cw::messages::gsm {

Parsed<CellBroadcast> parse_cell_broadcast(std::span<const std::uint8_t> block) {
  BitReader in(block);
  CellBroadcast broadcast;
  in.skip(1);
  broadcast.protocol = static_cast<std::uint8_t>(in.take(2));
  broadcast.last_block = in.take_flag();
  broadcast.sequence = static_cast<std::uint8_t>(in.take(4));
  if (broadcast.sequence == 0) {
    broadcast.serial_number = static_cast<std::uint16_t>(in.take(16));
    broadcast.message_identifier = static_cast<std::uint16_t>(in.take(16));
    broadcast.data_coding_scheme = static_cast<std::uint8_t>(in.take(8));
    broadcast.page_parameter = static_cast<std::uint8_t>(in.take(8));
  }
  if (block.size() < k_block_octets) {
    in.fail();
  }
  return finish(in, broadcast.protocol == 0b01, broadcast);
}

} // namespace cw::messages::gsm
