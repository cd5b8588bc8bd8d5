// Reads bits out of octets somebody else sent us: the one reader every parser uses.
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace cw::messages {

enum class ParseError : std::uint8_t { truncated, wrong_type, bad_value };
template <class T>
using Parsed = tl::expected<T, ParseError>; // std::expected is not in C++20

/// Reads MSB-first bits. Never reads past the end, never throws.
/// The first read past the end makes ok() false for good and every later read 0, so a parser takes
/// its fields in spec order and asks ok() once.
class BitReader {
public:
  explicit BitReader(std::span<const std::uint8_t> octets) noexcept : octets_(octets) {}

  /// 0 to 32 bits; more than 32 counts as reading past the end.
  std::uint32_t take(unsigned count) noexcept;
  bool take_flag() noexcept { return take(1) != 0; }
  /// A reader of the next `count` octets, so that an inner length cannot reach outside. Only
  /// between octets; elsewhere, and past the end, both readers fail.
  BitReader take_octets(std::size_t count) noexcept;
  /// The octets take_octets() would have given, for content that is not bits; empty on failure.
  std::span<const std::uint8_t> take_span(std::size_t count) noexcept;
  void skip(std::size_t bits) noexcept;
  void skip_octets(std::size_t count) noexcept { take_span(count); }
  /// The next bits without taking them; 0 past the end, and that is no failure.
  std::uint32_t peek(unsigned count) const noexcept;

  bool ok() const noexcept { return !failed_; }
  void fail() noexcept { failed_ = true; }
  std::size_t bits_left() const noexcept { return failed_ ? 0 : octets_.size() * 8 - at_; }
  std::size_t octets_left() const noexcept { return bits_left() / 8; }
  std::size_t position_bits() const noexcept { return at_; }

private:
  std::span<const std::uint8_t> octets_;
  std::size_t at_ = 0; ///< next bit
  bool failed_ = false;
};

} // namespace cw::messages
