#include "wire/codec/gsmtap_reader.h"

#include "wire/codec/gsmtap.h"
#include "wire/codec/octet_cursor.h"

#include <algorithm>
#include <span>

namespace cw::wire {
namespace {

using Octets = std::span<const std::uint8_t>;

// Link types of the tcpdump.org registry; 12 and 14 are what some systems call raw IP.
constexpr std::uint16_t k_bsd_loopback = 0;
constexpr std::uint16_t k_ethernet = 1;
constexpr std::uint16_t k_raw_ip = 101;
constexpr std::uint16_t k_openbsd_loopback = 108;
constexpr std::uint16_t k_linux_cooked = 113;
constexpr std::uint16_t k_bare_gsmtap = 217;
constexpr std::uint16_t k_ipv4 = 228;
constexpr std::uint16_t k_ipv6 = 229;
constexpr std::uint16_t k_linux_cooked_2 = 276;

constexpr std::uint32_t k_udp = 17;

Octets after_ethernet(Octets frame) {
  OctetCursor in(frame);
  in.take_octets(12);
  std::uint32_t type = in.take(2);
  for (int tags = 0; tags < 2 && (type == 0x8100 || type == 0x88A8); ++tags) { // IEEE 802.1Q
    in.take(2);
    type = in.take(2);
  }
  const bool ip = type == 0x0800 || type == 0x86DD;
  return in.ok() && ip ? in.rest() : Octets();
}

Octets ip_packet(const Packet& packet) {
  const Octets octets(packet.octets);
  const auto without = [&](std::size_t head) {
    return octets.subspan(std::min(head, octets.size()));
  };
  switch (packet.link_type) {
  case k_ethernet: return after_ethernet(octets);
  case k_raw_ip:
  case 12:
  case 14:
  case k_ipv4:
  case k_ipv6: return octets;
  case k_bsd_loopback:
  case k_openbsd_loopback: return without(4);
  case k_linux_cooked: return without(16);
  case k_linux_cooked_2: return without(20);
  default: return {};
  }
}

Octets udp_in_ipv4(Octets packet) {
  OctetCursor in(packet);
  const std::size_t header = std::size_t{4} * (in.take(1) & 15U);
  in.take(1);
  const std::size_t total = in.take(2);
  in.take(2);
  const std::uint32_t fragment = in.take(2) & 0x3FFFU; // more to come, or not the first
  in.take(1);
  const bool udp = in.take(1) == k_udp;
  if (!in.ok() || !udp || fragment != 0 || header < 20 || header > total ||
      header > packet.size()) {
    return {};
  }
  return packet.first(std::min(total, packet.size())).subspan(header);
}

Octets udp_in_ipv6(Octets packet) {
  OctetCursor in(packet);
  in.take(4);
  const std::size_t payload = in.take(2);
  std::uint32_t next = in.take(1);
  in.take_octets(33); // hop limit, two addresses
  // Hop-by-hop, routing and destination options (RFC 8200 clause 4): each says its own length.
  constexpr int k_max_extensions = 8;
  for (int i = 0; i < k_max_extensions && (next == 0 || next == 43 || next == 60); ++i) {
    next = in.take(1);
    in.take_octets(6 + std::size_t{8} * in.take(1));
  }
  if (!in.ok() || next != k_udp) {
    return {};
  }
  return in.rest().first(std::min(payload, in.rest().size()));
}

// GSMTAP with its header, out of a UDP datagram to its port.
Octets gsmtap_in_ip(Octets ip) {
  if (ip.empty()) {
    return {};
  }
  OctetCursor in((ip.front() >> 4U) == 6 ? udp_in_ipv6(ip) : udp_in_ipv4(ip));
  in.take(2);
  const bool to_gsmtap = in.take(2) == gsmtap::k_udp_port;
  const std::size_t length = in.take(2);
  in.take(2);
  if (!in.ok() || !to_gsmtap || length < 8) {
    return {};
  }
  return in.rest().first(std::min(length - 8, in.rest().size()));
}

std::optional<GsmChannel> channel_of(std::uint32_t code, std::uint32_t fn) {
  if ((code & gsmtap::k_acch) != 0) {
    return GsmChannel::sacch;
  }
  switch (code) {
  case gsmtap::k_bcch: // BCCH Ext takes the next block of the 51-multiframe, TS 45.002 clause 7
    return fn % 51 == 6 ? GsmChannel::bcch_ext : GsmChannel::bcch;
  case gsmtap::k_ccch:
  case gsmtap::k_agch:
  case gsmtap::k_pch: return GsmChannel::ccch;
  case gsmtap::k_sdcch4: return GsmChannel::sdcch4;
  case gsmtap::k_sdcch:
  case gsmtap::k_sdcch8: return GsmChannel::sdcch8;
  case gsmtap::k_cbch_of_4:
  case gsmtap::k_cbch_of_8: return GsmChannel::cbch;
  default: return std::nullopt;
  }
}

RadioId radio_of(std::uint16_t field) {
  RadioId radio;
  const auto number = static_cast<std::uint16_t>(field & gsmtap::k_arfcn_mask);
  GsmBand band = GsmBand::gsm900; // the numbers of 900, 850 and 1800 do not overlap
  if ((field & gsmtap::k_arfcn_pcs) != 0) {
    band = GsmBand::pcs1900;
  } else if (number >= 512 && number <= 885) {
    band = GsmBand::dcs1800;
  } else if (number >= 128 && number <= 251) {
    band = GsmBand::gsm850;
  }
  radio.arfcn = Arfcn{.band = band, .number = number};
  radio.carrier_hz = downlink_hz(*radio.arfcn);
  if (!radio.carrier_hz) {
    radio.arfcn.reset();
  }
  return radio;
}

} // namespace

std::optional<GsmBlock> gsmtap_block(const Packet& packet, GsmtapCounts& counts) {
  const bool bare = packet.link_type == k_bare_gsmtap;
  OctetCursor in(bare ? Octets(packet.octets) : gsmtap_in_ip(ip_packet(packet)));
  const bool version_2 = in.take(1) == gsmtap::k_version;
  const std::size_t header = std::size_t{4} * in.take(1);
  const bool um = in.take(1) == gsmtap::k_type_um;
  const std::uint32_t slot = in.take(1);
  const auto arfcn = static_cast<std::uint16_t>(in.take(2));
  in.take(1); // dBm of unknown calibration
  const auto snr_db = static_cast<std::int8_t>(in.take(1));
  const std::uint32_t fn = in.take(4);
  const std::uint32_t code = in.take(1);
  in.take(1);
  const std::uint32_t sub = in.take(1);
  in.take(1);
  if (!in.ok() || !version_2 || !um || header < gsmtap::k_header_octets || slot > 7 ||
      fn >= k_hyperframe) {
    ++counts.other_packets;
    return std::nullopt;
  }
  if ((arfcn & gsmtap::k_arfcn_uplink) != 0) {
    ++counts.uplink;
    return std::nullopt;
  }
  in.take_octets(header - gsmtap::k_header_octets);
  GsmBlock block;
  const auto channel = channel_of(code, fn);
  const Octets data = in.rest();
  if (!channel || data.size() > block.data.size() || sub > 7) {
    ++counts.other_channels;
    return std::nullopt;
  }
  if (packet.cut || !in.ok() || data.empty()) {
    ++counts.cut;
    return std::nullopt;
  }
  block.heard_on = radio_of(arfcn);
  block.channel = *channel;
  block.fn = fn;
  block.slot = static_cast<std::uint8_t>(slot);
  block.sub = static_cast<std::uint8_t>(sub);
  block.snr_db = static_cast<float>(snr_db);
  constexpr std::uint8_t k_fill = 0x2B; // TS 44.006 clause 5.2
  block.data.fill(k_fill);
  std::copy(data.begin(), data.end(), block.data.begin());
  ++counts.blocks;
  return block;
}

} // namespace cw::wire
