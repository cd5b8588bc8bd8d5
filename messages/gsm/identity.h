// Who a network and a mobile say they are: PLMN, location area, mobile identity (TS 24.008
// §10.5.1).
#pragma once

#include "messages/bit_reader.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cw::messages::gsm {

/// MCC and MNC as sent. MNC "01" and "001" are two networks, so the number of digits is kept; a
/// digit above 9 (a broken or made-up cell) stays, and shows as a to f.
struct Plmn {
  std::array<std::uint8_t, 3> mcc{};
  std::array<std::uint8_t, 3> mnc{};
  std::uint8_t mnc_digits = 2; ///< 2 or 3
  bool digits_valid() const noexcept;
  std::string mcc_text() const; ///< "262"
  std::string mnc_text() const; ///< "02"
  bool operator==(const Plmn&) const = default;
};

/// Location area identification, TS 24.008 §10.5.1.3.
struct Lai {
  Plmn plmn;
  std::uint16_t lac = 0;
  bool operator==(const Lai&) const = default;
};

/// Values of the 3-bit type of identity, TS 24.008 §10.5.1.4.
namespace identity_type {
inline constexpr std::uint8_t none = 0, imsi = 1, imei = 2, imeisv = 3, tmsi = 4, tmgi = 5;
} // namespace identity_type

/// What may be known of a mobile identity without knowing the subscriber: its type, and the home
/// network of an IMSI. The digits are not kept.
struct MobileIdentity {
  std::uint8_t type = identity_type::none; ///< 0 to 7
  std::optional<Plmn> home; ///< IMSI only; MNC of 3 digits where the MCC's numbering plan has 3
  bool operator==(const MobileIdentity&) const = default;
};

/// "none", "imsi", "imei", "imeisv", "tmsi", "tmgi", else "reserved".
std::string_view identity_type_name(std::uint8_t type) noexcept;
/// True if IMSIs that begin with this MCC (as a number) have an MNC of 3 digits.
bool mnc_has_three_digits(unsigned mcc) noexcept;

Plmn take_plmn(BitReader& in) noexcept;
Lai take_lai(BitReader& in) noexcept;
/// Value part of the element, without its length octet.
MobileIdentity read_mobile_identity(BitReader in) noexcept;

} // namespace cw::messages::gsm
