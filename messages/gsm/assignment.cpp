// Immediate assignments (TS 44.018 §9.1.18 to 9.1.20).
#include "messages/gsm/assignment.h"

#include "messages/gsm/rest_octets.h"
#include "messages/gsm/rr_header.h"

namespace cw::messages::gsm {

namespace {

std::uint8_t take_octet(BitReader& in, unsigned bits = 8) noexcept {
  return static_cast<std::uint8_t>(in.take(bits));
}

// T3 lies between T1' and T2, over the octet boundary: T1'(5) T3(6) T2(5).
RequestReference take_request_reference(BitReader& in) noexcept {
  RequestReference request;
  request.ra = take_octet(in);
  request.t1 = take_octet(in, 5);
  request.t3 = take_octet(in, 6);
  request.t2 = take_octet(in, 5);
  return request;
}

PacketChannel take_packet_channel(BitReader& in) noexcept {
  PacketChannel channel;
  in.skip(5); // channel type, spare
  channel.slot = take_octet(in, 3);
  channel.tsc = take_octet(in, 3);
  const bool direct_hopping = in.take_flag();
  const bool indirect_hopping = in.take_flag();
  channel.hopping = direct_hopping || indirect_hopping;
  in.skip(1);
  const unsigned low = in.take(10);
  if (!channel.hopping) {
    channel.arfcn = static_cast<std::uint16_t>(low);
  }
  return channel;
}

constexpr std::size_t k_starting_time_bits = 24; // with its IEI

/// Optional starting time, TV of IEI 0x7C, §10.5.2.38: T1'(5) T3(6) T2(5).
std::optional<std::uint8_t> take_starting_time(BitReader& in) noexcept {
  if (in.peek(8) != 0x7C) {
    return std::nullopt;
  }
  in.skip(8);
  const std::uint8_t t1 = take_octet(in, 5);
  in.skip(11);
  return t1;
}

} // namespace

std::optional<std::uint16_t> RequestReference::fn_mod_42432() const noexcept {
  if (t2 > 25 || t3 > 50) {
    return std::nullopt;
  }
  const unsigned frames = 51U * ((t3 + 26U - t2) % 26U) + t3 + 51U * 26U * t1;
  return static_cast<std::uint16_t>(frames);
}

Parsed<ImmediateAssignment> parse_immediate_assignment(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const std::size_t end_bits = elements_end_bits(in.peek(8));
  const bool right_type = take_rr_header(in, 0x3F);
  ImmediateAssignment assignment;
  in.skip(1);
  assignment.mode.tma = in.take_flag();
  assignment.mode.downlink = in.take_flag();
  assignment.mode.tbf = in.take_flag();
  in.skip(2);
  assignment.page_mode = take_octet(in, 2);
  if (assignment.mode.tbf) {
    assignment.packet = take_packet_channel(in);
  } else {
    assignment.channel = take_channel_description(in);
  }
  assignment.request = take_request_reference(in);
  assignment.timing_advance = take_octet(in);
  const std::span<const std::uint8_t> allocation = in.take_span(take_octet(in));
  assignment.mobile_allocation.assign(allocation.begin(), allocation.end());
  if (in.position_bits() + k_starting_time_bits <= end_bits) {
    assignment.starting_time_t1 = take_starting_time(in);
  }
  // IA rest octets, §10.5.2.16: HH 01 is a packet downlink assignment.
  const bool high_1 = take_high(in);
  const bool high_2 = take_high(in);
  assignment.packet_downlink = high_1 && high_2 && in.peek(2) == 0b01;
  if (l2.size() < k_block_octets) {
    in.fail();
  }
  return finish(in, right_type, assignment);
}

Parsed<ImmediateAssignmentExtended>
parse_immediate_assignment_extended(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const bool right_type = take_rr_header(in, 0x39);
  ImmediateAssignmentExtended assignment;
  in.skip(6);
  assignment.page_mode = take_octet(in, 2);
  for (ImmediateAssignmentExtended::Half& half : assignment.halves) {
    half.channel = take_channel_description(in);
    half.request = take_request_reference(in);
    half.timing_advance = take_octet(in);
  }
  in.take_span(take_octet(in)); // mobile allocation
  if (l2.size() < k_block_octets) {
    in.fail();
  }
  return finish(in, right_type, assignment);
}

Parsed<ImmediateAssignmentReject>
parse_immediate_assignment_reject(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const bool right_type = take_rr_header(in, 0x3A);
  ImmediateAssignmentReject reject;
  in.skip(6);
  reject.page_mode = take_octet(in, 2);
  for (ImmediateAssignmentReject::Rejected& rejected : reject.rejected) {
    rejected.request = take_request_reference(in);
    rejected.wait_s = take_octet(in);
  }
  in.skip_octets(3); // rest octets: extended RA
  return finish(in, right_type, reject);
}

} // namespace cw::messages::gsm
