// pcap: draft-ietf-opsawg-pcap; pcapng: draft-ietf-opsawg-pcapng, whose clauses are named below.
#include "wire/codec/packet_reader.h"

#include "wire/codec/octet_cursor.h"
#include "wire/codec/packet_time.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace cw::wire {
namespace {

using Error = tl::unexpected<std::string>;

constexpr std::uint32_t k_magic_us = 0xA1B2C3D4;
constexpr std::uint32_t k_magic_ns = 0xA1B23C4D;
constexpr std::uint32_t k_section_block = 0x0A0D0D0A; // the same in either byte order
constexpr std::uint32_t k_byte_order = 0x1A2B3C4D;
constexpr std::uint32_t k_interface_block = 1;
constexpr std::uint32_t k_old_packet_block = 2;
constexpr std::uint32_t k_simple_packet_block = 3;
constexpr std::uint32_t k_packet_block = 6;

// libpcap's own largest snapshot; a longer packet is a damaged length.
constexpr std::uint32_t k_max_packet_octets = 262144;
constexpr std::uint32_t k_max_block_octets = 16U << 20U; // as Wireshark
constexpr std::size_t k_max_interfaces = 4096;

constexpr const char* k_damaged = "the capture is damaged: export it again, as with editcap";

std::uint32_t swapped(std::uint32_t v) {
  return (v >> 24U) | ((v >> 8U) & 0xFF00U) | ((v << 8U) & 0xFF0000U) | (v << 24U);
}

} // namespace

bool looks_like_packet_capture(std::uint32_t first) noexcept {
  for (const std::uint32_t value : {first, swapped(first)}) {
    if (value == k_magic_us || value == k_magic_ns || value == k_section_block) {
      return true;
    }
  }
  return false;
}

// False at the end of the stream; a start without its end also sets ends_early_.
bool PacketReader::read_exactly(Octets& into, std::size_t count) {
  // Grows as octets come, so that a length somebody made up costs nothing.
  constexpr std::size_t k_step = 65536;
  into.clear();
  while (into.size() < count) {
    const std::size_t before = into.size();
    const std::size_t wanted = std::min(k_step, count - before);
    into.resize(before + wanted);
    in_->read(reinterpret_cast<char*>(into.data() + before), static_cast<std::streamsize>(wanted));
    if (static_cast<std::size_t>(in_->gcount()) < wanted) {
      ends_early_ = ends_early_ || before > 0 || in_->gcount() > 0;
      return false;
    }
  }
  return true;
}

std::uint32_t PacketReader::number(const Octets& octets, std::size_t at) const {
  const std::span<const std::uint8_t> all(octets);
  OctetCursor in(all.subspan(std::min(at, all.size())), big_endian_);
  return in.take(4);
}

tl::expected<PacketReader, std::string> PacketReader::open(std::istream& in) {
  PacketReader reader(in);
  Octets head;
  if (!reader.read_exactly(head, 4)) {
    return Error("it is no packet capture: give a pcap or pcapng file");
  }
  const std::uint32_t magic = reader.number(head, 0);
  if (magic == k_section_block) {
    reader.pcapng_ = true;
    if (!reader.begin_section()) {
      return Error(k_damaged);
    }
    return reader;
  }
  reader.big_endian_ = magic == swapped(k_magic_us) || magic == swapped(k_magic_ns);
  const std::uint32_t native = reader.big_endian_ ? swapped(magic) : magic;
  if (native != k_magic_us && native != k_magic_ns) {
    return Error("it is no packet capture: give a pcap or pcapng file");
  }
  constexpr std::size_t k_rest_of_header = 20;
  if (!reader.read_exactly(head, k_rest_of_header)) {
    return Error("the capture is cut within its header: give the whole file");
  }
  Interface only;
  only.link_type =
      static_cast<std::uint16_t>(reader.number(head, 16) & 0xFFFFU); // above: FCS length
  only.tick_ns = native == k_magic_ns ? 1 : 1e3;
  reader.interfaces_.push_back(only);
  return reader;
}

tl::expected<std::optional<Packet>, std::string> PacketReader::next() {
  return pcapng_ ? next_block() : next_record();
}

PacketReader::Block PacketReader::next_record() {
  Octets head;
  if (!read_exactly(head, 16)) {
    return std::nullopt;
  }
  const std::uint32_t kept = number(head, 8);
  if (kept > k_max_packet_octets) {
    return Error(k_damaged);
  }
  Packet packet;
  packet.link_type = interfaces_.front().link_type;
  packet.unix_ns = std::int64_t{number(head, 0)} * 1'000'000'000 +
                   ticks_to_ns(number(head, 4), interfaces_.front().tick_ns, 0);
  packet.cut = kept < number(head, 12);
  if (!read_exactly(packet.octets, kept)) {
    ends_early_ = true;
    return std::nullopt;
  }
  return packet;
}

