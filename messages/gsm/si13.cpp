// SYSTEM INFORMATION TYPE 13: GPRS (TS 44.018 §9.1.43a, §10.5.2.37b).
#include "messages/gsm/rest_octets.h"
#include "messages/gsm/rr_header.h"
#include "messages/gsm/system_information.h"

namespace cw::messages::gsm {

namespace {

std::uint8_t take_octet(BitReader& in, unsigned bits) noexcept {
  return static_cast<std::uint8_t>(in.take(bits));
}

/// GPRS mobile allocation, TS 44.060 §12.10a: skipped, but its length has to be known.
void skip_mobile_allocation(BitReader& in) noexcept {
  in.skip(6); // HSN
  if (in.take_flag()) {
    do {
      in.skip(4); // RFL_NUMBER
    } while (in.take_flag());
  }
  if (!in.take_flag()) {
    in.skip(in.take(6) + 1); // MA_LENGTH is the number of bits less 1
    return;
  }
  if (in.take_flag()) {
    do {
      in.skip(6); // ARFCN_INDEX
    } while (in.take_flag());
  }
}

/// TS 44.060 §12.24.
GprsOptions take_gprs_options(BitReader& in) noexcept {
  GprsOptions options;
  options.nmo_code = take_octet(in, 2);
  options.t3168_code = take_octet(in, 3);
  options.t3192_code = take_octet(in, 3);
  options.drx_timer_max_code = take_octet(in, 3);
  options.access_burst_type = in.take_flag();
  options.control_ack_type = in.take_flag();
  options.bs_cv_max = take_octet(in, 4);
  if (in.take_flag()) {
    in.skip(3 + 3 + 3); // PAN_DEC, PAN_INC, PAN_MAX
  }
  if (in.take_flag()) {
    const std::size_t length = in.take(6) + 1;
    const std::size_t end_bits = in.position_bits() + length;
    options.egprs = in.take_flag();
    if (in.ok() && in.position_bits() < end_bits) {
      in.skip(end_bits - in.position_bits());
    }
  }
  return options;
}

} // namespace

// The spec reads missing bits as L, §8.9, so running out within a block of full length is a broken
// message and not a short one.
Parsed<Si13> parse_si13(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const bool right_type = take_rr_header(in, 0x00);
  Si13 si;
  BitReader rest = in.take_octets(20);
  si.rest_present = take_high(rest);
  if (si.rest_present) {
    si.bcch_change_mark = take_octet(rest, 3);
    si.si_change_field = take_octet(rest, 4);
    si.has_mobile_allocation = rest.take_flag();
    if (si.has_mobile_allocation) {
      rest.skip(2); // SI13_CHANGE_MARK
      skip_mobile_allocation(rest);
    }
    si.pbcch = rest.take_flag();
    if (!si.pbcch) {
      si.rac = take_octet(rest, 8);
      si.spgc_ccch_sup = rest.take_flag();
      si.priority_access_thr_code = take_octet(rest, 3);
      si.network_control_order = take_octet(rest, 2);
      si.gprs = take_gprs_options(rest);
    }
  }
  if (in.ok() && right_type && !rest.ok()) {
    return tl::unexpected(ParseError::bad_value);
  }
  return finish(in, right_type, si);
}

} // namespace cw::messages::gsm
