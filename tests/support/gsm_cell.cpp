#include "tests/support/gsm_cell.h"

#include "tests/support/gsm_content.h"

#include <algorithm>

namespace cw::support {
namespace {

using enum wire::GsmChannel;

constexpr std::uint32_t k_multiframe = 51;
constexpr std::size_t k_block_frames = 4;

std::vector<BlockStart> make_slot0(bool combined) {
  std::vector<BlockStart> blocks = {
      {2, bcch, 0, 0}, {6, ccch, 0, 0}, {12, ccch, 0, 0}, {16, ccch, 0, 0}};
  if (combined) {
    const std::vector<BlockStart> dedicated = {{22, sdcch4, 0, 0},
                                               {26, sdcch4, 1, 1},
                                               {32, sdcch4, 2, 2},
                                               {36, sdcch4, 3, 3},
                                               {42, sacch, 0, 2},
                                               {46, sacch, 1, 3}};
    blocks.insert(blocks.end(), dedicated.begin(), dedicated.end());
    return blocks;
  }
  constexpr std::array<std::uint8_t, 6> k_more_ccch = {22, 26, 32, 36, 42, 46};
  for (const std::uint8_t first : k_more_ccch) {
    blocks.push_back({first, ccch, 0, 0});
  }
  return blocks;
}

std::vector<BlockStart> make_sdcch8() {
  std::vector<BlockStart> blocks;
  for (std::uint8_t sub = 0; sub < 8; ++sub) {
    blocks.push_back({static_cast<std::uint8_t>(4 * sub), sdcch8, sub, sub});
  }
  for (std::uint8_t sub = 0; sub < 4; ++sub) {
    blocks.push_back(
        {static_cast<std::uint8_t>(32 + 4 * sub), sacch, sub, static_cast<std::uint8_t>(sub + 4)});
  }
  return blocks;
}

BurstBits random_burst(unsigned tsc, Random& random) {
  std::array<std::uint8_t, 116> payload{};
  std::ranges::generate(payload, [&] { return static_cast<std::uint8_t>(random.next() >> 31U); });
  return normal_burst(payload, tsc);
}

} // namespace

const std::vector<BlockStart>& slot0_blocks(bool combined) {
  static const std::vector<BlockStart> apart = make_slot0(false);
  static const std::vector<BlockStart> together = make_slot0(true);
  return combined ? together : apart;
}

const std::vector<BlockStart>& sdcch8_blocks() {
  static const std::vector<BlockStart> blocks = make_sdcch8();
  return blocks;
}

GsmCell::GsmCell(const CellSpec& spec, std::size_t frames) : frames_(frames) {
  fill_with_dummies();
  send_traffic(spec);
  const Content content = spec.content ? spec.content : ordinary_content(spec);
  for (std::size_t frame = 0; frame < frames_; ++frame) {
    send_frame(spec, content, frame);
  }
}

void GsmCell::put(std::size_t frame, unsigned slot, const BurstBits& burst) {
  if (frame < frames_) {
    const std::size_t at = frame * k_frame_symbols + k_slot_start.at(slot);
    std::ranges::copy(burst, bits_.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

void GsmCell::fill_with_dummies() {
  bits_.assign(frames_ * k_frame_symbols, 1); // ones between bursts, TS 45.004 §2.2
  const BurstBits dummy = dummy_burst();
  for (std::size_t frame = 0; frame < frames_; ++frame) {
    for (unsigned slot = 0; slot < 8; ++slot) {
      put(frame, slot, dummy);
    }
  }
}

void GsmCell::send_traffic(const CellSpec& spec) {
  Random random(spec.seed, 1);
  for (unsigned slot = 2; slot < 8; ++slot) {
    bool busy = false;
    std::size_t until = 0;
    for (std::size_t frame = 0; frame < frames_; ++frame) {
      if (frame == until) {
        until += 26 + random.below(400);
        busy = random.uniform() < spec.traffic;
      }
      if (busy) {
        put(frame, slot, random_burst(spec.bsic & 7U, random));
      }
    }
  }
}

void GsmCell::send_frame(const CellSpec& spec, const Content& content, std::size_t frame) {
  const auto ahead = static_cast<std::uint32_t>(frame % wire::k_hyperframe);
  const std::uint32_t fn = (spec.fn0 + wire::k_hyperframe - 1 + ahead) % wire::k_hyperframe;
  const std::uint32_t t3 = fn % k_multiframe;
  const unsigned multiframe = fn / k_multiframe;
  if (t3 % 10 == 0 && t3 < 50) {
    put(frame, 0, frequency_burst());
  } else if (t3 % 10 == 1) {
    put(frame, 0, sync_burst(spec.bsic, fn));
    SentBlock block{.fn = fn, .length = 4};
    std::ranges::copy(sch_octets(spec.bsic, fn), block.data.begin());
    block.first_symbol = static_cast<double>(frame * k_frame_symbols);
    sent_.push_back(block);
  }
  const auto offer = [&](const std::vector<BlockStart>& blocks, std::uint8_t slot) {
    for (const BlockStart& start : blocks) {
      if (start.first_frame == t3) {
        const std::uint8_t sub = multiframe % 2 == 0 ? start.sub : start.sub_odd;
        send_block(spec, content, frame, {start.channel, fn, slot, sub, multiframe});
      }
    }
  };
  offer(slot0_blocks(spec.combined), 0);
  if (!spec.combined) {
    offer(sdcch8_blocks(), 1);
  }
}

void GsmCell::send_block(const CellSpec& spec,
                         const Content& content,
                         std::size_t frame,
                         BlockPlace place) {
  const std::optional<BlockOctets> octets = content(place);
  if (!octets) {
    return;
  }
  const CodedBlock coded = encode_block(*octets);
  for (std::size_t burst = 0; burst < k_block_frames; ++burst) {
    put(frame + burst, place.slot, normal_burst(coded.at(burst), spec.bsic & 7U));
  }
  SentBlock block{.channel = place.channel, .fn = place.fn, .slot = place.slot, .sub = place.sub};
  block.data = *octets;
  block.first_symbol = static_cast<double>(frame * k_frame_symbols + k_slot_start.at(place.slot));
  sent_.push_back(block);
}

} // namespace cw::support