// After the block type: length, byte order, the rest (clause 4.1). Interfaces count anew.
bool PacketReader::begin_section() {
  Octets head;
  if (!read_exactly(head, 8)) {
    return false;
  }
  big_endian_ = false;
  if (number(head, 4) != k_byte_order) {
    big_endian_ = true;
    if (number(head, 4) != k_byte_order) {
      return false;
    }
  }
  const std::uint32_t length = number(head, 0);
  constexpr std::uint32_t k_shortest = 28;
  interfaces_.clear();
  return length >= k_shortest && length % 4 == 0 && length <= k_max_block_octets &&
         read_exactly(head, length - 12);
}

PacketReader::Block PacketReader::next_block() {
  Octets head;
  Octets body;
  for (;;) {
    if (!read_exactly(head, 4)) {
      return std::nullopt;
    }
    const std::uint32_t type = number(head, 0);
    if (type == k_section_block) {
      if (!begin_section()) {
        return Error(k_damaged);
      }
      continue;
    }
    if (!read_exactly(head, 4)) {
      ends_early_ = true;
      return std::nullopt;
    }
    const std::uint32_t length = number(head, 0);
    if (length < 12 || length % 4 != 0 || length > k_max_block_octets) {
      return Error(k_damaged);
    }
    if (!read_exactly(body, length - 8)) {
      ends_early_ = true;
      return std::nullopt;
    }
    body.resize(body.size() - 4); // the length again
    if (type == k_interface_block && !add_interface(body)) {
      return Error(k_damaged);
    }
    auto packet = read_packet_block(type, body);
    if (!packet || *packet) {
      return packet;
    }
  }
}

// Interface description (clause 4.2) with its options if_tsresol (9) and if_tsoffset (14).
bool PacketReader::add_interface(const Octets& body) {
  OctetCursor in(body, big_endian_);
  Interface added;
  added.link_type = static_cast<std::uint16_t>(in.take(2));
  in.take(6);
  if (!in.ok() || interfaces_.size() >= k_max_interfaces) {
    return false;
  }
  while (in.rest().size() >= 4) {
    const std::uint32_t code = in.take(2);
    const std::uint32_t length = in.take(2);
    OctetCursor value(in.take_octets(length), big_endian_);
    in.take_octets(std::min<std::size_t>((4 - length % 4) % 4, in.rest().size()));
    if (code == 9 && length == 1) {
      const std::uint32_t resolution = value.take(1);
      const int exponent = -static_cast<int>(resolution & 0x7FU);
      added.tick_ns =
          (resolution & 0x80U) != 0 ? std::ldexp(1e9, exponent) : std::pow(10.0, 9 + exponent);
    } else if (code == 14 && length == 8) {
      const std::uint64_t first = value.take(4);
      const std::uint64_t second = value.take(4);
      const std::uint64_t seconds = big_endian_ ? (first << 32U) | second : (second << 32U) | first;
      added.offset_ns = clamp_ns(static_cast<double>(std::bit_cast<std::int64_t>(seconds)) * 1e9);
    }
  }
  interfaces_.push_back(added);
  return true;
}

// Enhanced (clause 4.3), simple (clause 4.4) and the old packet block; nothing for any other type.
PacketReader::Block PacketReader::read_packet_block(std::uint32_t type, const Octets& body) const {
  const bool simple = type == k_simple_packet_block;
  if (type != k_packet_block && type != k_old_packet_block && !simple) {
    return std::nullopt;
  }
  OctetCursor in(body, big_endian_);
  std::uint32_t interface = 0;
  std::uint64_t ticks = 0;
  std::uint32_t kept = 0;
  if (simple) {
    kept = static_cast<std::uint32_t>(std::min<std::size_t>(number(body, 0), body.size()));
  } else {
    interface = type == k_packet_block ? in.take(4) : in.take(2);
    in.take(type == k_packet_block ? 0 : 2); // dropped packets
    const std::uint64_t high = in.take(4);
    ticks = (high << 32U) | in.take(4);
    kept = in.take(4);
  }
  const std::uint32_t sent = in.take(4);
  kept = simple ? static_cast<std::uint32_t>(std::min<std::size_t>(kept, in.rest().size())) : kept;
  const auto octets = in.take_octets(kept);
  if (!in.ok() || interface >= interfaces_.size()) {
    return Error(k_damaged);
  }
  const Interface& from = interfaces_[interface];
  Packet packet;
  packet.link_type = from.link_type;
  packet.unix_ns = ticks_to_ns(ticks, from.tick_ns, from.offset_ns);
  packet.cut = kept < sent;
  packet.octets.assign(octets.begin(), octets.end());
  return packet;
}

} // namespace cw::wire
