#include "wire/codec/gsmtap_writer.h"

#include "wire/codec/gsmtap.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

namespace cw::wire {
namespace {

constexpr std::uint16_t k_linktype_raw_ip = 101;
constexpr std::size_t k_ip_octets = 20;
constexpr std::size_t k_udp_octets = 8;

// pcapng is written little-endian, network headers big-endian.
class OctetWriter {
public:
  explicit OctetWriter(std::string& out) : out_(out) {}
  void u8(std::uint64_t value) { out_ += static_cast<char>(value & 0xFFU); }
  void le(std::uint64_t value, unsigned octets) {
    for (unsigned i = 0; i < octets; ++i) {
      u8(value >> (8U * i));
    }
  }
  void be(std::uint64_t value, unsigned octets) {
    for (unsigned i = octets; i-- > 0;) {
      u8(value >> (8U * i));
    }
  }
  void text(std::string_view octets) { out_ += octets; }

private:
  std::string& out_;
};

void pad_to_4(std::string& octets) {
  octets.resize((octets.size() + 3) / 4 * 4, '\0');
}

// Option: code, length, value, padding (pcapng clause 3.5).
void append_option(std::string& body, std::uint16_t code, std::string_view value) {
  OctetWriter out(body);
  out.le(code, 2);
  out.le(value.size(), 2);
  out.text(value);
  pad_to_4(body);
}

// Block: type, length, body, length again (pcapng clause 3.1).
void append_block(std::string& out, std::uint32_t type, std::string_view body) {
  const std::size_t length = body.size() + 12;
  OctetWriter writer(out);
  writer.le(type, 4);
  writer.le(length, 4);
  writer.text(body);
  writer.le(length, 4);
}

std::optional<std::uint8_t> channel_code(const GsmBlock& block) {
  // SDCCH/4 and its SACCH share timeslot 0 with the CCCH, SDCCH/8 never (TS 45.002 clause 6.4.1).
  const bool of_4 = block.slot == 0;
  switch (block.channel) {
  case GsmChannel::sch: return std::nullopt;
  case GsmChannel::bcch:
  case GsmChannel::bcch_ext: return gsmtap::k_bcch;
  case GsmChannel::ccch: return gsmtap::k_ccch;
  case GsmChannel::sdcch4: return gsmtap::k_sdcch4;
  case GsmChannel::sdcch8: return gsmtap::k_sdcch8;
  case GsmChannel::sacch:
    return static_cast<std::uint8_t>(gsmtap::k_acch | (of_4 ? gsmtap::k_sdcch4 : gsmtap::k_sdcch8));
  case GsmChannel::cbch: return of_4 ? gsmtap::k_cbch_of_4 : gsmtap::k_cbch_of_8;
  }
  return std::nullopt;
}

std::uint16_t arfcn_field(const RadioId& radio) {
  if (!radio.arfcn) {
    return 0;
  }
  const bool pcs = radio.arfcn->band == GsmBand::pcs1900;
  return static_cast<std::uint16_t>(radio.arfcn->number | (pcs ? gsmtap::k_arfcn_pcs : 0));
}

std::uint16_t ip_checksum(std::string_view header) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < header.size(); i += 2) {
    sum += (static_cast<std::uint32_t>(static_cast<unsigned char>(header[i])) << 8U) |
           static_cast<unsigned char>(header[i + 1]);
  }
  sum = (sum & 0xFFFFU) + (sum >> 16U);
  sum = (sum & 0xFFFFU) + (sum >> 16U);
  return static_cast<std::uint16_t>(~sum);
}

std::string ip_header(std::size_t payload_octets) {
  const auto fill = [&](std::uint16_t checksum) {
    std::string header;
    OctetWriter out(header);
    out.be(0x4500, 2); // version 4, 20 octets of header
    out.be(k_ip_octets + payload_octets, 2);
    out.be(0, 4);      // identification, flags, fragment offset
    out.be(0x4011, 2); // 64 hops, UDP
    out.be(checksum, 2);
    out.be(0x7F000001, 4);
    out.be(0x7F000001, 4);
    return header;
  };
  return fill(ip_checksum(fill(0)));
}

std::string packet(const GsmBlock& block, std::uint8_t channel) {
  const std::size_t length = std::min<std::size_t>(block.length, block.data.size());
  const std::size_t udp_length = k_udp_octets + gsmtap::k_header_octets + length;
  std::string octets = ip_header(udp_length);
  OctetWriter out(octets);
  out.be(gsmtap::k_udp_port, 2);
  out.be(gsmtap::k_udp_port, 2);
  out.be(udp_length, 2);
  out.be(0, 2); // no checksum
  out.u8(gsmtap::k_version);
  out.u8(gsmtap::k_header_octets / 4);
  out.u8(gsmtap::k_type_um);
  out.u8(block.slot);
  out.be(arfcn_field(block.heard_on), 2);
  out.u8(0); // dBm: not calibrated, so not said
  const float snr_db =
      std::isfinite(block.snr_db) ? std::clamp(block.snr_db, -128.0F, 127.0F) : 0.0F;
  out.u8(static_cast<std::uint8_t>(static_cast<std::int8_t>(std::lround(snr_db))));
  out.be(block.fn, 4);
  out.u8(channel);
  out.u8(0); // antenna
  out.u8(block.sub);
  out.u8(0);
  for (std::size_t i = 0; i < length; ++i) {
    out.u8(block.data[i]);
  }
  return octets;
}

} // namespace

void append_pcapng_head(std::string& out) {
  constexpr std::uint16_t k_end_of_options = 0;
  std::string section;
  OctetWriter writer(section);
  writer.le(0x1A2B3C4D, 4); // says the byte order
  writer.le(1, 2);          // version 1.0
  writer.le(0, 2);
  writer.le(UINT64_MAX, 8); // length not told
  append_option(section, 4, "Cellwarden");
  append_option(section, k_end_of_options, "");
  append_block(out, 0x0A0D0D0A, section);

  std::string interface;
  OctetWriter description(interface);
  description.le(k_linktype_raw_ip, 2);
  description.le(0, 2);
  description.le(0, 4);                // no limit on packet length
  append_option(interface, 9, "\x09"); // if_tsresol: 10^-9 s
  append_option(interface, k_end_of_options, "");
  append_block(out, 1, interface);
}

bool append_gsmtap_packet(std::string& out, const GsmBlock& block, std::int64_t start_unix_ns) {
  const auto channel = channel_code(block);
  if (!channel) {
    return false;
  }
  const std::string octets = packet(block, *channel);
  const auto unix_ns = static_cast<std::uint64_t>(start_unix_ns + std::llround(block.t_s * 1e9));
  std::string body;
  OctetWriter writer(body);
  writer.le(0, 4); // interface
  writer.le(unix_ns >> 32U, 4);
  writer.le(unix_ns, 4);
  writer.le(octets.size(), 4);
  writer.le(octets.size(), 4);
  writer.text(octets);
  pad_to_4(body);
  append_option(body,
                1,
                fmt::format("level {:.1f} dBFS, carrier {:+.1f} Hz, {} bits corrected, {} combined",
                            block.level_dbfs,
                            block.cfo_hz,
                            block.corrected_bits,
                            block.combined));
  append_option(body, 0, "");
  append_block(out, 6, body);
  return true;
}

} // namespace cw::wire
