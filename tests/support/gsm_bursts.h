// The bits of GSM downlink bursts, made for tests: written from TS 45.002 and not from the
// receiver's tables, so that the two can disagree.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace cw::support {

inline constexpr double k_symbol_rate_hz = 1'625'000.0 / 6;
inline constexpr std::size_t k_frame_symbols = 1250;
inline constexpr std::size_t k_burst_symbols = 148;
/// Whole symbols to each timeslot of a frame, TS 45.010 §5.7 option: 157, 156, 156, 156 and again.
inline constexpr std::array<std::uint16_t, 8> k_slot_start = {
    0, 157, 313, 469, 625, 782, 938, 1094};

using BurstBits = std::array<std::uint8_t, k_burst_symbols>; ///< 0 or 1 each, as transmitted
using BlockOctets = std::array<std::uint8_t, 23>;
using CodedBlock =
    std::array<std::array<std::uint8_t, 116>, 4>; ///< four bursts, stealing flags inside
using SchOctets = std::array<std::uint8_t, 4>;    ///< the 25 bits of TS 44.018 §9.1.30, MSB first

BurstBits frequency_burst() noexcept;                               ///< TS 45.002 §5.2.4
BurstBits dummy_burst() noexcept;                                   ///< TS 45.002 §5.2.6
BurstBits sync_burst(std::uint8_t bsic, std::uint32_t fn) noexcept; ///< TS 45.002 §5.2.5
BurstBits normal_burst(std::span<const std::uint8_t, 116> payload,
                       unsigned tsc) noexcept; ///< §5.2.3

std::array<std::uint8_t, 26> training_sequence(unsigned tsc) noexcept;
SchOctets sch_octets(std::uint8_t bsic, std::uint32_t fn) noexcept;
CodedBlock encode_block(const BlockOctets& octets) noexcept; ///< TS 45.003 §4.1, by libosmocoding

} // namespace cw::support
