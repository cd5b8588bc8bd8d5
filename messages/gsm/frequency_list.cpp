// Frequency lists: bit maps, and ranges coded as a binary tree (TS 44.018 §10.5.2.13, Annex J).
#include "messages/gsm/frequency_list.h"

#include <algorithm>

namespace cw::messages::gsm {

namespace {

constexpr unsigned k_arfcn_modulus = 1024;

/// a smod n: 1 to n, never 0 (§10.5.2.13.3).
unsigned smod(unsigned a, unsigned n) noexcept {
  return (a + n - 1) % n + 1;
}

/// Largest power of 2 that is not above index.
unsigned level_of(unsigned index) noexcept {
  unsigned level = 1;
  while (level * 2 <= index) {
    level *= 2;
  }
  return level;
}

/// W(1), W(2) ... of widths width, width-1 (2 times), width-2 (4 times) ... A zero ends the list,
/// and so does the end of the octets.
std::vector<std::uint16_t> take_ranges(BitReader& in, unsigned width) {
  std::vector<std::uint16_t> w;
  for (unsigned level = 1; width > 0; level *= 2, --width) {
    for (unsigned i = 0; i < level; ++i) {
      if (in.bits_left() < width) {
        return w;
      }
      const auto value = static_cast<std::uint16_t>(in.take(width));
      if (value == 0) {
        return w;
      }
      w.push_back(value);
    }
  }
  return w;
}

/// Octet 1 holds ARFCN 124 to 121 in its low bits, the last octet 8 to 1.
std::vector<std::uint16_t> read_bitmap_0(BitReader in) {
  std::vector<std::uint16_t> arfcns;
  in.skip(4);
  for (unsigned arfcn = 124; arfcn >= 1; --arfcn) {
    if (in.take_flag()) {
      arfcns.push_back(static_cast<std::uint16_t>(arfcn));
    }
  }
  return arfcns;
}

std::vector<std::uint16_t> read_range_1024(BitReader in) {
  in.skip(5);
  const bool has_arfcn_0 = in.take_flag(); // F0
  std::vector<std::uint16_t> arfcns = decode_ranges(take_ranges(in, 10), 1023);
  if (has_arfcn_0) {
    arfcns.push_back(0);
  }
  return arfcns;
}

/// Ranges 512, 256, 128: offsets from an origin that is in the list itself.
std::vector<std::uint16_t> read_range_from_origin(BitReader in, unsigned width) {
  in.skip(7);
  const unsigned origin = in.take(10); // ORIG-ARFCN: high bit in octet 1, low bit in octet 3
  std::vector<std::uint16_t> arfcns = decode_ranges(take_ranges(in, width), (1U << width) - 1);
  for (std::uint16_t& arfcn : arfcns) {
    arfcn = static_cast<std::uint16_t>((origin + arfcn) % k_arfcn_modulus);
  }
  arfcns.push_back(static_cast<std::uint16_t>(origin));
  return arfcns;
}

std::vector<std::uint16_t> read_variable_bitmap(BitReader in) {
  in.skip(7);
  const unsigned origin = in.take(10);
  std::vector<std::uint16_t> arfcns{static_cast<std::uint16_t>(origin)};
  for (unsigned offset = 1; in.bits_left() > 0; ++offset) {
    if (in.take_flag()) {
      arfcns.push_back(static_cast<std::uint16_t>((origin + offset) % k_arfcn_modulus));
    }
  }
  return arfcns;
}

/// §10.5.2.13.1, table: bits 8, 7 and 4, 3, 2 of the first octet. `two_bits`: bit 7 counts.
FrequencyFormat format_of(unsigned first_octet, bool two_bits) noexcept {
  const unsigned high = two_bits ? first_octet >> 6U : first_octet >> 7U << 1U;
  if (high == 0b00) {
    return FrequencyFormat::bitmap_0;
  }
  if (high != 0b10) {
    return FrequencyFormat::reserved;
  }
  switch (first_octet >> 1U & 0b111U) {
  case 0b100: return FrequencyFormat::range_512;
  case 0b101: return FrequencyFormat::range_256;
  case 0b110: return FrequencyFormat::range_128;
  case 0b111: return FrequencyFormat::variable_bitmap;
  default: return FrequencyFormat::range_1024; // bit 4 is 0; bits 3 and 2 belong to the list
  }
}

std::vector<std::uint16_t> read_list(FrequencyFormat format, BitReader in) {
  switch (format) {
  case FrequencyFormat::bitmap_0: return read_bitmap_0(in);
  case FrequencyFormat::range_1024: return read_range_1024(in);
  case FrequencyFormat::range_512: return read_range_from_origin(in, 9);
  case FrequencyFormat::range_256: return read_range_from_origin(in, 8);
  case FrequencyFormat::range_128: return read_range_from_origin(in, 7);
  case FrequencyFormat::variable_bitmap: return read_variable_bitmap(in);
  case FrequencyFormat::reserved: break;
  }
  return {};
}

FrequencyList take_list(BitReader& in, bool two_bits) {
  FrequencyList list;
  const BitReader octets = in.take_octets(k_frequency_list_octets);
  if (!octets.ok()) {
    return list;
  }
  list.format = format_of(octets.peek(8), two_bits);
  list.arfcns = read_list(list.format, octets);
  std::sort(list.arfcns.begin(), list.arfcns.end());
  list.arfcns.erase(std::unique(list.arfcns.begin(), list.arfcns.end()), list.arfcns.end());
  return list;
}

} // namespace

std::vector<std::uint16_t> decode_ranges(std::span<const std::uint16_t> w, unsigned range) {
  std::vector<std::uint16_t> numbers;
  numbers.reserve(w.size());
  for (unsigned k = 1; k <= w.size(); ++k) {
    unsigned index = k;
    unsigned number = w[index - 1];
    while (index > 1) {
      const unsigned level = level_of(index);
      // The parent's numbers run to twice the child's level's, plus 1.
      const unsigned parent_range = (range + 1) / (level / 2) - 1;
      if (2 * index < 3 * level) { // left child: counts from half a range below its parent
        index -= level / 2;
        number += w[index - 1] + parent_range - (parent_range + 1) / 2;
      } else {
        index -= level;
        number += w[index - 1];
      }
      number = smod(number, parent_range);
    }
    numbers.push_back(static_cast<std::uint16_t>(number));
  }
  return numbers;
}

FrequencyList take_cell_channels(BitReader& in) {
  return take_list(in, true);
}

FrequencyList take_neighbours(BitReader& in) {
  const unsigned first = in.peek(8);
  FrequencyList list = take_list(in, true);
  list.ext_ind = (first & 0x20U) != 0;
  list.ba_ind = (first & 0x10U) != 0;
  return list;
}

FrequencyList take_neighbours_2(BitReader& in) {
  const unsigned first = in.peek(8);
  FrequencyList list = take_list(in, false);
  list.multiband_reporting = static_cast<std::uint8_t>(first >> 5U & 0b11U);
  list.ba_ind = (first & 0x10U) != 0;
  return list;
}

} // namespace cw::messages::gsm
