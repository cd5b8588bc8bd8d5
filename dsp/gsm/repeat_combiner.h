// Adds the soft bits of messages that a cell repeats unchanged, for cells below the limit of single
// blocks.
#pragma once

#include "dsp/gsm/channel_decoder.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace cw::dsp::gsm {

/// One repeating message: the BCCH block of one TC position (TS 45.002 clause 6.3.1.3). SI3 comes
/// in two of eight, and stays the same for months, so some seconds of it add up to 6 dB and more.
///
/// A change of content cannot slip in: every sum has to pass the 40-bit parity; sums of only the
/// newest blocks are tried before longer ones; and a block that is read by itself ends the sum, for
/// it may say something new.
class RepeatCombiner {
public:
  struct Combined {
    DecodedBlock block;
    std::uint16_t transmissions = 0;
  };
  /// A block that could not be read by itself. Answers once enough of its like have come.
  std::optional<Combined> add(const SoftBlock& block);
  /// The position was read by itself: start over.
  void clear() noexcept { blocks_.clear(); }

private:
  static constexpr std::size_t k_most = 24; ///< 45 s of one position: 13 dB
  std::deque<SoftBlock> blocks_;            ///< newest first
};

} // namespace cw::dsp::gsm
