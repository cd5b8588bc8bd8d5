// LAPDm framing on SDCCH and SACCH (TS 44.006), downlink direction.
#pragma once

#include "messages/bit_reader.h"
#include "wire/gsm_block.h"

#include <cstdint>
#include <optional>
#include <span>

namespace cw::messages::gsm {

enum class LapdmKind : std::uint8_t { i, rr, rnr, rej, sabm, dm, ui, disc, ua, other };

struct LapdmFrame {
  std::uint8_t sapi = 0; ///< 0 RR, MM, CC; 3 SMS
  bool command = false;  ///< C/R as sent by the network: 1 is a command
  LapdmKind kind = LapdmKind::other;
  std::uint8_t control = 0; ///< the octet as sent
  bool poll_final = false;
  std::uint8_t ns = 0, nr = 0;               ///< of I frames, N(R) of supervisory ones
  std::uint8_t length = 0;                   ///< octets of information
  bool more = false;                         ///< M: the message goes on in the next I frame
  std::span<const std::uint8_t> information; ///< points into the block
  // Layer 1 header, SACCH only (TS 44.004 §7):
  std::optional<std::uint8_t> ordered_ms_power, ordered_timing_advance;
};

/// The frame in a block of SDCCH or SACCH; the frame points into the block.
Parsed<LapdmFrame> parse_lapdm(const wire::GsmBlock& block);
/// "i", "rr", "rnr", "rej", "sabm", "dm", "ui", "disc", "ua" or "other".
const char* lapdm_kind_name(LapdmKind kind) noexcept;

} // namespace cw::messages::gsm
