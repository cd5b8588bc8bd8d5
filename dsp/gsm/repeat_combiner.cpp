#include "dsp/gsm/repeat_combiner.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cw::dsp::gsm {
namespace {

/// To the decoder's range, so that the mean sits where a single block's would.
SoftBlock scaled(const std::array<int, k_block_bits>& sums, std::size_t count) {
  const auto divide = std::sqrt(static_cast<float>(count));
  SoftBlock block{};
  std::ranges::transform(sums, block.begin(), [divide](int sum) {
    return static_cast<SoftBit>(
        std::lround(std::clamp(static_cast<float>(sum) / divide, -127.0F, 127.0F)));
  });
  return block;
}

} // namespace

std::optional<RepeatCombiner::Combined> RepeatCombiner::add(const SoftBlock& block) {
  blocks_.push_front(block);
  if (blocks_.size() > k_most) {
    blocks_.pop_back();
  }
  std::array<int, k_block_bits> sums{};
  std::size_t count = 0;
  for (const SoftBlock& one : blocks_) {
    std::ranges::transform(one, sums, sums.begin(), [](SoftBit bit, int sum) { return sum + bit; });
    ++count;
    if (count < 2) {
      continue;
    }
    if (const auto decoded = decode_block(scaled(sums, count))) {
      blocks_.clear();
      return Combined{*decoded, static_cast<std::uint16_t>(count)};
    }
  }
  return std::nullopt;
}

} // namespace cw::dsp::gsm
