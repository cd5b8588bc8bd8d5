#include "tests/support/gsm_bursts.h"

extern "C" {
#include <osmocom/coding/gsm0503_coding.h>
}

#include <algorithm>
#include <string_view>

namespace cw::support {
namespace {

// TS 45.002 table 5.2.3a, set 1; (BN61, BN62 .. BN86).
constexpr std::array<std::string_view, 8> k_training = {"00100101110000100010010111",
                                                        "00101101110111100010110111",
                                                        "01000011101110100100001110",
                                                        "01000111101101000100011110",
                                                        "00011010111001000001101011",
                                                        "01001110101100000100111010",
                                                        "10100111110110001010011111",
                                                        "11101111000100101110111100"};

// TS 45.002 §5.2.5; (BN42, BN43 .. BN105).
constexpr std::string_view k_extended_training =
    "1011100101100010000001000000111100101101010001010111011000011011";

// TS 45.002 §5.2.6; (BN3, BN4 .. BN144), rows as the clause has them.
constexpr std::string_view k_mixed_bits = "111110110111011000001010010011100000100100010000"
                                          "000111110001110001011100010111000101011101001010"
                                          "0011001100111001111010011111000100101111101010";

void put(BurstBits& burst, std::size_t at, std::string_view bits) {
  std::ranges::transform(bits, burst.begin() + static_cast<std::ptrdiff_t>(at), [](char bit) {
    return static_cast<std::uint8_t>(bit - '0');
  });
}

void put(BurstBits& burst, std::size_t at, std::span<const std::uint8_t> bits) {
  std::ranges::copy(bits, burst.begin() + static_cast<std::ptrdiff_t>(at));
}

} // namespace

BurstBits frequency_burst() noexcept {
  return {};
}

BurstBits dummy_burst() noexcept {
  static_assert(k_mixed_bits.size() == 142);
  BurstBits burst{};
  put(burst, 3, k_mixed_bits);
  return burst;
}

SchOctets sch_octets(std::uint8_t bsic, std::uint32_t fn) noexcept {
  const std::uint32_t t1 = fn / 1326;
  const std::uint32_t t2 = fn % 26;
  const std::uint32_t t3_reduced = (fn % 51) / 10;
  // BSIC 6 bits, T1 11, T2 5, T3' 3: TS 44.018 §9.1.30
  const std::uint32_t bits = (std::uint32_t{bsic} << 19U) | (t1 << 8U) | (t2 << 3U) | t3_reduced;
  return {static_cast<std::uint8_t>(bits >> 17U),
          static_cast<std::uint8_t>(bits >> 9U),
          static_cast<std::uint8_t>(bits >> 1U),
          static_cast<std::uint8_t>(bits & 1U)};
}

BurstBits sync_burst(std::uint8_t bsic, std::uint32_t fn) noexcept {
  const SchOctets octets = sch_octets(bsic, fn);
  std::array<std::uint8_t, 78> coded{};
  gsm0503_sch_encode(coded.data(), octets.data());
  BurstBits burst{};
  put(burst, 3, std::span(coded).first<39>());
  put(burst, 42, k_extended_training);
  put(burst, 106, std::span(coded).last<39>());
  return burst;
}

BurstBits normal_burst(std::span<const std::uint8_t, 116> payload, unsigned tsc) noexcept {
  BurstBits burst{};
  put(burst, 3, payload.first<58>());
  put(burst, 61, k_training.at(tsc & 7U));
  put(burst, 87, payload.last<58>());
  return burst;
}

std::array<std::uint8_t, 26> training_sequence(unsigned tsc) noexcept {
  std::array<std::uint8_t, 26> bits{};
  std::ranges::transform(k_training.at(tsc & 7U), bits.begin(), [](char bit) {
    return static_cast<std::uint8_t>(bit - '0');
  });
  return bits;
}

CodedBlock encode_block(const BlockOctets& octets) noexcept {
  std::array<std::uint8_t, 464> flat{};
  gsm0503_xcch_encode(flat.data(), octets.data());
  CodedBlock coded{};
  for (std::size_t burst = 0; burst < coded.size(); ++burst) {
    std::copy_n(
        flat.begin() + static_cast<std::ptrdiff_t>(116 * burst), 116, coded.at(burst).begin());
  }
  return coded;
}

} // namespace cw::support
