// Identities and content on SDCCH and SACCH (TS 44.006, TS 24.008, TS 24.011).
#include "messages/gsm/message_types.h"
#include "messages/gsm/rr_header.h"
#include "messages/redaction.h"

namespace cw::messages {

namespace {

namespace protocol = gsm::protocol;

constexpr std::size_t k_link_header = 3; // address, control, length

/// Layer 3 of a frame: where it begins and ends in the block, and what it says it is.
struct Layer3 {
  std::size_t from = 0, end = 0;
  std::uint8_t protocol = 0, type = 0;
  std::size_t elements() const noexcept { return from + 2; }
};

Layer3 layer_3(const Redaction& block, std::size_t from, std::size_t end) noexcept {
  Layer3 l3{from, end, 0, 0}; // protocol 0 has no messages: a header of one octet is none
  if (end < from + 2) {
    return l3;
  }
  l3.protocol = block.at(from) & 0x0FU;
  l3.type = gsm::message_type_of(l3.protocol, block.at(from + 1));
  return l3;
}

void zero_to_end(Redaction& block, const Layer3& l3, std::size_t from) noexcept {
  if (from < l3.end) {
    block.zero(from, l3.end - from);
  }
}

/// A mobile's first message, in an UA: TS 24.008 §9.2.15, §9.2.9, §9.2.12, §9.2.4; TS 44.018
/// §9.1.25.
void redact_echo(Redaction& block, const Layer3& l3) noexcept {
  if (gsm::initial_uplink_name(l3.protocol, l3.type).empty()) {
    zero_to_end(block, l3, l3.elements());
    return;
  }
  const std::size_t first = l3.elements();
  if (l3.protocol == protocol::mm && l3.type == 0x08) { // LU type, LAI, classmark 1
    block.zero_identity_lv(first + 1 + 5 + 1, l3.end);
  } else if (l3.protocol == protocol::mm && l3.type == 0x01) { // classmark 1
    block.zero_identity_lv(first + 1, l3.end);
  } else if (constexpr std::size_t k_classmark_2 = 3; block.at(first + 1) == k_classmark_2) {
    // key sequence number, classmark 2 with its length
    block.zero_identity_lv(first + 1 + 1 + k_classmark_2, l3.end);
  } else {
    zero_to_end(block, l3, first + 1);
  }
}

/// LOCATION UPDATING ACCEPT: optional elements behind the LAI. One that reaches over the end, be it
/// cut or a lie, goes.
void redact_location_updating_accept(Redaction& block, const Layer3& l3) noexcept {
  std::size_t at = l3.elements() + 5;
  while (at < l3.end) {
    const std::uint8_t iei = block.at(at);
    if ((iei & 0x80U) != 0) { // half-octet elements
      ++at;
    } else if (iei == 0x17) {
      at = block.zero_identity_lv(at + 1, l3.end);
    } else {
      const std::size_t next = at + 2 + block.at(at + 1);
      if (next > l3.end) {
        zero_to_end(block, l3, at + 2);
      }
      at = next;
    }
  }
}

void redact_message(Redaction& block, const Layer3& l3) noexcept {
  if (gsm::downlink_name(l3.protocol, l3.type).empty()) {
    zero_to_end(block, l3, l3.from); // a later segment, or nothing we know
    return;
  }
  switch (l3.protocol) {
  case protocol::sms: zero_to_end(block, l3, l3.elements() + 1); break; // length or cause stays
  case protocol::mm:
    if (l3.type == 0x02) {
      redact_location_updating_accept(block, l3);
    } else if (l3.type == 0x1A) { // TMSI REALLOCATION COMMAND: LAI, identity
      block.zero_identity_lv(l3.elements() + 5, l3.end);
    }
    break;
  case protocol::rr: break;                              // no message to a mobile names it
  default: zero_to_end(block, l3, l3.elements()); break; // CC and SS: numbers and text
  }
}

} // namespace

void redact_dedicated(Redaction& block, std::size_t frame_at) noexcept {
  const std::uint8_t address = block.at(frame_at), control = block.at(frame_at + 1);
  const std::uint8_t length = block.at(frame_at + 2);
  const bool ui = (control & 0xEFU) == 0x03, ua = (control & 0xEFU) == 0x63;
  const bool i_frame = (control & 0x01U) == 0;
  const bool sacch = frame_at != 0;
  if (ui && sacch && block.at(frame_at + 3) == gsm::k_protocol_rr) {
    return; // system information, which has no length but a pseudo length
  }
  const std::size_t from = frame_at + k_link_header;
  const std::size_t end = from + (length >> 2U);
  const bool readable = (address & 0x61U) == 0x01 && (length & 0x01U) != 0 && end <= block.size();
  if (!readable || (!ua && !ui && !i_frame)) {
    if (!readable || end > from) {
      block.zero_from(from);
    }
  } else if (end > from) {
    const Layer3 l3 = layer_3(block, from, end);
    if (ua) {
      redact_echo(block, l3);
    } else {
      redact_message(block, l3);
    }
  }
  block.zero_unless_padding(end);
}

} // namespace cw::messages
