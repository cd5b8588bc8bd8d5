#include "tests/reference/ideal_receiver.h"

#include "tests/reference/least_squares.h"
#include "tests/reference/plain_bcjr.h"

extern "C" {
#include <osmocom/coding/gsm0503_coding.h>
}

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace cw::reference {
namespace {

using support::k_burst_symbols;

constexpr std::size_t k_spacing = 2; // samples a symbol
constexpr std::size_t k_tail = 8;    // symbols looked at behind the burst: echoes of its last ones
constexpr std::size_t k_window = k_burst_symbols + k_tail;
constexpr float k_soft_scale =
    127.0F / 24.0F; // to libosmocoding's 8 bits; errors beyond e^-24 are none

using Symbols = std::array<float, k_burst_symbols>;

Symbols symbols_of(const support::BurstBits& bits) {
  Symbols symbols{};
  std::ranges::transform(
      bits, symbols.begin(), [](std::uint8_t bit) { return bit == 0 ? 1.0F : -1.0F; });
  return symbols;
}

/// Two samples a symbol from a burst's begin plus `offset` samples on, carrier and GMSK's quarter
/// turn a symbol taken out. What lies outside the recording reads as 0.
std::vector<cf> cut(std::span<const cf> samples, std::ptrdiff_t first, double carrier_turns) {
  std::vector<cf> out(k_window * k_spacing);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::ptrdiff_t at = first + static_cast<std::ptrdiff_t>(i);
    if (at >= 0 && at < std::ssize(samples)) {
      const double turns =
          0.25 * static_cast<double>(i) / k_spacing + carrier_turns * static_cast<double>(i);
      const auto angle = static_cast<float>(-2 * std::numbers::pi * (turns - std::floor(turns)));
      out[i] = samples[static_cast<std::size_t>(at)] * std::polar(1.0F, angle);
    }
  }
  return out;
}

struct Fit {
  std::vector<cf> taps; ///< as TrellisInput has them
  double error = 0;     ///< mean power of what the taps do not explain, per sample
};

Fit fit(std::span<const cf> samples, const Symbols& symbols, std::size_t memory) {
  Fit result{.taps = std::vector<cf>((memory + 1) * k_spacing)};
  for (std::size_t phase = 0; phase < k_spacing; ++phase) {
    LeastSquares problem(memory + 1);
    for (std::size_t k = memory; k < k_burst_symbols; ++k) {
      std::vector<float> row(memory + 1);
      for (std::size_t tap = 0; tap <= memory; ++tap) {
        row[tap] = symbols[k - tap];
      }
      problem.add(row, samples[k * k_spacing + phase]);
    }
    const std::vector<cf> taps = problem.solve();
    for (std::size_t tap = 0; tap <= memory; ++tap) {
      result.taps[tap * k_spacing + phase] = taps[tap];
    }
    result.error += problem.error(taps) / k_spacing;
  }
  return result;
}

struct ChannelKnown {
  std::ptrdiff_t first = 0; ///< sample at which symbol 0 of the trellis begins
  Fit fit;
};

/// The stretch of `memory` symbols that holds most of the channel.
ChannelKnown best_fit(std::span<const cf> clean,
                      std::ptrdiff_t start,
                      double turns,
                      const Symbols& symbols,
                      std::size_t memory) {
  ChannelKnown best;
  for (std::ptrdiff_t offset = -4; offset <= 8; ++offset) {
    const ChannelKnown tried{start + offset,
                             fit(cut(clean, start + offset, turns), symbols, memory)};
    if (best.fit.taps.empty() || tried.fit.error < best.fit.error) {
      best = tried;
    }
  }
  return best;
}

} // namespace

bool IdealReceiver::decodes(const KnownBlock& block) const {
  const support::CodedBlock coded = support::encode_block(block.data);
  const double turns = carrier_offset_hz / (k_spacing * support::k_symbol_rate_hz);
  std::array<sbit_t, 464> soft{};
  for (std::size_t burst = 0; burst < coded.size(); ++burst) {
    const support::BurstBits bits = support::normal_burst(coded.at(burst), block.tsc);
    const double start =
        block.first_sample + static_cast<double>(burst * support::k_frame_symbols * k_spacing);
    const ChannelKnown channel = best_fit(
        clean, static_cast<std::ptrdiff_t>(std::floor(start)), turns, symbols_of(bits), memory);
    std::array<std::int8_t, k_window> known{};
    for (std::size_t k = 0; k < k_burst_symbols; ++k) {
      const bool data = (k >= 3 && k < 61) || (k >= 87 && k < 145);
      known.at(k) = data ? std::int8_t{0} : static_cast<std::int8_t>(bits.at(k) == 0 ? 1 : -1);
    }
    const std::vector<cf> received = cut(noisy, channel.first, turns);
    const std::vector<float> llr =
        plain_bcjr({.samples = received,
                    .taps = channel.fit.taps,
                    .samples_per_symbol = k_spacing,
                    .noise_variance = static_cast<float>(noise_variance + channel.fit.error),
                    .known = known});
    for (std::size_t bit = 0; bit < 116; ++bit) {
      const float value = llr[bit < 58 ? 3 + bit : 29 + bit];
      soft.at(116 * burst + bit) =
          static_cast<sbit_t>(std::clamp(std::lround(value * k_soft_scale), -127L, 127L));
    }
  }
  support::BlockOctets decoded{};
  int errors = 0;
  int bits = 0;
  return gsm0503_xcch_decode(decoded.data(), soft.data(), &errors, &bits) == 0 &&
         decoded == block.data;
}

} // namespace cw::reference
