// The first octets of a message of BCCH, CCCH or SACCH.
#pragma once

#include "messages/bit_reader.h"

#include <tl/expected.hpp>

namespace cw::messages::gsm {

inline constexpr std::uint8_t k_protocol_rr = 0x06; ///< with skip indicator 0: others are ignored
inline constexpr std::size_t k_block_octets = 23;
inline constexpr std::size_t k_sacch_octets = 19; ///< what LAPDm leaves of a SACCH block

/// Where the L2 pseudo length (TS 44.018 §10.5.2.19) says that the elements end and rest octets
/// begin.
inline std::size_t elements_end_bits(unsigned l2_pseudo_length) noexcept {
  return (std::size_t{l2_pseudo_length >> 2U} + 1) * 8;
}

/// Takes L2 pseudo length, protocol discriminator and message type; true if this is `type`.
inline bool take_rr_header(BitReader& in, std::uint8_t type) noexcept {
  in.skip(8); // L2 pseudo length
  const bool rr = in.take(8) == k_protocol_rr;
  return (in.take(8) == type) && rr; // both octets are taken, whatever they are
}

/// What a parser gives back once it has taken everything: its message, or why it is none.
template <class T>
Parsed<T> finish(const BitReader& in, bool right_type, T message) {
  if (!in.ok()) {
    return tl::unexpected(ParseError::truncated);
  }
  if (!right_type) {
    return tl::unexpected(ParseError::wrong_type);
  }
  return message;
}

} // namespace cw::messages::gsm
