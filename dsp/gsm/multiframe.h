// The 51-multiframe of the control channels on C0 (TS 45.002 clause 7 table 3) and frame number
// arithmetic.
#pragma once

#include "wire/gsm_block.h"

#include <array>
#include <cstdint>

namespace cw::dsp::gsm {

inline constexpr std::uint32_t k_multiframe = 51;

/// What a frame of TS0 carries. Blocks take four frames in a row; first says which begins one.
enum class Ts0Use : std::uint8_t { fcch, sch, bcch, ccch, ccch_or_dedicated, ccch_or_sacch, idle };

struct Ts0Frame {
  Ts0Use use = Ts0Use::idle;
  bool first = false; ///< a block begins here
  std::uint8_t index =
      0; ///< CCCH block 0 to 8 when not combined; SDCCH/4 or SACCH number when combined
};

/// Rows of table 3 for BCCH + CCCH; the same positions hold SDCCH/4 and SACCH/C4 when combined.
inline constexpr std::array<Ts0Frame, k_multiframe> k_ts0 = [] {
  std::array<Ts0Frame, k_multiframe> frames{};
  for (std::size_t t3 = 0; t3 < 50; t3 += 10) {
    frames[t3].use = Ts0Use::fcch;
    frames[t3 + 1].use = Ts0Use::sch;
  }
  const auto block = [&frames](std::size_t t3, Ts0Use use, std::uint8_t index) {
    for (std::size_t i = 0; i < 4; ++i) {
      frames[t3 + i] = {use, i == 0, index};
    }
  };
  block(2, Ts0Use::bcch, 0);
  block(6, Ts0Use::ccch, 0);
  block(12, Ts0Use::ccch, 1);
  block(16, Ts0Use::ccch, 2);
  block(22, Ts0Use::ccch_or_dedicated, 0); // CCCH 3, or SDCCH/4 0
  block(26, Ts0Use::ccch_or_dedicated, 1);
  block(32, Ts0Use::ccch_or_dedicated, 2);
  block(36, Ts0Use::ccch_or_dedicated, 3);
  block(42, Ts0Use::ccch_or_sacch, 0); // CCCH 7, or SACCH/C4 0 and 2 in turn
  block(46, Ts0Use::ccch_or_sacch, 1);
  return frames;
}();

/// Frames from one number to another, -1 357 824 to 1 357 823: the hyperframe wraps.
constexpr std::int32_t frames_between(std::uint32_t from, std::uint32_t to) noexcept {
  const auto period = static_cast<std::int64_t>(wire::k_hyperframe);
  std::int64_t diff = (static_cast<std::int64_t>(to) - static_cast<std::int64_t>(from)) % period;
  diff += diff < -period / 2 ? period : 0;
  diff -= diff >= period / 2 ? period : 0;
  return static_cast<std::int32_t>(diff);
}

constexpr std::uint32_t advance_fn(std::uint32_t fn, std::int64_t frames) noexcept {
  const auto period = static_cast<std::int64_t>(wire::k_hyperframe);
  const std::int64_t sum = (static_cast<std::int64_t>(fn) + frames) % period;
  return static_cast<std::uint32_t>(sum < 0 ? sum + period : sum);
}

} // namespace cw::dsp::gsm
