// Lists of ARFCNs in all formats of TS 44.018 §10.5.2.13: cell channels, neighbours, hopping.
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

/// Cell channel description (§10.5.2.1b) and neighbour cells description (§10.5.2.22).
struct FrequencyList {
  FrequencyFormat format = FrequencyFormat::bitmap_0;
  std::vector<std::uint16_t> arfcns; ///< rising; at most 128
  // In neighbour lists only; 0 elsewhere:
  bool ext_ind = false;                 ///< SI2, SI5: the list goes on in SI2bis, SI5bis
  bool ba_ind = false;                  ///< changes when the list does
  std::uint8_t multiband_reporting = 0; ///< SI2ter, SI5ter
  bool operator==(const FrequencyList&) const = default;
};

/// The 16 octets of either description, or the value part of a frequency list element (§10.5.2.13,
/// 2 to 130 octets). Fails with bad_value where the format is reserved or the ranges decode to
/// nonsense.
Parsed<FrequencyList> read_frequency_list(std::span<const std::uint8_t> octets);
/// The same, for neighbour cells descriptions: reads the bits that cell channels have as spare.
Parsed<FrequencyList> read_neighbour_list(std::span<const std::uint8_t> octets);
Parsed<FrequencyList>
read_extended_neighbour_list(std::span<const std::uint8_t> octets); ///< 2ter, 5ter

} // namespace cw::messages::gsm
