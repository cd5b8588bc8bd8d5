#include "tests/support/standins/scene_content.h"

#include "tests/support/gsm_content.h"
#include "tests/support/random.h"

#include <algorithm>
#include <cmath>

namespace cw::standins {
namespace {

using support::BlockOctets;

constexpr std::uint8_t k_padding = 0x2B;
constexpr std::uint8_t k_rr = 0x06;
constexpr std::int64_t k_multiframe = 51;
constexpr double k_multiframe_s =
    static_cast<double>(k_multiframe) * support::k_frame_symbols / support::k_symbol_rate_hz;

void put(BlockOctets& block, std::size_t at, std::initializer_list<unsigned> octets) {
  for (const unsigned octet : octets) {
    block.at(at++) = static_cast<std::uint8_t>(octet);
  }
}

BlockOctets message(std::initializer_list<unsigned> octets) {
  BlockOctets block{};
  block.fill(k_padding);
  put(block, 0, octets);
  return block;
}

void set_bit(BlockOctets& block, std::size_t bit, bool value) {
  auto& octet = block.at(bit / 8);
  const unsigned mask = 0x80U >> (bit % 8);
  octet = static_cast<std::uint8_t>(value ? octet | mask : octet & ~mask);
}

/// TS 44.018 §10.5.2.1b: bit map 0 if all are 1 to 124, else variable bit map, §10.5.2.13.7.
void put_carriers(BlockOctets& block, std::size_t at, const std::vector<std::uint16_t>& sorted) {
  std::fill_n(block.begin() + static_cast<std::ptrdiff_t>(at), 16, std::uint8_t{0});
  if (sorted.empty()) {
    return;
  }
  const bool variable = sorted.back() > 124 || sorted.front() < 1;
  const unsigned origin = variable ? sorted.front() : 0;
  if (variable) {
    put(block, at, {0x8EU | origin >> 9U, (origin >> 1U) & 0xFFU, (origin & 1U) << 7U});
  }
  for (const unsigned arfcn : sorted) {
    const std::size_t last_bit =
        8 * (at + 16); // bit map 0 counts from the end, the other from the front
    const std::size_t bit = variable ? 8 * (at + 2) + (arfcn - origin) : last_bit - arfcn;
    if (!variable || arfcn != origin) {
      set_bit(block, bit, true);
    }
  }
}

void put_lai(BlockOctets& block, std::size_t at, const SceneCell& cell) {
  const auto digit = [](const std::string& digits, std::size_t i) {
    return i < digits.size() ? static_cast<unsigned>(digits[i] - '0') : 0xFU;
  };
  put(block,
      at,
      {digit(cell.mcc, 0) | digit(cell.mcc, 1) << 4U,
       digit(cell.mcc, 2) | digit(cell.mnc, 2) << 4U,
       digit(cell.mnc, 0) | digit(cell.mnc, 1) << 4U,
       unsigned{cell.lac} >> 8U,
       cell.lac & 0xFFU});
}

/// RACH control, §10.5.2.29.
void put_rach(BlockOctets& block, std::size_t at, const SceneCell& cell) {
  put(block, at, {cell.barred ? 0x7BU : 0x79U, 0x00, 0x00});
}

/// Cell selection, §10.5.2.4: hysteresis and a MS_TXPWR_MAX_CCH of 5.
void put_selection(BlockOctets& block, std::size_t at, const SceneCell& cell) {
  put(block,
      at,
      {static_cast<unsigned>(cell.hysteresis_db / 2) << 5U | 5U,
       static_cast<unsigned>(cell.rxlev_access_min)});
}

/// The optional selection parameters that SI3 and SI4 rest octets begin with, §10.5.2.34,
/// §10.5.2.35.
void put_reselection(BlockOctets& block, std::size_t at, const SceneCell& cell) {
  if (!cell.reselection) {
    return;
  }
  std::size_t bit = 8 * at;
  const auto add = [&](unsigned value, unsigned bits) {
    while (bits-- > 0) {
      set_bit(block, bit++, ((value >> bits) & 1U) != 0);
    }
  };
  add(1, 1); // H: the padding's first bit is 0
  add(0, 1); // CBQ
  add(static_cast<unsigned>(cell.reselection->offset_db / 2), 6);
  add(static_cast<unsigned>(cell.reselection->temporary_offset_db / 10), 3);
  add(static_cast<unsigned>(cell.reselection->penalty_time), 5);
}

support::CellSpec spec_of(const SceneCell& cell) {
  support::CellSpec spec;
  spec.arfcn = cell.arfcn;
  spec.bsic = cell.bsic;
  spec.mcc = cell.mcc;
  spec.mnc = cell.mnc;
  spec.lac = cell.lac;
  spec.ci = cell.ci;
  spec.combined = cell.combined;
  return spec;
}

} // namespace

BlockOctets scene_si1(const SceneCell& cell) {
  BlockOctets block = message({0x55, k_rr, 0x19});
  put_carriers(block, 3, {cell.arfcn.number});
  put_rach(block, 19, cell);
  if (cell.arfcn.band == wire::GsmBand::pcs1900) {
    set_bit(block, 8 * 22 + 1, true); // §10.5.2.32: BAND INDICATOR H
  }
  return cell.si[0].value_or(block);
}

BlockOctets scene_si2(const SceneCell& cell) {
  BlockOctets block = message({0x59, k_rr, 0x1A});
  put_carriers(block, 3, cell.neighbours);
  put(block, 19, {0xFF}); // NCC permitted
  put_rach(block, 20, cell);
  return cell.si[1].value_or(block);
}

BlockOctets scene_si3(const SceneCell& cell) {
  BlockOctets block = message({0x49, k_rr, 0x1B, unsigned{cell.ci} >> 8U, cell.ci & 0xFFU});
  put_lai(block, 5, cell);
  // §10.5.2.11: ATT, BS_AG_BLKS_RES 1, CCCH_CONF; BS_PA_MFRMS 4
  put(block, 10, {cell.combined ? 0x49U : 0x48U, 0x02, static_cast<unsigned>(cell.t3212), 0x14});
  put_selection(block, 14, cell);
  put_rach(block, 16, cell);
  put_reselection(block, 19, cell);
  return cell.si[2].value_or(block);
}

BlockOctets scene_si4(const SceneCell& cell) {
  BlockOctets block = message({0x31, k_rr, 0x1C});
  put_lai(block, 3, cell);
  put_selection(block, 8, cell);
  put_rach(block, 10, cell);
  put_reselection(block, 13, cell);
  return cell.si[3].value_or(block);
}

SceneContent::SceneContent(const SceneCell& cell)
    : cell_(cell), spec_(spec_of(cell)), by_tc_{scene_si1(cell),
                                                scene_si2(cell),
                                                scene_si3(cell),
                                                scene_si4(cell),
                                                scene_si2(cell),
                                                scene_si2(cell),
                                                scene_si3(cell),
                                                scene_si4(cell)} {}

std::optional<SceneContent::Turn> SceneContent::turn(std::int64_t multiframe,
                                                     std::optional<std::uint8_t> sub) const {
  const std::int64_t scene_begins = cell_.fn0 / k_multiframe;
  for (const SceneDialogue& dialogue : cell_.dialogues) {
    const std::int64_t assigned =
        scene_begins + 1 + std::llround(std::floor(dialogue.at_s / k_multiframe_s));
    std::int64_t since = multiframe - assigned;
    if (dialogue.every_s && since >= 0) {
      const auto shortest = static_cast<std::int64_t>(dialogue.blocks.size()) + 3;
      since %= std::max(shortest, std::int64_t{std::llround(*dialogue.every_s / k_multiframe_s)});
    }
    const auto blocks = static_cast<std::int64_t>(dialogue.blocks.size());
    const bool wanted = sub ? since >= 2 && since < 2 + blocks && dialogue.sub == *sub : since == 0;
    if (wanted) {
      return Turn{&dialogue, since};
    }
  }
  return std::nullopt;
}

std::optional<BlockOctets>
SceneContent::block(wire::GsmChannel channel, std::uint8_t sub, std::int64_t frame) const {
  const std::int64_t count = cell_.fn0 + frame;
  const std::int64_t multiframe = count / k_multiframe;
  if (channel == wire::GsmChannel::bcch) {
    return by_tc_.at(static_cast<std::size_t>(multiframe % 8));
  }
  if (channel == wire::GsmChannel::ccch) {
    const std::optional<Turn> assigned = turn(multiframe, std::nullopt);
    if (assigned && count % k_multiframe == 6) {
      return support::immediate_assignment(spec_, assigned->dialogue->sub);
    }
    support::Random random(cell_.seed, static_cast<std::uint64_t>(count));
    return random.uniform() < cell_.paging ? support::paging_tmsi(random.next(), random.next())
                                           : support::empty_paging();
  }
  const std::optional<Turn> spoken = turn(multiframe, sub);
  if (!spoken) {
    return std::nullopt;
  }
  return channel == wire::GsmChannel::sacch
             ? support::si6_on_sacch(spec_)
             : spoken->dialogue->blocks.at(static_cast<std::size_t>(spoken->since - 2));
}

} // namespace cw::standins
