// LAPDm frames (TS 44.006 §2.1, §3).
#include "messages/gsm/lapdm.h"

#include "messages/gsm/rr_header.h"

namespace cw::messages::gsm {

namespace {

/// Control field formats of §3.4, table 3. x stands for P or F.
void read_control(LapdmFrame& frame) noexcept {
  const unsigned control = frame.control;
  frame.poll_final = (control & 0x10U) != 0;
  frame.nr = static_cast<std::uint8_t>(control >> 5U);
  if ((control & 0b1U) == 0) {
    frame.kind = LapdmKind::i;
    frame.ns = static_cast<std::uint8_t>(control >> 1U & 0b111U);
    return;
  }
  if ((control & 0b11U) == 0b01) {
    switch (control >> 2U & 0b11U) {
    case 0b00: frame.kind = LapdmKind::rr; break;
    case 0b01: frame.kind = LapdmKind::rnr; break;
    case 0b10: frame.kind = LapdmKind::rej; break;
    default: frame.kind = LapdmKind::other; break;
    }
    return;
  }
  frame.nr = 0;
  switch (control & 0b1110'1111U) {
  case 0b0010'1111: frame.kind = LapdmKind::sabm; break; // 001x 1111
  case 0b0000'1111: frame.kind = LapdmKind::dm; break;   // 000x 1111
  case 0b0000'0011: frame.kind = LapdmKind::ui; break;   // 000x 0011
  case 0b0100'0011: frame.kind = LapdmKind::disc; break; // 010x 0011
  case 0b0110'0011: frame.kind = LapdmKind::ua; break;   // 011x 0011
  default: frame.kind = LapdmKind::other; break;
  }
}

} // namespace

// UI frames of system information on SACCH (format B4) have no length field, but the L2 pseudo
// length of the message stands in its place and has its form.
Parsed<LapdmFrame> parse_lapdm(const wire::GsmBlock& block) {
  if (block.length < k_block_octets) {
    return tl::unexpected(ParseError::truncated);
  }
  BitReader in(block.data);
  LapdmFrame frame;
  if (block.channel == wire::GsmChannel::sacch) {
    in.skip(3);
    frame.ordered_ms_power = static_cast<std::uint8_t>(in.take(5));
    in.skip(1);
    frame.ordered_timing_advance = static_cast<std::uint8_t>(in.take(7));
  }
  in.skip(1);
  const bool lapdm = in.take(2) == 0; // link protocol discriminator
  frame.sapi = static_cast<std::uint8_t>(in.take(3));
  frame.command = in.take_flag();
  const bool one_address_octet = in.take_flag();
  frame.control = static_cast<std::uint8_t>(in.take(8));
  read_control(frame);
  frame.length = static_cast<std::uint8_t>(in.take(6));
  frame.more = in.take_flag();
  const bool one_length_octet = in.take_flag();
  if (!lapdm) {
    return tl::unexpected(ParseError::wrong_type);
  }
  frame.information = in.take_span(frame.length);
  if (!one_address_octet || !one_length_octet || !in.ok()) {
    return tl::unexpected(ParseError::bad_value);
  }
  return frame;
}

const char* lapdm_kind_name(LapdmKind kind) noexcept {
  switch (kind) {
  case LapdmKind::i: return "i";
  case LapdmKind::rr: return "rr";
  case LapdmKind::rnr: return "rnr";
  case LapdmKind::rej: return "rej";
  case LapdmKind::sabm: return "sabm";
  case LapdmKind::dm: return "dm";
  case LapdmKind::ui: return "ui";
  case LapdmKind::disc: return "disc";
  case LapdmKind::ua: return "ua";
  case LapdmKind::other: break;
  }
  return "other";
}

} // namespace cw::messages::gsm
