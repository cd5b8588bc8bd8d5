#include "dsp/gsm/channel_decoder.h"

#include "messages/gsm/sch.h"

#include <algorithm>
#include <cmath>
#include <mutex>

extern "C" {
#include <osmocom/coding/gsm0503_coding.h>
}

namespace cw::dsp::gsm {
namespace {

constexpr std::size_t k_half =
    58; // data bits and stealing flag on either side of the training sequence
constexpr std::size_t k_second = 87;
constexpr std::size_t k_sch_half = 39, k_sch_second = 106;

// A likelihood ratio of 16 is as good as certain; the decoder's soft bits have 8 bits.
constexpr float k_soft_scale = 8.0F;

std::array<std::uint8_t, 78> encode_sch_bits(const std::array<std::uint8_t, 4>& octets) {
  std::array<std::uint8_t, 78> bits{};
  gsm0503_sch_encode(bits.data(), octets.data());
  return bits;
}

std::int8_t symbol(std::uint8_t bit) {
  return bit != 0 ? std::int8_t{-1} : std::int8_t{1};
}

} // namespace

void prepare_channel_decoder() {
  static std::once_flag once;
  std::call_once(once, [] {
    std::array<std::uint8_t, 4> octets{};
    const std::array<SoftBit, 2 * k_sch_half> erased{};
    gsm0503_sch_decode(octets.data(), erased.data());
  });
}

SoftBit quantize(float llr) noexcept {
  return static_cast<SoftBit>(std::lround(std::clamp(llr * k_soft_scale, -127.0F, 127.0F)));
}

void place_burst(const DemodulatedBurst& burst, std::size_t index, SoftBlock& block) noexcept {
  SoftBit* to = block.data() + index * 2 * k_half;
  for (std::size_t i = 0; i < k_half; ++i) {
    to[i] = quantize(burst.llr[k_tail_symbols + i]);
    to[k_half + i] = quantize(burst.llr[k_second + i]);
  }
}

std::optional<DecodedBlock> decode_block(const SoftBlock& block) noexcept {
  DecodedBlock decoded;
  int errors = 0;
  int bits = 0;
  if (gsm0503_xcch_decode(decoded.octets.data(), block.data(), &errors, &bits) != 0) {
    return std::nullopt;
  }
  decoded.corrected_bits = static_cast<std::uint16_t>(std::max(errors, 0));
  return decoded;
}

BurstPattern encode_burst(const std::array<std::uint8_t, 23>& octets,
                          std::size_t index,
                          const BurstFormat& format) noexcept {
  std::array<std::uint8_t, k_block_bits> bits{};
  gsm0503_xcch_encode(bits.data(), octets.data());
  BurstPattern burst = format.known;
  const std::uint8_t* from = bits.data() + index * 2 * k_half;
  for (std::size_t i = 0; i < k_half; ++i) {
    burst[k_tail_symbols + i] = symbol(from[i]);
    burst[k_second + i] = symbol(from[k_half + i]);
  }
  return burst;
}

std::optional<DecodedSch> decode_sch(const DemodulatedBurst& burst) noexcept {
  std::array<SoftBit, 2 * k_sch_half> soft{};
  for (std::size_t i = 0; i < k_sch_half; ++i) {
    soft[i] = quantize(burst.llr[k_tail_symbols + i]);
    soft[k_sch_half + i] = quantize(burst.llr[k_sch_second + i]);
  }
  DecodedSch decoded;
  if (gsm0503_sch_decode(decoded.octets.data(), soft.data()) != 0) {
    return std::nullopt;
  }
  const auto sch = messages::gsm::parse_sch(decoded.octets);
  if (!sch) {
    return std::nullopt;
  }
  decoded.bsic = sch->bsic;
  decoded.fn = sch->fn;
  const std::array<std::uint8_t, 78> sent = encode_sch_bits(decoded.octets);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if ((soft[i] < 0) != (sent[i] != 0)) {
      ++decoded.corrected_bits;
    }
  }
  return decoded;
}

BurstPattern encode_sch(std::uint8_t bsic, std::uint32_t fn) noexcept {
  const std::uint32_t t1 = fn / 1326;
  const std::uint32_t t2 = fn % 26;
  const std::uint32_t t3_reduced = fn % 51 / 10;
  // TS 44.018 clause 9.1.30a: T1 is split over three octets.
  const std::uint32_t word =
      static_cast<std::uint32_t>(bsic) << 26U | t1 << 15U | t2 << 10U | t3_reduced >> 1U << 8U;
  const std::array<std::uint8_t, 4> octets = {static_cast<std::uint8_t>(word >> 24U),
                                              static_cast<std::uint8_t>(word >> 16U),
                                              static_cast<std::uint8_t>(word >> 8U),
                                              static_cast<std::uint8_t>(t3_reduced & 1U)};
  const std::array<std::uint8_t, 78> bits = encode_sch_bits(octets);
  BurstPattern burst = k_sync_burst.known;
  for (std::size_t i = 0; i < k_sch_half; ++i) {
    burst[k_tail_symbols + i] = symbol(bits[i]);
    burst[k_sch_second + i] = symbol(bits[k_sch_half + i]);
  }
  return burst;
}

} // namespace cw::dsp::gsm
