// Which parser reads a block.
#include "messages/gsm/message.h"

#include "messages/gsm/message_types.h"
#include "messages/gsm/rr_header.h"

#include <algorithm>

namespace cw::messages::gsm {

namespace {

using Octets = std::span<const std::uint8_t>;

template <class T>
Parsed<Message> as_message(const Parsed<T>& parsed) {
  if (!parsed) {
    return tl::unexpected(parsed.error());
  }
  return Message(*parsed);
}

constexpr LinkFrame k_fill{0, LapdmKind::ui, 0};

/// No message of RR: an empty block if the L2 pseudo length is 0. (SI13 and others have 0 too: it
/// does not count rest octets.)
Parsed<Message> parse_without_rr(Octets l2) {
  if (l2[0] >> 2U == 0) {
    return Message(k_fill);
  }
  return tl::unexpected(ParseError::wrong_type);
}

Parsed<Message> parse_broadcast_or_common(Octets l2) {
  if (l2.size() < 3) {
    return tl::unexpected(ParseError::truncated);
  }
  if (l2[1] != k_protocol_rr) {
    return parse_without_rr(l2);
  }
  switch (l2[2]) { // TS 44.018 §10.4
  case 0x00: return as_message(parse_si13(l2));
  case 0x02: return as_message(parse_si2bis(l2));
  case 0x03: return as_message(parse_si2ter(l2));
  case 0x07: return as_message(parse_si2quater(l2));
  case 0x19: return as_message(parse_si1(l2));
  case 0x1A: return as_message(parse_si2(l2));
  case 0x1B: return as_message(parse_si3(l2));
  case 0x1C: return as_message(parse_si4(l2));
  case 0x21:
  case 0x22:
  case 0x24: return as_message(parse_paging_request(l2));
  case 0x39: return as_message(parse_immediate_assignment_extended(l2));
  case 0x3A: return as_message(parse_immediate_assignment_reject(l2));
  case 0x3F: return as_message(parse_immediate_assignment(l2));
  default: return Message(OtherRr{l2[2]});
  }
}

/// UI frames of SACCH: from the L2 pseudo length to the end of the block, rest octets and all.
Parsed<Message> parse_sacch_information(Octets l2) {
  if (l2[1] != k_protocol_rr) {
    return parse_without_rr(l2);
  }
  switch (l2[2]) {
  case 0x05: return as_message(parse_si5bis(l2));
  case 0x06: return as_message(parse_si5ter(l2));
  case 0x1D: return as_message(parse_si5(l2));
  case 0x1E: return as_message(parse_si6(l2));
  default: return Message(OtherRr{l2[2]});
  }
}

struct Widen {
  template <class T>
  Message operator()(const T& message) const {
    return Message(message);
  }
};

Parsed<Message> parse_dedicated(const wire::GsmBlock& block) {
  const Parsed<LapdmFrame> frame = parse_lapdm(block);
  if (!frame) {
    return tl::unexpected(frame.error());
  }
  if (frame->kind == LapdmKind::ui && block.channel == wire::GsmChannel::sacch) {
    return parse_sacch_information(Octets(block.data).last(k_sacch_octets));
  }
  const LinkFrame link{frame->sapi, frame->kind, frame->length};
  if (frame->length == 0) {
    return Message(link);
  }
  if (frame->kind == LapdmKind::ua) {
    return as_message(parse_uplink_echo(frame->information));
  }
  if (frame->kind != LapdmKind::i && frame->kind != LapdmKind::ui) {
    return Message(link);
  }
  const Parsed<DialogueMessage> dialogue = parse_dialogue(frame->information);
  if (dialogue) {
    return std::visit(Widen{}, *dialogue);
  }
  // A later segment does not begin like a message.
  if (dialogue.error() == ParseError::wrong_type || frame->length == 1) {
    return Message(link);
  }
  return tl::unexpected(dialogue.error());
}

} // namespace

Parsed<Message> parse_block(const wire::GsmBlock& block) {
  const Octets octets =
      Octets(block.data).first(std::min<std::size_t>(block.length, block.data.size()));
  switch (block.channel) {
  case wire::GsmChannel::sch: return as_message(parse_sch(octets));
  case wire::GsmChannel::bcch:
  case wire::GsmChannel::bcch_ext:
  case wire::GsmChannel::ccch: return parse_broadcast_or_common(octets);
  case wire::GsmChannel::sdcch4:
  case wire::GsmChannel::sdcch8:
  case wire::GsmChannel::sacch: return parse_dedicated(block);
  case wire::GsmChannel::cbch: return as_message(parse_cell_broadcast(octets));
  }
  return tl::unexpected(ParseError::wrong_type);
}

} // namespace cw::messages::gsm
