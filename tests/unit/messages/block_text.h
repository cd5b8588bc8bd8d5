// Blocks written as hexadecimal text.
#pragma once

#include "wire/gsm_block.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cw::messages {

inline unsigned hex_digit(char digit) {
  return static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/// Lower-case digits, no spaces.
inline std::vector<std::uint8_t> octets(std::string_view text) {
  std::vector<std::uint8_t> result;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    result.push_back(static_cast<std::uint8_t>(hex_digit(text[i]) << 4U | hex_digit(text[i + 1])));
  }
  return result;
}

/// Filled up with the padding 0x2B to 23 octets.
inline wire::GsmBlock block_of(wire::GsmChannel channel, std::string_view text) {
  wire::GsmBlock block;
  block.channel = channel;
  block.data.fill(0x2B);
  std::size_t at = 0;
  for (const std::uint8_t octet : octets(text)) {
    block.data.at(at++) = octet;
  }
  return block;
}

/// The octets of a block as text again.
inline std::string text_of(const wire::GsmBlock& block) {
  std::string text;
  for (const std::uint8_t octet : block.data) {
    text += "0123456789abcdef"[octet >> 4U];
    text += "0123456789abcdef"[octet & 0x0FU];
  }
  return text;
}

} // namespace cw::messages
