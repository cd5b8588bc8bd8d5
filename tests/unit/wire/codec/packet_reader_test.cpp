#include "tests/support/catch.hpp"
#include "tests/unit/wire/codec/capture_files.h"
#include "wire/codec/packet_reader.h"

#include <sstream>

using namespace cw::wire;
using cw::wire::test::CaptureFile;

namespace {

struct ReadAll {
  std::vector<Packet> packets;
  std::string error;
  bool ends_early = false;
};

ReadAll read_all(const std::string& octets) {
  ReadAll all;
  std::istringstream in(octets);
  auto reader = PacketReader::open(in);
  if (!reader) {
    all.error = reader.error();
    return all;
  }
  for (;;) {
    auto packet = reader->next();
    if (!packet) {
      all.error = packet.error();
      return all;
    }
    if (!*packet) {
      all.ends_early = reader->ends_early();
      return all;
    }
    all.packets.push_back(**packet);
  }
}

std::string two_packets(bool big_endian) {
  return CaptureFile(big_endian)
      .section()
      .interface(101)
      .packet(0, 1'700'000'000'250'000, "abcde")
      .packet(0, 1'700'000'000'500'000, "fg")
      .octets();
}

} // namespace

TEST_CASE("pcap: both byte orders, microseconds and nanoseconds", "[wire][pcap]") {
  for (const bool big_endian : {false, true}) {
    for (const std::uint32_t magic : {0xA1B2C3D4U, 0xA1B23C4DU}) {
      CAPTURE(big_endian, magic);
      const ReadAll all = read_all(
          CaptureFile(big_endian).pcap_head(magic, 1).record(1700000000, 250, "abc", 3).octets());
      REQUIRE(all.packets.size() == 1);
      CHECK(all.packets[0].link_type == 1);
      CHECK(all.packets[0].octets == std::vector<std::uint8_t>{'a', 'b', 'c'});
      CHECK_FALSE(all.packets[0].cut);
      const std::int64_t fraction_ns = magic == 0xA1B2C3D4U ? 250'000 : 250;
      CHECK(all.packets[0].unix_ns == 1'700'000'000'000'000'000 + fraction_ns);
    }
  }
}

TEST_CASE("pcap: a packet of which only the beginning was kept says so", "[wire][pcap]") {
  const ReadAll all =
      read_all(CaptureFile(false).pcap_head(0xA1B2C3D4, 1).record(1, 0, "abc", 90).octets());
  REQUIRE(all.packets.size() == 1);
  CHECK(all.packets[0].cut);
}

TEST_CASE("pcap: a length nobody can mean is refused", "[wire][pcap]") {
  CaptureFile file(false);
  file.pcap_head(0xA1B2C3D4, 1).number(0, 8).number(0xFFFFFFF0, 4).number(0xFFFFFFF0, 4);
  CHECK_THAT(read_all(file.octets()).error, Catch::Matchers::ContainsSubstring("damaged"));
}

TEST_CASE("pcapng: both byte orders", "[wire][pcap]") {
  for (const bool big_endian : {false, true}) {
    CAPTURE(big_endian);
    const ReadAll all = read_all(two_packets(big_endian));
    CHECK(all.error.empty());
    REQUIRE(all.packets.size() == 2);
    CHECK(all.packets[0].unix_ns == 1'700'000'000'250'000'000);
    CHECK(all.packets[0].octets.size() == 5);
    CHECK(all.packets[1].octets == std::vector<std::uint8_t>{'f', 'g'});
    CHECK_FALSE(all.ends_early);
  }
}

TEST_CASE("pcapng: time resolution and offset of each interface", "[wire][pcap]") {
  const auto option = [](std::uint16_t code, const CaptureFile& value) {
    std::string padded = value.octets();
    padded.resize((padded.size() + 3) / 4 * 4, '\0');
    return CaptureFile(false)
        .number(code, 2)
        .number(value.octets().size(), 2)
        .text(padded)
        .octets();
  };
  CaptureFile file(false);
  file.section();
  file.interface(101, option(9, CaptureFile(false).number(9, 1)));    // 10^-9 s
  file.interface(101, option(9, CaptureFile(false).number(0x8A, 1))); // 2^-10 s
  file.interface(101, option(14, CaptureFile(false).number(1000, 8)));
  file.packet(0, 5'000'000'007, "a").packet(1, 1024 * 3 + 512, "b").packet(2, 2'000'000, "c");
  const ReadAll all = read_all(file.octets());
  REQUIRE(all.packets.size() == 3);
  CHECK(all.packets[0].unix_ns == 5'000'000'007);
  CHECK(all.packets[1].unix_ns == 3'500'000'000);
  CHECK(all.packets[2].unix_ns == 1'002'000'000'000);
}

TEST_CASE("pcapng: a second section counts its interfaces anew, other blocks are skipped",
          "[wire][pcap]") {
  CaptureFile file(false);
  file.section().interface(1).block(5, "interface statistics").packet(0, 1, "a");
  const std::string second = CaptureFile(true).section().interface(276).packet(0, 2, "b").octets();
  const ReadAll all = read_all(file.octets() + second);
  REQUIRE(all.packets.size() == 2);
  CHECK(all.packets[0].link_type == 1);
  CHECK(all.packets[1].link_type == 276);
}

TEST_CASE("pcapng: simple packets have no time", "[wire][pcap]") {
  const std::string body = CaptureFile(false).number(3, 4).text("xyz").octets();
  const ReadAll all = read_all(CaptureFile(false).section().interface(101).block(3, body).octets());
  REQUIRE(all.packets.size() == 1);
  CHECK(all.packets[0].octets == std::vector<std::uint8_t>{'x', 'y', 'z'});
  CHECK(all.packets[0].unix_ns == 0);
}

TEST_CASE("pcapng: a packet of an interface that is not there is damage", "[wire][pcap]") {
  CHECK_THAT(read_all(CaptureFile(false).section().packet(0, 1, "a").octets()).error,
             Catch::Matchers::ContainsSubstring("damaged"));
}

TEST_CASE("pcapng: cut at any length it gives whole packets and says it was cut", "[wire][pcap]") {
  const std::string whole = two_packets(false);
  for (std::size_t length = 1; length < whole.size(); ++length) {
    CAPTURE(length);
    const ReadAll all = read_all(whole.substr(0, length));
    CHECK(all.packets.size() < 2);
    for (const Packet& packet : all.packets) {
      CHECK(packet.octets.size() == 5);
    }
  }
  CHECK(read_all(whole.substr(0, whole.size() - 3)).ends_early);
}

TEST_CASE("pcapng: any octet may be anything", "[wire][pcap]") {
  const std::string whole = two_packets(true);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char value : {'\x00', '\x7F', '\xFF'}) {
      std::string changed = whole;
      changed[at] = value;
      CHECK(read_all(changed).packets.size() <= 2);
    }
  }
}

TEST_CASE("packet reader: other files are refused", "[wire][pcap]") {
  CHECK_FALSE(read_all("").error.empty());
  CHECK_FALSE(read_all("abc").error.empty());
  CHECK_THAT(read_all("no capture at all").error, Catch::Matchers::ContainsSubstring("no packet capture"));
}
