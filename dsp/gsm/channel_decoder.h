// Soft bits to octets: the channel coding of TS 45.003 through libosmocoding. Nothing leaves
// without its check.
#pragma once

#include "dsp/gsm/burst_demodulator.h"

#include <array>
#include <cstdint>
#include <optional>

namespace cw::dsp::gsm {

/// Soft bits as libosmocoding takes them: -127 to 127, positive means 0.
using SoftBit = std::int8_t;
inline constexpr std::size_t k_block_bits =
    std::size_t{4} * 116; ///< with both stealing flags of each burst
using SoftBlock = std::array<SoftBit, k_block_bits>;

/// libosmocore picks its convolutional decoder at the first call, and two threads that make the
/// first call at once can find the choice half made (1.7.0, conv_acc.c). To be called before
/// threads are started; any number of times, from any thread.
void prepare_channel_decoder();

SoftBit quantize(float llr) noexcept;

/// Puts burst `index` (0 to 3) of a block in its place.
void place_burst(const DemodulatedBurst& burst, std::size_t index, SoftBlock& block) noexcept;

struct DecodedBlock {
  std::array<std::uint8_t, 23> octets{};
  std::uint16_t corrected_bits = 0; ///< of 456
};

/// Any control channel block (xCCH, TS 45.003 clause 4.1); nothing if its 40-bit parity does not
/// hold.
std::optional<DecodedBlock> decode_block(const SoftBlock& block) noexcept;

/// The bits of burst `index` of a block with these octets, both stealing flags set, as it was sent.
BurstPattern encode_burst(const std::array<std::uint8_t, 23>& octets,
                          std::size_t index,
                          const BurstFormat& format) noexcept;

struct DecodedSch {
  std::uint8_t bsic = 0;
  std::uint32_t fn = 0;
  std::array<std::uint8_t, 4> octets{};
  std::uint16_t corrected_bits = 0; ///< of 78
};

/// Nothing if the parity does not hold or no frame number of an SCH has these fields (TS 44.018
/// clause 9.1.30a).
std::optional<DecodedSch> decode_sch(const DemodulatedBurst& burst) noexcept;

/// The whole synchronization burst of a frame as it is sent.
BurstPattern encode_sch(std::uint8_t bsic, std::uint32_t fn) noexcept;

} // namespace cw::dsp::gsm
