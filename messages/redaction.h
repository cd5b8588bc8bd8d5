// Zeroing within one block: the tool redact() and its parts share.
#pragma once

#include "messages/bit_reader.h"
#include "wire/gsm_block.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace cw::messages {

/// The octets of a block, which can only be zeroed. Positions beyond the end are the end.
class Redaction {
public:
  explicit Redaction(std::span<std::uint8_t> octets) noexcept : octets_(octets) {}

  std::size_t size() const noexcept { return octets_.size(); }
  /// 0 beyond the end.
  std::uint8_t at(std::size_t position) const noexcept {
    return position < octets_.size() ? octets_[position] : std::uint8_t{0};
  }
  BitReader reader(std::size_t from) const noexcept {
    return BitReader(octets_.subspan(std::min(from, octets_.size())));
  }

  /// Clears the bits of `mask`.
  void clear(std::size_t position, std::uint8_t mask) noexcept;
  void zero(std::size_t from, std::size_t count) noexcept;
  void zero_from(std::size_t from) noexcept { zero(from, size()); }
  /// To the end, but for octets that are padding, 0x2B.
  void zero_unless_padding(std::size_t from) noexcept;
  /// Value of a mobile identity element (TS 24.008 §10.5.1.4): type stays, and of an IMSI MCC and
  /// MNC.
  void zero_identity(std::size_t from, std::size_t count) noexcept;
  /// Mobile identity with its length octet at `from`, in elements that end at `end`: the position
  /// behind it. One of a length its type cannot have takes everything to the end with it.
  std::size_t zero_identity_lv(std::size_t from, std::size_t end) noexcept;
  void zero_bits(std::size_t from_bit, std::size_t count) noexcept;

  bool changed() const noexcept { return changed_; }

private:
  std::span<std::uint8_t> octets_;
  bool changed_ = false;
};

/// Blocks of BCCH and CCCH, from the L2 pseudo length.
void redact_common_control(Redaction& block) noexcept;
/// LAPDm frame in a block of SDCCH (offset 0) or SACCH (offset 2, behind the layer 1 header).
void redact_dedicated(Redaction& block, std::size_t frame_at) noexcept;

} // namespace cw::messages
