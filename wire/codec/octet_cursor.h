// Reads whole octets out of a packet somebody else wrote, either byte order. Never leaves its span.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cw::wire {

/// The first read past the end makes ok() false for good and every later read 0, so a parser takes
/// its fields in order and asks ok() once.
class OctetCursor {
public:
  explicit OctetCursor(std::span<const std::uint8_t> octets, bool big_endian = true) noexcept
      : rest_(octets), big_endian_(big_endian) {}

  std::uint32_t take(std::size_t octets) noexcept {
    std::uint32_t value = 0;
    const auto field = take_octets(octets);
    for (std::size_t i = 0; i < field.size(); ++i) {
      const std::uint8_t next = field[big_endian_ ? i : field.size() - 1 - i];
      value = (value << 8U) | next;
    }
    return value;
  }

  std::span<const std::uint8_t> take_octets(std::size_t count) noexcept {
    if (count > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }

  bool ok() const noexcept { return ok_; }
  std::span<const std::uint8_t> rest() const noexcept { return rest_; }

private:
  std::span<const std::uint8_t> rest_;
  bool big_endian_;
  bool ok_ = true;
};

} // namespace cw::wire
