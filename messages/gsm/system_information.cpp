// SYSTEM INFORMATION on BCCH and SACCH. Rest octets are part of the block: a block that ends within
// them is truncated.
#include "messages/gsm/system_information.h"

#include "messages/gsm/rest_octets.h"
#include "messages/gsm/rr_header.h"

namespace cw::messages::gsm {

namespace {

std::uint8_t take_octet(BitReader& in, unsigned bits = 8) noexcept {
  return static_cast<std::uint8_t>(in.take(bits));
}

/// "Optional selection parameters" of the rest octets of SI3 and SI4.
std::optional<Reselection> take_reselection(BitReader& in) noexcept {
  if (!take_high(in)) {
    return std::nullopt;
  }
  Reselection reselection;
  reselection.cbq = in.take_flag();
  reselection.cell_reselect_offset_code = take_octet(in, 6);
  reselection.temporary_offset_code = take_octet(in, 3);
  reselection.penalty_time_code = take_octet(in, 5);
  return reselection;
}

std::optional<std::uint8_t> take_optional(BitReader& in, unsigned bits) noexcept {
  if (!take_high(in)) {
    return std::nullopt;
  }
  return take_octet(in, bits);
}

std::optional<GprsIndicator> take_gprs_indicator(BitReader& in) noexcept {
  if (!take_high(in)) {
    return std::nullopt;
  }
  GprsIndicator gprs;
  gprs.ra_colour = take_octet(in, 3);
  gprs.si13_on_bcch_ext = in.take_flag();
  return gprs;
}

/// A message that is nothing but a list of neighbours.
template <class T, class Take>
Parsed<T>
parse_neighbours(std::span<const std::uint8_t> l2, std::uint8_t type, std::size_t rest, Take take) {
  BitReader in(l2);
  const bool right_type = take_rr_header(in, type);
  T si;
  si.neighbours = take(in);
  in.skip_octets(rest);
  return finish(in, right_type, si);
}

} // namespace

Parsed<Si1> parse_si1(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const bool right_type = take_rr_header(in, 0x19);
  Si1 si;
  si.cell_channels = take_cell_channels(in);
  si.rach = take_rach_control(in);
  BitReader rest = in.take_octets(1); // §10.5.2.32
  si.nch_position = take_optional(rest, 5);
  si.band_1900 = take_high(rest);
  return finish(in, right_type, si);
}

Parsed<Si2> parse_si2(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const bool right_type = take_rr_header(in, 0x1A);
  Si2 si;
  si.neighbours = take_neighbours(in);
  si.ncc_permitted = take_octet(in);
  si.rach = take_rach_control(in);
  return finish(in, right_type, si);
}

Parsed<Si2bis> parse_si2bis(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const bool right_type = take_rr_header(in, 0x02);
  Si2bis si;
  si.neighbours = take_neighbours(in);
  si.rach = take_rach_control(in);
  in.skip(8); // rest octet, spare
  return finish(in, right_type, si);
}

Parsed<Si2ter> parse_si2ter(std::span<const std::uint8_t> l2) {
  return parse_neighbours<Si2ter>(l2, 0x03, 4, take_neighbours_2);
}

Parsed<Si3> parse_si3(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const bool right_type = take_rr_header(in, 0x1B);
  Si3 si;
  si.ci = static_cast<std::uint16_t>(in.take(16));
  si.lai = take_lai(in);
  si.control = take_control_channel(in);
  si.options = take_cell_options_bcch(in);
  si.selection = take_cell_selection(in);
  si.rach = take_rach_control(in);
  BitReader rest = in.take_octets(4); // §10.5.2.34
  si.reselection = take_reselection(rest);
  si.power_offset_code = take_optional(rest, 2);
  si.si2ter_ind = take_high(rest);
  si.early_classmark_sending = take_high(rest);
  si.si9_where = take_optional(rest, 3);
  si.gprs = take_gprs_indicator(rest);
  si.early_classmark_restriction_3g = take_high(rest);
  if (take_high(rest)) {
    si.si2quater_on_ext = rest.take_flag();
  }
  return finish(in, right_type, si);
}

constexpr std::size_t k_cbch_bits = 32, k_shortest_allocation_bits = 16; // with their IEI

// The CBCH description is optional and the rest octets have no length of their own: what lies
// within the L2 pseudo length and has its IEI is the CBCH, the rest is rest octets, §9.1.36.
Parsed<Si4> parse_si4(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const std::size_t end_bits = elements_end_bits(in.peek(8));
  const bool right_type = take_rr_header(in, 0x1C);
  Si4 si;
  si.lai = take_lai(in);
  si.selection = take_cell_selection(in);
  si.rach = take_rach_control(in);
  if (in.position_bits() + k_cbch_bits <= end_bits && in.peek(8) == 0x64) {
    in.skip(8);
    si.cbch = take_channel_description(in);
  }
  if (in.position_bits() + k_shortest_allocation_bits <= end_bits && in.peek(8) == 0x72) {
    in.skip(8);
    const std::span<const std::uint8_t> allocation = in.take_span(take_octet(in));
    si.cbch_mobile_allocation.emplace(allocation.begin(), allocation.end());
  }
  BitReader rest = in.take_octets(in.octets_left()); // §10.5.2.35
  si.reselection = take_reselection(rest);
  si.power_offset_code = take_optional(rest, 2);
  si.gprs = take_gprs_indicator(rest);
  if (l2.size() < k_block_octets) {
    in.fail();
  }
  return finish(in, right_type, si);
}

Parsed<Si5> parse_si5(std::span<const std::uint8_t> l2) {
  return parse_neighbours<Si5>(l2, 0x1D, 0, take_neighbours);
}

Parsed<Si5bis> parse_si5bis(std::span<const std::uint8_t> l2) {
  return parse_neighbours<Si5bis>(l2, 0x05, 0, take_neighbours);
}

Parsed<Si5ter> parse_si5ter(std::span<const std::uint8_t> l2) {
  return parse_neighbours<Si5ter>(l2, 0x06, 0, take_neighbours_2);
}

Parsed<Si6> parse_si6(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const bool right_type = take_rr_header(in, 0x1E);
  Si6 si;
  si.ci = static_cast<std::uint16_t>(in.take(16));
  si.lai = take_lai(in);
  si.options = take_cell_options_sacch(in);
  si.ncc_permitted = take_octet(in);
  in.skip_octets(7); // rest octets, §10.5.2.35a: not read
  return finish(in, right_type, si);
}

} // namespace cw::messages::gsm
