#include "tests/support/gsm_content.h"

#include <algorithm>
#include <memory>

namespace cw::support {
namespace {

using enum wire::GsmChannel;

constexpr std::uint8_t k_padding = 0x2B;
constexpr std::uint8_t k_rr = 0x06;

BlockOctets message(std::initializer_list<unsigned> octets) {
  BlockOctets block{};
  block.fill(k_padding);
  std::ranges::transform(
      octets, block.begin(), [](unsigned octet) { return static_cast<std::uint8_t>(octet); });
  return block;
}

unsigned high(std::uint16_t number) {
  return unsigned{number} >> 8U;
}
unsigned low(std::uint16_t number) {
  return number & 0xFFU;
}

void put(BlockOctets& block, std::size_t at, std::initializer_list<unsigned> octets) {
  for (const unsigned octet : octets) {
    block.at(at++) = static_cast<std::uint8_t>(octet);
  }
}

/// Bit map 0, TS 44.018 §10.5.2.13.2: ARFCN 1 is the last bit of the last octet. Only 1 to 124 fit.
void put_bit_map(BlockOctets& block, std::size_t at, std::initializer_list<unsigned> arfcns) {
  std::fill_n(block.begin() + static_cast<std::ptrdiff_t>(at), 16, std::uint8_t{0});
  for (const unsigned arfcn : arfcns) {
    if (arfcn >= 1 && arfcn <= 124) {
      auto& octet = block.at(at + 15 - (arfcn - 1) / 8);
      octet = static_cast<std::uint8_t>(octet | (1U << ((arfcn - 1) % 8)));
    }
  }
}

unsigned digit(const std::string& digits, std::size_t at) {
  return at < digits.size() ? static_cast<unsigned>(digits[at] - '0') : 0xFU;
}

/// TS 24.008 §10.5.1.3.
void put_lai(BlockOctets& block, std::size_t at, const CellSpec& cell) {
  put(block,
      at,
      {digit(cell.mcc, 0) | digit(cell.mcc, 1) << 4U,
       digit(cell.mcc, 2) | digit(cell.mnc, 2) << 4U,
       digit(cell.mnc, 0) | digit(cell.mnc, 1) << 4U,
       high(cell.lac),
       low(cell.lac)});
}

constexpr std::initializer_list<unsigned> k_rach = {0x79, 0x00, 0x00}; // §10.5.2.29
constexpr std::initializer_list<unsigned> k_selection = {0x65, 0x08};  // §10.5.2.4: CRH 6 dB

/// TS 24.007 message body of an SDCCH description: §10.5.2.5.
unsigned channel_and_slot(const CellSpec& cell, std::uint8_t sub) {
  return cell.combined ? (0b001'00U | sub) << 3U : (0b01'000U | sub) << 3U | 1U;
}

} // namespace

BlockOctets si1(const CellSpec& cell) {
  BlockOctets block = message({0x55, k_rr, 0x19});
  put_bit_map(block, 3, {cell.arfcn.number});
  put(block, 19, k_rach);
  return block;
}

BlockOctets si2(const CellSpec& /*cell*/) {
  BlockOctets block = message({0x59, k_rr, 0x1A});
  put_bit_map(block, 3, {10, 20, 30});
  put(block, 19, {0xFF});
  put(block, 20, k_rach);
  return block;
}

BlockOctets si3(const CellSpec& cell) {
  BlockOctets block = message({0x49, k_rr, 0x1B, high(cell.ci), low(cell.ci)});
  put_lai(block, 5, cell);
  // §10.5.2.11: ATT, BS_AG_BLKS_RES 1, CCCH_CONF; BS_PA_MFRMS 4; T3212 60 decihours
  put(block, 10, {cell.combined ? 0x49U : 0x48U, 0x02, 60, 0x14});
  put(block, 14, k_selection);
  put(block, 16, k_rach);
  return block;
}

BlockOctets si4(const CellSpec& cell) {
  BlockOctets block = message({0x31, k_rr, 0x1C});
  put_lai(block, 3, cell);
  put(block, 8, k_selection);
  put(block, 10, k_rach);
  return block;
}

BlockOctets si6_on_sacch(const CellSpec& cell) {
  BlockOctets block =
      message({0x05, 0x00, 0x03, 0x03, 0x2D, k_rr, 0x1E, high(cell.ci), low(cell.ci)});
  put_lai(block, 9, cell);
  put(block, 14, {0x14, 0xFF});
  return block;
}

BlockOctets empty_paging() {
  return message({0x15, k_rr, 0x21, 0x00, 0x01, 0xF0});
}

BlockOctets paging_tmsi(std::uint32_t first, std::uint32_t second) {
  const auto octet = [](std::uint32_t tmsi, unsigned shift) { return (tmsi >> shift) & 0xFFU; };
  return message({0x31,
                  k_rr,
                  0x21,
                  0x00,
                  0x05,
                  0xF4,
                  octet(first, 24),
                  octet(first, 16),
                  octet(first, 8),
                  octet(first, 0),
                  0x17,
                  0x05,
                  0xF4,
                  octet(second, 24),
                  octet(second, 16),
                  octet(second, 8),
                  octet(second, 0)});
}

BlockOctets immediate_assignment(const CellSpec& cell, std::uint8_t sub) {
  const unsigned tsc_and_arfcn = (cell.bsic & 7U) << 5U | high(cell.arfcn.number);
  return message({0x2D,
                  k_rr,
                  0x3F,
                  0x00,
                  channel_and_slot(cell, sub),
                  tsc_and_arfcn,
                  low(cell.arfcn.number),
                  0x10,
                  0x00,
                  0x00,
                  0x00,
                  0x00});
}

Content ordinary_content(const CellSpec& cell, const std::vector<Dialogue>& dialogues) {
  CellSpec said = cell; // without its own content, which could hold this one
  said.content = nullptr;
  const auto random = std::make_shared<Random>(cell.seed, 2);
  const std::array<BlockOctets, 8> by_tc = {
      si1(said), si2(said), si3(said), si4(said), si2(said), si2(said), si3(said), si4(said)};
  const auto on_ccch = [=](const BlockPlace& place) {
    for (const Dialogue& dialogue : dialogues) {
      if (place.multiframe == dialogue.assigned_multiframe && place.fn % 51 == 6) {
        return immediate_assignment(said, dialogue.sub);
      }
    }
    return random->uniform() < 0.7 ? paging_tmsi(random->next(), random->next()) : empty_paging();
  };
  const auto dedicated = [=](const BlockPlace& place) -> std::optional<BlockOctets> {
    for (const Dialogue& dialogue : dialogues) {
      const std::size_t since =
          std::size_t{place.multiframe} - dialogue.assigned_multiframe - 2; // wraps before it
      if (place.sub == dialogue.sub && since < dialogue.blocks.size()) {
        return place.channel == sacch ? si6_on_sacch(said) : dialogue.blocks[since];
      }
    }
    return std::nullopt;
  };
  return [=](BlockPlace& place) -> std::optional<BlockOctets> {
    if (place.channel == bcch) {
      return by_tc.at(place.multiframe % 8);
    }
    return place.channel == ccch ? on_ccch(place) : dedicated(place);
  };
}

} // namespace cw::support
