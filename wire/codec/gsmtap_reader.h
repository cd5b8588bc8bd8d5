// GSM blocks out of packets: link layer, IP, UDP, GSMTAP.
#pragma once

#include "wire/codec/packet_reader.h"
#include "wire/gsm_block.h"

#include <cstdint>
#include <optional>

namespace cw::wire {

/// What was read past, by reason.
struct GsmtapCounts {
  std::uint64_t blocks = 0;
  std::uint64_t other_packets = 0; ///< not UDP to port 4729, or not GSMTAP version 2 of GSM
  std::uint64_t uplink = 0;
  std::uint64_t cut = 0;            ///< the capture kept only the beginning
  std::uint64_t other_channels = 0; ///< bursts, traffic, RACH
};

/// Input   Ethernet (VLANs too), raw IP, BSD loopback, Linux cooked 1 and 2, bare GSMTAP; IPv4,
/// IPv6. Output  the block with what GSMTAP tells: carrier, channel, frame number, slot, SNR,
/// octets. Not
///         told: BSIC, train, level (the writer's dBm is of unknown calibration); n and t_s are the
///         caller's. Fewer than 23 octets are filled with 0x2B, as the sender would have.
std::optional<GsmBlock> gsmtap_block(const Packet& packet, GsmtapCounts& counts);

} // namespace cw::wire
