// Lists of ARFCNs in all formats of TS 44.018 §10.5.2.13: cell channels, neighbours.
#pragma once

#include "messages/bit_reader.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cw::messages::gsm {

enum class FrequencyFormat : std::uint8_t {
  bitmap_0,
  range_1024,
  range_512,
  range_256,
  range_128,
  variable_bitmap,
  reserved,
};

/// Cell channel description (§10.5.2.1b) and neighbour cells description (§10.5.2.22, §10.5.2.22a).
struct FrequencyList {
  FrequencyFormat format = FrequencyFormat::bitmap_0;
  std::vector<std::uint16_t> arfcns; ///< rising, each once; empty if the format is reserved
  // In neighbour lists only; 0 elsewhere:
  bool ext_ind = false;                 ///< SI2, SI5: the list goes on in SI2bis, SI5bis
  bool ba_ind = false;                  ///< changes when the list does
  std::uint8_t multiband_reporting = 0; ///< SI2ter, SI5ter
  bool operator==(const FrequencyList&) const = default;
};

inline constexpr std::size_t k_frequency_list_octets = 16;

/// Cell channel description; fewer than 16 octets fail the reader and give an empty list.
FrequencyList take_cell_channels(BitReader& in);
/// Neighbour cells description (SI2, SI2bis, SI5, SI5bis).
FrequencyList take_neighbours(BitReader& in);
/// Neighbour cells description 2 (SI2ter, SI5ter), which has other bits in its first octet.
FrequencyList take_neighbours_2(BitReader& in);

/// Undoes the tree that TS 44.018 §10.5.2.13.3 to .6 and §10.5.2.33b build over numbers from 1 to
/// `range`, a power of 2 less 1: w[0] is W(1). The result is in order of the index.
std::vector<std::uint16_t> decode_ranges(std::span<const std::uint16_t> w, unsigned range);

} // namespace cw::messages::gsm
