// Bursts of the GSM downlink: lengths, training sequences, where they lie (TS 45.002 clause 5.2).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cw::dsp::gsm {

inline constexpr double k_symbol_rate_hz = 1625e3 / 6; ///< TS 45.004 clause 2.1
inline constexpr double k_frame_symbols = 1250;        ///< TS 45.010 clause 5.7
inline constexpr double k_slot_symbols = 156.25;
inline constexpr double k_fcch_tone_hz = 1625e3 / 24; ///< above the carrier, TS 45.002 clause 5.2.4
inline constexpr std::size_t k_burst_symbols = 148;
inline constexpr std::size_t k_tail_symbols = 3;

/// A burst as symbols: +1 for bit 0, -1 for bit 1, 0 where the bit is not known beforehand.
using BurstPattern = std::array<std::int8_t, k_burst_symbols>;

/// What a receiver knows of a burst before it has heard it.
struct BurstFormat {
  BurstPattern known{};
  std::size_t training_start = 0, training_length = 0;
};

namespace detail {

// TS 45.002 table 5.2.3a, training sequence codes 0 to 7; on C0 the code is the BCC.
inline constexpr std::array<std::string_view, 8> k_training = {"00100101110000100010010111",
                                                               "00101101110111100010110111",
                                                               "01000011101110100100001110",
                                                               "01000111101101000100011110",
                                                               "00011010111001000001101011",
                                                               "01001110101100000100111010",
                                                               "10100111110110001010011111",
                                                               "11101111000100101110111100"};

// TS 45.002 clause 5.2.5, extended training sequence of the synchronization burst.
inline constexpr std::string_view k_sync_training =
    "1011100101100010000001000000111100101101010001010111011000011011";

// TS 45.002 clause 5.2.6, the dummy burst's 142 bits between the tails.
inline constexpr std::string_view k_dummy_bits =
    "1111101101110110000010100100111000001001000100000001111100"
    "01110001011100010111000101"
    "0111010010100011001100111001111010011111000100101111101010";

constexpr void place(BurstPattern& pattern, std::size_t at, std::string_view bits) {
  for (const char bit : bits) {
    pattern[at++] = bit == '0' ? std::int8_t{1} : std::int8_t{-1};
  }
}

constexpr BurstFormat with_training(std::size_t start, std::string_view bits) {
  BurstFormat format;
  place(format.known, 0, "000");
  place(format.known, k_burst_symbols - k_tail_symbols, "000");
  place(format.known, start, bits);
  format.training_start = start;
  format.training_length = bits.size();
  return format;
}

} // namespace detail

inline constexpr std::array<BurstFormat, 8> k_normal_bursts = [] {
  std::array<BurstFormat, 8> formats;
  for (std::size_t code = 0; code < formats.size(); ++code) {
    formats[code] = detail::with_training(61, detail::k_training[code]);
  }
  return formats;
}();

inline constexpr BurstFormat k_sync_burst = detail::with_training(42, detail::k_sync_training);

inline constexpr BurstPattern k_dummy_burst = [] {
  BurstPattern pattern = detail::with_training(0, "000").known;
  detail::place(pattern, k_tail_symbols, detail::k_dummy_bits);
  return pattern;
}();

static_assert(detail::k_sync_training.size() == 64 && detail::k_dummy_bits.size() == 142);

} // namespace cw::dsp::gsm
