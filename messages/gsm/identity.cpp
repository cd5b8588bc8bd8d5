// PLMN, location area and mobile identity (TS 24.008 §10.5.1.3, §10.5.1.4).
#include "messages/gsm/identity.h"

#include <algorithm>

namespace cw::messages::gsm {

namespace {

char digit_text(std::uint8_t digit) noexcept {
  return "0123456789abcdef"[digit & 0x0FU];
}

std::uint8_t take_digit(BitReader& in) noexcept {
  return static_cast<std::uint8_t>(in.take(4));
}

} // namespace

bool Plmn::digits_valid() const noexcept {
  const auto valid = [](std::uint8_t digit) { return digit <= 9; };
  return std::all_of(mcc.begin(), mcc.end(), valid) &&
         std::all_of(mnc.begin(), mnc.begin() + mnc_digits, valid);
}

std::string Plmn::mcc_text() const {
  return {digit_text(mcc[0]), digit_text(mcc[1]), digit_text(mcc[2])};
}

std::string Plmn::mnc_text() const {
  std::string text{digit_text(mnc[0]), digit_text(mnc[1])};
  if (mnc_digits == 3) {
    text += digit_text(mnc[2]);
  }
  return text;
}

std::string_view identity_type_name(std::uint8_t type) noexcept {
  switch (type) {
  case identity_type::none: return "none";
  case identity_type::imsi: return "imsi";
  case identity_type::imei: return "imei";
  case identity_type::imeisv: return "imeisv";
  case identity_type::tmsi: return "tmsi";
  case identity_type::tmgi: return "tmgi";
  default: return "reserved";
  }
}

// ITU-T E.212 assignments: North America, the Caribbean and some of Latin America. Where a country
// has both lengths it is left out: then one digit less of the operator is kept, not one more of the
// subscriber.
bool mnc_has_three_digits(unsigned mcc) noexcept {
  static constexpr std::array<unsigned, 23> k_three{302, 310, 311, 312, 313, 314, 315, 316,
                                                    334, 342, 344, 346, 348, 352, 354, 356,
                                                    358, 360, 366, 376, 708, 722, 732};
  return std::binary_search(k_three.begin(), k_three.end(), mcc);
}

// Octets: MCC 2 | MCC 1, MNC 3 (F if there are two) | MCC 3, MNC 2 | MNC 1.
Plmn take_plmn(BitReader& in) noexcept {
  Plmn plmn;
  plmn.mcc[1] = take_digit(in);
  plmn.mcc[0] = take_digit(in);
  plmn.mnc[2] = take_digit(in);
  plmn.mcc[2] = take_digit(in);
  plmn.mnc[1] = take_digit(in);
  plmn.mnc[0] = take_digit(in);
  plmn.mnc_digits = plmn.mnc[2] == 0x0F ? 2 : 3;
  if (plmn.mnc_digits == 2) {
    plmn.mnc[2] = 0;
  }
  return plmn;
}

Lai take_lai(BitReader& in) noexcept {
  Lai lai;
  lai.plmn = take_plmn(in);
  lai.lac = static_cast<std::uint16_t>(in.take(16));
  return lai;
}

// Digits lie low nibble first; the first shares its octet with the type:
// digit 1 | odd | type, digit 3 | digit 2, digit 5 | digit 4, ...
MobileIdentity read_mobile_identity(BitReader in) noexcept {
  MobileIdentity identity;
  if (in.octets_left() == 0) {
    return identity;
  }
  Plmn home;
  home.mcc[0] = take_digit(in);
  in.skip(1);
  identity.type = static_cast<std::uint8_t>(in.take(3));
  if (identity.type != identity_type::imsi) {
    return identity;
  }
  home.mcc[2] = take_digit(in);
  home.mcc[1] = take_digit(in);
  home.mnc[1] = take_digit(in);
  home.mnc[0] = take_digit(in);
  in.skip(4);
  home.mnc[2] = take_digit(in);
  if (!in.ok()) {
    return identity;
  }
  const unsigned mcc = home.mcc[0] * 100U + home.mcc[1] * 10U + home.mcc[2];
  home.mnc_digits = mnc_has_three_digits(mcc) ? 3 : 2;
  if (home.mnc_digits == 2) {
    home.mnc[2] = 0;
  }
  identity.home = home;
  return identity;
}

} // namespace cw::messages::gsm
