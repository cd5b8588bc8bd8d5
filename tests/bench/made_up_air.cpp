#include "tests/bench/made_up_air.h"

#include "wire/codec/block_json.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace cw::bench {
namespace {

constexpr double k_frame_s = 120.0 / 26 / 1000;
constexpr unsigned k_carriers = 500, k_operators = 4;

void say(wire::GsmBlock& block, std::initializer_list<unsigned> octets) {
  block.data.fill(0x2b);
  std::transform(octets.begin(), octets.end(), block.data.begin(), [](unsigned octet) {
    return static_cast<std::uint8_t>(octet);
  });
}

unsigned lac_of(unsigned cell) {
  return 100 + cell / 50;
}
unsigned ci_of(unsigned cell) {
  return (10 + cell) & 0xFFFFU;
}
unsigned mnc_of(unsigned cell) {
  return (1 + cell % k_operators) << 4U; // second octet of "0x": digits swapped
}

/// Bit map 0 (TS 44.018 §10.5.2.1b.2): the operator's own carriers among ARFCN 1 to 124.
void list_neighbours(wire::GsmBlock& block, unsigned cell) {
  for (unsigned arfcn = 1 + cell % k_operators; arfcn <= 124; arfcn += k_operators) {
    std::uint8_t& octet = block.data[3 + 15 - (arfcn - 1) / 8];
    octet = static_cast<std::uint8_t>(octet | (1U << ((arfcn - 1) % 8)));
  }
}

// TS 44.018 §9.1.31 to 9.1.36; 262-01 to 262-04.
void say_si(wire::GsmBlock& block, unsigned cell, unsigned kind, unsigned lac) {
  const unsigned ci = ci_of(cell);
  const unsigned mnc = mnc_of(cell);
  const unsigned ci_high = ci >> 8U;
  const unsigned ci_low = ci & 0xFFU;
  const unsigned lac_high = lac >> 8U;
  const unsigned lac_low = lac & 0xFFU;
  switch (kind % 4) {
  case 0:
    say(block, {0x55, 0x06, 0x19, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x79, 0, 0});
    break;
  case 1:
    say(block,
        {0x59, 0x06, 0x1a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0x79, 0, 0});
    list_neighbours(block, cell);
    break;
  case 2:
    say(block,
        {0x49,
         0x06,
         0x1b,
         ci_high,
         ci_low,
         0x62,
         0xf2,
         mnc,
         lac_high,
         lac_low,
         0x48,
         0x00,
         40,
         0x24,
         0x65,
         0x00,
         0x79,
         0x00,
         0x00});
    break;
  default:
    say(block,
        {0x31, 0x06, 0x1c, 0x62, 0xf2, mnc, lac_high, lac_low, 0x65, 0x00, 0x79, 0x00, 0x00});
  }
}

} // namespace

wire::GsmBlock MadeUpAir::block(unsigned cell, unsigned frame) {
  wire::GsmBlock made;
  const unsigned carrier = cell % k_carriers;
  made.heard_on.arfcn =
      carrier < 124
          ? wire::Arfcn{wire::GsmBand::gsm900, static_cast<std::uint16_t>(1 + carrier)}
          : wire::Arfcn{wire::GsmBand::dcs1800, static_cast<std::uint16_t>(512 + carrier - 124)};
  made.heard_on.carrier_hz = wire::downlink_hz(*made.heard_on.arfcn);
  made.heard_on.bsic = static_cast<std::uint8_t>(cell / k_carriers % 64);
  made.heard_on.train = 1 + cell;
  made.fn = (multiframe_ * 51 + frame) % wire::k_hyperframe;
  made.t_s = t_s_ + frame * k_frame_s;
  made.level_dbfs = -40.0F - static_cast<float>(cell % 30);
  made.snr_db = 15;
  return made;
}

void MadeUpAir::append(std::string& lines, wire::GsmBlock made) {
  made.n = n_++;
  wire::append_block_line(lines, made, "bench");
}

void MadeUpAir::append_multiframe(std::string& lines, unsigned first, unsigned count) {
  constexpr std::array<unsigned, 9> k_frames = {1, 2, 6, 11, 12, 16, 21, 31, 41};
  for (const unsigned frame : k_frames) {
    for (unsigned i = 0; i < count; ++i) {
      const unsigned cell = (first + i) % cells_;
      wire::GsmBlock made = block(cell, frame);
      if (frame % 10 == 1) {
        made.channel = wire::GsmChannel::sch;
        made.length = 4;
        made.data = {0x04, 0x12, 0x34, 0x80};
      } else if (frame == 2) {
        say_si(made, cell, multiframe_, lac_of(cell));
      } else {
        made.channel = wire::GsmChannel::ccch;
        say(made, {0x2d, 0x06, 0x22, 0, 0xc0, 0, 0, 1, 0xc0, 0, 0, 2, 0x2b});
      }
      append(lines, made);
    }
  }
  ++multiframe_;
  t_s_ += 51 * k_frame_s;
}

void MadeUpAir::append_stranger(std::string& lines, unsigned number) {
  for (const unsigned kind : {1U, 2U, 3U, 2U}) {
    wire::GsmBlock made = block(number, 2);
    made.channel = wire::GsmChannel::bcch;
    say_si(made, number, kind, 1 + number / 61'000);
    append(lines, made);
    t_s_ += 51 * k_frame_s / 64;
  }
}

} // namespace cw::bench
