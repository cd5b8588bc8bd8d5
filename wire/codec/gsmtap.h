// GSMTAP version 2, as the gsmtap.h of libosmocore defines it: the values reader and writer share.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cw::wire::gsmtap {

inline constexpr std::uint16_t k_udp_port = 4729;
inline constexpr std::uint8_t k_version = 2;
inline constexpr std::size_t k_header_octets = 16;

inline constexpr std::uint8_t k_type_um = 1; ///< whole blocks of the GSM air interface

inline constexpr std::uint16_t k_arfcn_pcs =
    0x8000; ///< of PCS 1900, where numbers repeat DCS 1800's
inline constexpr std::uint16_t k_arfcn_uplink = 0x4000;
inline constexpr std::uint16_t k_arfcn_mask = 0x3FFF;

inline constexpr std::uint8_t k_bcch = 1;
inline constexpr std::uint8_t k_ccch = 2;
inline constexpr std::uint8_t k_agch = 4;
inline constexpr std::uint8_t k_pch = 5;
inline constexpr std::uint8_t k_sdcch = 6; ///< not told whether of 4 or of 8
inline constexpr std::uint8_t k_sdcch4 = 7;
inline constexpr std::uint8_t k_sdcch8 = 8;
inline constexpr std::uint8_t k_cbch_of_8 = 12;
inline constexpr std::uint8_t k_cbch_of_4 = 15;
inline constexpr std::uint8_t k_acch = 0x80; ///< added to the channel a SACCH goes with

} // namespace cw::wire::gsmtap
