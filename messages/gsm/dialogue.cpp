// RR, MM, CC and SMS messages to one mobile (TS 44.018 §9.1, TS 24.008 §9.2, TS 24.011 §7.2).
#include "messages/gsm/dialogue.h"

#include "messages/gsm/message_types.h"
#include "messages/gsm/optional_elements.h"

namespace cw::messages::gsm {

namespace {

using Result = Parsed<DialogueMessage>;

std::uint8_t take_octet(BitReader& in, unsigned bits = 8) noexcept {
  return static_cast<std::uint8_t>(in.take(bits));
}

MobileIdentity take_identity_lv(BitReader& in) noexcept {
  const std::size_t length = in.take(8);
  return read_mobile_identity(in.take_octets(length));
}

Result finish_dialogue(const BitReader& in, DialogueMessage message) {
  if (!in.ok()) {
    return tl::unexpected(ParseError::truncated);
  }
  return message;
}

Result read_location_updating_accept(BitReader in) {
  LocationUpdatingAccept accept;
  accept.lai = take_lai(in);
  const bool mandatory_part = in.ok();
  while (const std::optional<Element> element = take_element(in, k_mm_elements)) {
    if (element->iei == 0x17) {
      accept.identity = read_mobile_identity(BitReader(element->value));
    } else if (element->iei == 0xA1) {
      accept.follow_on_proceed = true;
    }
  }
  if (!mandatory_part) {
    return tl::unexpected(ParseError::truncated);
  }
  return accept;
}

// A challenge of 16 octets and, in UMTS, an AUTN after it, most of which lies in the next segment.
Result read_authentication_request(BitReader in) {
  AuthenticationRequest request;
  in.skip(4);
  request.cksn = take_octet(in, 4);
  in.take_span(16); // RAND
  request.has_autn = in.peek(8) == 0x20;
  return finish_dialogue(in, request);
}

Result read_tmsi_reallocation(BitReader in) {
  TmsiReallocationCommand command;
  command.lai = take_lai(in);
  command.identity = take_identity_lv(in);
  return finish_dialogue(in, command);
}

Result read_mm_information(BitReader in) {
  MmInformation information;
  while (const std::optional<Element> element = take_element(in, k_mm_elements)) {
    information.full_name |= element->iei == 0x43;
    information.short_name |= element->iei == 0x45;
    information.time |= element->iei == 0x47;
  }
  return information;
}

Result read_identity_request(BitReader in) {
  in.skip(5);
  const IdentityRequest request{take_octet(in, 3)};
  return finish_dialogue(in, request);
}

template <class T>
Result read_cause(BitReader in) {
  T message;
  message.cause = take_octet(in);
  return finish_dialogue(in, message);
}

Result read_mm(std::uint8_t type, BitReader in) {
  switch (type) {
  case 0x02: return read_location_updating_accept(in);
  case 0x04: return read_cause<LocationUpdatingReject>(in);
  case 0x11: return AuthenticationReject{};
  case 0x12: return read_authentication_request(in);
  case 0x18: return read_identity_request(in);
  case 0x1A: return read_tmsi_reallocation(in);
  case 0x21: return CmServiceAccept{};
  case 0x22: return read_cause<CmServiceReject>(in);
  case 0x29: return read_cause<MmAbort>(in);
  case 0x32: return read_mm_information(in);
  default: return OtherL3{protocol::mm, type};
  }
}

Result read_ciphering_mode_command(BitReader in) {
  CipheringModeCommand command;
  in.skip(3);
  command.imeisv_requested = in.take_flag();  // cipher response, §10.5.2.10
  command.algorithm_code = take_octet(in, 3); // cipher mode setting, §10.5.2.9
  command.start_ciphering = in.take_flag();
  return finish_dialogue(in, command);
}

Result read_channel_release(BitReader in) {
  ChannelRelease release;
  release.cause = take_octet(in);
  const bool mandatory_part = in.ok();
  while (const std::optional<Element> element = take_element(in, k_rr_elements)) {
    release.cell_selection_indicator |= element->iei == 0x77;
  }
  if (!mandatory_part) {
    return tl::unexpected(ParseError::truncated);
  }
  return release;
}

Result read_assignment_command(BitReader in) {
  const AssignmentCommand command{take_channel_description(in)};
  return finish_dialogue(in, command);
}

Result read_handover_command(BitReader in) {
  HandoverCommand command;
  const unsigned arfcn_high = in.take(2); // cell description, §10.5.2.2
  command.ncc = take_octet(in, 3);
  command.bcc = take_octet(in, 3);
  command.bcch_arfcn = static_cast<std::uint16_t>(arfcn_high << 8U | in.take(8));
  command.channel = take_channel_description(in);
  return finish_dialogue(in, command);
}

Result read_rr(std::uint8_t type, BitReader in) {
  switch (type) {
  case 0x0D: return read_channel_release(in);
  case 0x13: return ClassmarkEnquiry{};
  case 0x2B: return read_handover_command(in);
  case 0x2E: return read_assignment_command(in);
  case 0x35: return read_ciphering_mode_command(in);
  default: return OtherL3{protocol::rr, type};
  }
}

Result read_sms(std::uint8_t type, std::uint8_t transaction, BitReader in) {
  switch (type) {
  case 0x01: {
    const CpData data{transaction, take_octet(in)};
    return finish_dialogue(in, data);
  }
  case 0x10: return read_cause<CpError>(in);
  default: return CpAck{};
  }
}

} // namespace

Parsed<DialogueMessage> parse_dialogue(std::span<const std::uint8_t> l3) {
  BitReader in(l3);
  const std::uint8_t transaction = take_octet(in, 4); // or skip indicator
  const std::uint8_t protocol = take_octet(in, 4);
  const std::uint8_t type = message_type_of(protocol, take_octet(in));
  if (!in.ok()) {
    return tl::unexpected(ParseError::truncated);
  }
  if (downlink_name(protocol, type).empty()) {
    return tl::unexpected(ParseError::wrong_type);
  }
  switch (protocol) {
  case protocol::mm: return read_mm(type, in);
  case protocol::rr: return read_rr(type, in);
  case protocol::sms: return read_sms(type, transaction, in);
  default: return OtherL3{protocol, type};
  }
}

} // namespace cw::messages::gsm
