#include "tests/support/catch.hpp"
#include "wire/codec/gsmtap_reader.h"
#include "wire/codec/gsmtap_writer.h"

#include <sstream>

using namespace cw::wire;

namespace {

using Octets = std::vector<std::uint8_t>;

GsmBlock paging_block() {
  GsmBlock block;
  block.t_s = 1.25;
  block.heard_on.arfcn = Arfcn{GsmBand::gsm900, 101};
  block.heard_on.carrier_hz = 955.2e6;
  block.heard_on.bsic = 26;
  block.channel = GsmChannel::ccch;
  block.fn = 2202461;
  block.snr_db = 24.3F;
  block.level_dbfs = -2.4F;
  block.data.fill(0x2B);
  block.data = {0x15, 0x06, 0x21, 0x00, 0x01, 0xF0};
  return block;
}

std::vector<Packet> written(const std::vector<GsmBlock>& blocks, std::int64_t start_unix_ns = 0) {
  std::string file;
  append_pcapng_head(file);
  for (const GsmBlock& block : blocks) {
    append_gsmtap_packet(file, block, start_unix_ns);
  }
  std::istringstream in(file);
  auto reader = PacketReader::open(in);
  REQUIRE(reader);
  std::vector<Packet> packets;
  for (;;) {
    auto packet = reader->next();
    REQUIRE(packet);
    if (!*packet) {
      return packets;
    }
    packets.push_back(**packet);
  }
}

// Octet by octet: g++ 12 sees an overflow in vector::insert that is not there.
Octets after(Octets head, const Octets& rest) {
  for (const std::uint8_t octet : rest) {
    head.push_back(octet);
  }
  return head;
}

Octets gsmtap_datagram(const Octets& gsmtap) {
  Octets udp = {0x12, 0x34, 0x12, 0x79, 0, static_cast<std::uint8_t>(8 + gsmtap.size()), 0, 0};
  return after(udp, gsmtap);
}

// GSMTAP of a System Information block as libosmocore's gsmtap.h lays the header out, by hand.
Octets gsmtap_octets(std::uint8_t channel = 1, std::uint8_t arfcn_high = 0x00) {
  Octets octets = {2, 4, 1, 0, arfcn_high, 62, 0, 17, 0x00, 0x01, 0xE2, 0x40, channel, 0, 0, 0};
  octets = after(octets, {0x55, 0x06, 0x19});
  octets.resize(16 + 23, 0x2B);
  return octets;
}

Octets in_ipv4(const Octets& udp) {
  Octets ip = {0x45, 0,  0, static_cast<std::uint8_t>(20 + udp.size()),
               0,    0,  0, 0,
               64,   17, 0, 0,
               127,  0,  0, 1,
               127,  0,  0, 1};
  return after(ip, udp);
}

Octets in_ipv6(const Octets& udp, bool with_extension) {
  const std::size_t extra = with_extension ? 8 : 0;
  Octets ip = {0x60,
               0,
               0,
               0,
               0,
               static_cast<std::uint8_t>(udp.size() + extra),
               static_cast<std::uint8_t>(with_extension ? 0 : 17),
               64};
  ip.resize(40);
  if (with_extension) {
    ip = after(ip, {17, 0, 1, 4, 0, 0, 0, 0});
  }
  return after(ip, udp);
}

Octets zeros_then(std::size_t zeros, std::initializer_list<std::uint8_t> tail) {
  return after(Octets(zeros), tail);
}

std::optional<GsmBlock>
read(std::uint16_t link_type, Octets octets, GsmtapCounts& counts, bool cut = false) {
  return gsmtap_block(
      {.link_type = link_type, .unix_ns = 0, .cut = cut, .octets = std::move(octets)}, counts);
}

} // namespace

TEST_CASE("GSMTAP: a block written is the block read", "[wire][gsmtap]") {
  const GsmBlock block = paging_block();
  const auto packets = written({block}, 1'700'000'000'000'000'000);
  REQUIRE(packets.size() == 1);
  CHECK(packets[0].unix_ns == 1'700'000'001'250'000'000);
  GsmtapCounts counts;
  const auto back = gsmtap_block(packets[0], counts);
  REQUIRE(back);
  CHECK(back->heard_on.arfcn == block.heard_on.arfcn);
  CHECK(back->heard_on.carrier_hz == block.heard_on.carrier_hz);
  CHECK_FALSE(back->heard_on.bsic);
  CHECK(back->channel == block.channel);
  CHECK(back->fn == block.fn);
  CHECK(back->data == block.data);
  CHECK(back->snr_db == 24.0F);
}

TEST_CASE("GSMTAP: nothing uncalibrated goes out as dBm", "[wire][gsmtap]") {
  const auto packets = written({paging_block()});
  constexpr std::size_t k_signal_dbm = 20 + 8 + 6; // IP, UDP, offset in gsmtap_hdr
  CHECK(packets[0].octets[k_signal_dbm] == 0);
}

