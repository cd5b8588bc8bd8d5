#include "wire/codec/hex.h"

#include <charconv>

namespace cw::wire {

std::string hex(std::span<const std::uint8_t> octets) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * octets.size());
  for (const std::uint8_t octet : octets) {
    text += k_digits[octet >> 4U];
    text += k_digits[octet & 15U];
  }
  return text;
}

bool octets_from_hex(std::string_view text, std::span<std::uint8_t> out) noexcept {
  if (text.size() != 2 * out.size()) {
    return false;
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char* from = text.data() + 2 * i;
    const auto result = std::from_chars(from, from + 2, out[i], 16);
    if (result.ec != std::errc{} || result.ptr != from + 2) {
      return false;
    }
  }
  return true;
}

} // namespace cw::wire
