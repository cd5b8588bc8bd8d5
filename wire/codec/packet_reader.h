// Packets out of a capture file, pcap or pcapng, whoever wrote it.
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace cw::wire {

struct Packet {
  std::uint16_t link_type = 0; ///< of the tcpdump.org registry
  std::int64_t unix_ns = 0;
  bool cut = false; ///< the capture kept only its beginning
  std::vector<std::uint8_t> octets;
};

/// Input   pcap (microseconds or nanoseconds) and pcapng (several sections and interfaces), both
/// byte
///         orders. The stream is read once, forwards.
/// Errors  a file that is neither, or damaged on the way: one sentence without its name. A last
/// packet
///         cut short ends the capture and sets ends_early().
class PacketReader {
public:
  /// `in` must outlive the reader.
  static tl::expected<PacketReader, std::string> open(std::istream& in);

  /// The next packet; nothing at the end.
  tl::expected<std::optional<Packet>, std::string> next();
  bool ends_early() const noexcept { return ends_early_; }

private:
  struct Interface {
    std::uint16_t link_type = 0;
    double tick_ns = 1e3;
    std::int64_t offset_ns = 0;
  };
  using Octets = std::vector<std::uint8_t>;
  using Block = tl::expected<std::optional<Packet>, std::string>;

  explicit PacketReader(std::istream& in) : in_(&in) {}
  bool read_exactly(Octets& into, std::size_t count);
  Block next_record();
  Block next_block();
  bool begin_section();
  bool add_interface(const Octets& body);
  Block read_packet_block(std::uint32_t type, const Octets& body) const;
  std::uint32_t number(const Octets& octets, std::size_t at) const;

  std::istream* in_;
  bool pcapng_ = false;
  bool big_endian_ = false;
  bool ends_early_ = false;
  std::vector<Interface> interfaces_; // pcap: exactly one
};

bool looks_like_packet_capture(std::uint32_t first_4_octets_little_endian) noexcept;

} // namespace cw::wire
