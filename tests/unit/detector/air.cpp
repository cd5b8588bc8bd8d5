#include "tests/unit/detector/air.h"

#include <algorithm>

namespace cw::test {
namespace {

constexpr double k_frame_s = 120.0 / 26 / 1000;
constexpr std::uint8_t k_padding = 0x2b;

std::uint8_t high(std::uint16_t value) {
  return static_cast<std::uint8_t>(value >> 8U);
}
std::uint8_t low(std::uint16_t value) {
  return static_cast<std::uint8_t>(value & 0xFFU);
}

} // namespace

const std::vector<std::uint8_t> Air::k_update_request = {0x01, 0x73, 0x49, 0x05, 0x08, 0x70, 0x62,
                                                         0xf2, 0x20, 0x00, 0x01, 0x57, 0x08, 0x29,
                                                         0x26, 0x20, 0x00, 0x00, 0x00, 0x00, 0x04};

void Air::put(wire::GsmChannel channel,
              std::uint32_t frame,
              std::uint8_t slot,
              std::uint8_t sub,
              const std::vector<std::uint8_t>& octets) {
  wire::GsmBlock block;
  block.n = blocks_.size();
  block.fn = (fn_ + frame) % wire::k_hyperframe;
  block.t_s = t_s_ + frame * k_frame_s;
  block.heard_on.arfcn = wire::Arfcn{wire::GsmBand::gsm900, 85};
  block.heard_on.carrier_hz = wire::downlink_hz(*block.heard_on.arfcn);
  block.heard_on.bsic = 8;
  block.heard_on.train = train_;
  block.channel = channel;
  block.slot = slot;
  block.sub = sub;
  block.level_dbfs = -30;
  block.snr_db = 20;
  block.data.fill(k_padding);
  std::ranges::copy(octets, block.data.begin());
  blocks_.push_back(block);
  skip_multiframes(1);
}

void Air::skip_multiframes(std::uint32_t count) {
  fn_ = (fn_ + count * 51) % wire::k_hyperframe;
  t_s_ += count * 51 * k_frame_s;
}

void Air::si2(const std::vector<std::uint16_t>& neighbours) {
  std::vector<std::uint8_t> octets(23, 0);
  octets[0] = 0x59;
  octets[1] = 0x06;
  octets[2] = 0x1a;
  for (const std::uint16_t arfcn : neighbours) { // bit map 0
    const auto bit = static_cast<unsigned>(arfcn - 1);
    octets[3 + 15 - bit / 8] =
        static_cast<std::uint8_t>(octets[3 + 15 - bit / 8] | (1U << (bit % 8)));
  }
  octets[19] = 0xff;
  put(wire::GsmChannel::bcch, 2, 0, 0, octets);
}

// Rest octets: present (H against 0x2b), CBQ 0, offset 63, temporary offset 0, penalty time 0.
void Air::si3(std::uint16_t lac, std::uint16_t ci, std::uint8_t t3212, bool lure) {
  std::vector<std::uint8_t> octets = {0x49,
                                      0x06,
                                      0x1b,
                                      high(ci),
                                      low(ci),
                                      0x62,
                                      0xf2,
                                      0x20,
                                      high(lac),
                                      low(lac),
                                      0x48,
                                      0x00,
                                      t3212,
                                      0x24,
                                      0x65,
                                      0x00,
                                      0x79,
                                      0x00,
                                      0x00};
  if (lure) {
    octets.insert(octets.end(), {0xbf, 0x00, 0x2b, 0x2b});
  }
  put(wire::GsmChannel::bcch, 2, 0, 0, octets);
}

void Air::si4(std::uint16_t lac, bool lure) {
  std::vector<std::uint8_t> octets = {
      0x31, 0x06, 0x1c, 0x62, 0xf2, 0x20, high(lac), low(lac), 0x65, 0x00, 0x79, 0x00, 0x00};
  if (lure) {
    octets.insert(octets.end(), {0xbf, 0x00});
  }
  put(wire::GsmChannel::bcch, 2, 0, 0, octets);
}

void Air::assign_sdcch8(std::uint8_t sub) {
  const auto channel = static_cast<std::uint8_t>((0x08U | sub) << 3U | 1U);
  put(wire::GsmChannel::ccch,
      6,
      0,
      0,
      {0x2d, 0x06, 0x3f, 0x00, channel, 0x00, 85, 0x05, 0x10, 0x20, 0x01, 0x00});
}

void Air::sdcch8(std::uint8_t sub, const std::vector<std::uint8_t>& octets) {
  put(wire::GsmChannel::sdcch8, sub * 4U, 1, sub, octets);
}

} // namespace cw::test
