// Capture files made octet by octet, in either byte order, for the tests of their reader.
#pragma once

#include <cstdint>
#include <string>

namespace cw::wire::test {

class CaptureFile {
public:
  explicit CaptureFile(bool big_endian) : big_endian_(big_endian) {}

  CaptureFile& number(std::uint64_t value, unsigned octets) {
    for (unsigned i = 0; i < octets; ++i) {
      const unsigned shift = 8 * (big_endian_ ? octets - 1 - i : i);
      octets_ += static_cast<char>((value >> shift) & 0xFFU);
    }
    return *this;
  }
  CaptureFile& text(const std::string& octets) {
    octets_ += octets;
    return *this;
  }

  CaptureFile& pcap_head(std::uint32_t magic, std::uint32_t link_type) {
    return number(magic, 4).number(2, 2).number(4, 2).number(0, 8).number(65535, 4).number(
        link_type, 4);
  }
  CaptureFile&
  record(std::uint32_t s, std::uint32_t fraction, const std::string& kept, std::size_t sent) {
    return number(s, 4).number(fraction, 4).number(kept.size(), 4).number(sent, 4).text(kept);
  }

  CaptureFile& block(std::uint32_t type, std::string body) {
    body.resize((body.size() + 3) / 4 * 4, '\0');
    return number(type, 4).number(body.size() + 12, 4).text(body).number(body.size() + 12, 4);
  }
  CaptureFile& section() {
    return block(0x0A0D0D0A,
                 CaptureFile(big_endian_)
                     .number(0x1A2B3C4D, 4)
                     .number(1, 2)
                     .number(0, 2)
                     .number(UINT64_MAX, 8)
                     .octets_);
  }
  CaptureFile& interface(std::uint16_t link_type, const std::string& options = {}) {
    return block(1,
                 CaptureFile(big_endian_).number(link_type, 2).number(0, 6).text(options).octets_);
  }
  CaptureFile& packet(std::uint32_t interface, std::uint64_t ticks, const std::string& kept) {
    CaptureFile body(big_endian_);
    body.number(interface, 4).number(ticks >> 32U, 4).number(ticks & 0xFFFFFFFFU, 4);
    return block(6, body.number(kept.size(), 4).number(kept.size(), 4).text(kept).octets_);
  }

  const std::string& octets() const { return octets_; }

private:
  bool big_endian_;
  std::string octets_;
};

} // namespace cw::wire::test