TEST_CASE("GSMTAP: every channel comes back but SCH, which it has no name for", "[wire][gsmtap]") {
  std::vector<GsmBlock> blocks;
  for (int i = 0; i <= static_cast<int>(GsmChannel::cbch); ++i) {
    GsmBlock block = paging_block();
    block.channel = static_cast<GsmChannel>(i);
    block.fn = block.channel == GsmChannel::bcch_ext ? 51 * 7 + 6 : 51 * 7 + 2;
    block.slot = block.channel == GsmChannel::sdcch8 ? 1 : 0;
    block.sub = block.channel == GsmChannel::sdcch8 ? 6 : 0;
    blocks.push_back(block);
  }
  const auto packets = written(blocks);
  REQUIRE(packets.size() == blocks.size() - 1);
  GsmtapCounts counts;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const auto back = gsmtap_block(packets[i], counts);
    CAPTURE(i);
    REQUIRE(back);
    CHECK(back->channel == blocks[i + 1].channel);
    CHECK(back->slot == blocks[i + 1].slot);
    CHECK(back->sub == blocks[i + 1].sub);
  }
}

TEST_CASE("GSMTAP: PCS 1900 is told from DCS 1800 by its flag", "[wire][gsmtap]") {
  for (const GsmBand band : {GsmBand::dcs1800, GsmBand::pcs1900}) {
    GsmBlock block = paging_block();
    block.heard_on.arfcn = Arfcn{band, 600};
    GsmtapCounts counts;
    const auto back = gsmtap_block(written({block})[0], counts);
    REQUIRE(back);
    CHECK(back->heard_on.arfcn == block.heard_on.arfcn);
  }
}

TEST_CASE("GSMTAP: every link layer and both versions of IP", "[wire][gsmtap]") {
  const Octets udp = gsmtap_datagram(gsmtap_octets());
  const Octets ipv4 = in_ipv4(udp);
  const std::vector<std::pair<std::uint16_t, Octets>> frames = {
      {1, after(zeros_then(12, {0x08, 0x00}), ipv4)},
      {1, after(zeros_then(12, {0x81, 0x00, 0x00, 0x05, 0x08, 0x00}), ipv4)},
      {1, after(zeros_then(12, {0x86, 0xDD}), in_ipv6(udp, false))},
      {1, after(after(zeros_then(12, {0x08, 0x00}), ipv4), Octets(6))}, // padding of short frames
      {101, ipv4},
      {101, in_ipv6(udp, true)},
      {228, ipv4},
      {229, in_ipv6(udp, false)},
      {0, after({2, 0, 0, 0}, ipv4)},
      {113, after(Octets(16), ipv4)},
      {276, after(Octets(20), ipv4)},
      {217, gsmtap_octets()},
  };
  for (const auto& [link_type, octets] : frames) {
    CAPTURE(link_type, octets.size());
    GsmtapCounts counts;
    const auto block = read(link_type, octets, counts);
    REQUIRE(block);
    CHECK(block->heard_on.arfcn == Arfcn{GsmBand::gsm900, 62});
    CHECK(block->fn == 123456);
    CHECK(block->snr_db == 17.0F);
    CHECK(block->data[2] == 0x19);
  }
}

TEST_CASE("GSMTAP: what is not a downlink block is counted by reason", "[wire][gsmtap]") {
  GsmtapCounts counts;
  CHECK_FALSE(read(101, in_ipv4(gsmtap_datagram(gsmtap_octets(1, 0x40))), counts)); // uplink
  CHECK_FALSE(read(101, in_ipv4(gsmtap_datagram(gsmtap_octets(3))), counts));       // RACH
  CHECK_FALSE(read(101, in_ipv4(gsmtap_datagram(gsmtap_octets())), counts, /*cut=*/true));
  Octets other_port = in_ipv4(gsmtap_datagram(gsmtap_octets()));
  other_port[23] ^= 1U;
  CHECK_FALSE(read(101, other_port, counts));
  Octets fragment = in_ipv4(gsmtap_datagram(gsmtap_octets()));
  fragment[7] = 8;
  CHECK_FALSE(read(101, fragment, counts));
  CHECK(counts.uplink == 1);
  CHECK(counts.other_channels == 1);
  CHECK(counts.cut == 1);
  CHECK(counts.other_packets == 2);
}

TEST_CASE("GSMTAP: a short block is filled as its sender would have", "[wire][gsmtap]") {
  Octets octets = gsmtap_octets();
  octets.resize(16 + 10);
  GsmtapCounts counts;
  const auto block = read(217, octets, counts);
  REQUIRE(block);
  CHECK(block->length == 23);
  CHECK(block->data[9] == 0x2B);
  CHECK(block->data[22] == 0x2B);
}

TEST_CASE("GSMTAP: a frame cut at any length gives nothing wrong", "[wire][gsmtap]") {
  const Octets whole = in_ipv4(gsmtap_datagram(gsmtap_octets()));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    for (const int link_type : {0, 1, 101, 113, 217, 276}) {
      GsmtapCounts counts;
      const Octets cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
      CAPTURE(length, link_type);
      CHECK_FALSE(read(static_cast<std::uint16_t>(link_type), cut, counts, /*cut=*/true));
    }
  }
}
