// BSIC and frame number from an SCH burst (TS 44.018 §9.1.30a, TS 45.002 §3.3.2.2).
#include "messages/gsm/sch.h"

namespace cw::messages::gsm {

Parsed<Sch> parse_sch(std::span<const std::uint8_t> octets) {
  BitReader in(octets);
  Sch sch;
  sch.bsic = static_cast<std::uint8_t>(in.take(6));
  const unsigned t1 = in.take(11);
  const unsigned t2 = in.take(5);
  const unsigned t3_high = in.take(2);
  const unsigned t3_low = (in.take(8) & 0x81U) != 0 ? 1 : 0;
  const unsigned t3_reduced = t3_high << 1U | t3_low; // T3' = (T3 - 1) / 10
  if (!in.ok()) {
    return tl::unexpected(ParseError::truncated);
  }
  if (t2 > 25 || t3_reduced > 4) {
    return tl::unexpected(ParseError::bad_value);
  }
  const unsigned t3 = 10 * t3_reduced + 1;
  sch.fn = 51 * ((t3 + 26 - t2) % 26) + t3 + 51 * 26 * t1;
  return sch;
}

} // namespace cw::messages::gsm
