// The bounds of every parser in this room live here.
#include "messages/bit_reader.h"

namespace cw::messages {

std::uint32_t BitReader::peek(unsigned count) const noexcept {
  if (count > 32 || count > bits_left()) {
    return 0;
  }
  std::uint32_t value = 0;
  for (std::size_t bit = at_; bit < at_ + count; ++bit) {
    const unsigned octet = octets_[bit / 8];
    value = value << 1U | (octet >> (7U - bit % 8) & 1U);
  }
  return value;
}

std::uint32_t BitReader::take(unsigned count) noexcept {
  if (count > 32 || count > bits_left()) {
    failed_ = true;
    return 0;
  }
  const std::uint32_t value = peek(count);
  at_ += count;
  return value;
}

void BitReader::skip(std::size_t bits) noexcept {
  if (bits > bits_left()) {
    failed_ = true;
    return;
  }
  at_ += bits;
}

std::span<const std::uint8_t> BitReader::take_span(std::size_t count) noexcept {
  if (at_ % 8 != 0 || count > octets_left()) {
    failed_ = true;
    return {};
  }
  const std::span<const std::uint8_t> octets = octets_.subspan(at_ / 8, count);
  at_ += count * 8;
  return octets;
}

BitReader BitReader::take_octets(std::size_t count) noexcept {
  BitReader inner(take_span(count));
  inner.failed_ = failed_;
  return inner;
}

} // namespace cw::messages
