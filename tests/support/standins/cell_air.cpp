#include "tests/support/standins/cell_air.h"

#include "tests/support/gmsk.h"
#include "tests/support/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cw::standins {
namespace {

using support::BurstBits;
using support::k_frame_symbols;

constexpr unsigned k_step_bits = 9; // points a symbol: jitter at -60 dB, below eight bits' noise
constexpr std::size_t k_steps = 1U << k_step_bits;
constexpr std::size_t k_patterns = 32;
constexpr unsigned k_phasor_bits = 12;
constexpr std::int64_t k_multiframe = 51;

/// The modulating phase within a symbol by its bit and two to either side, in 2^-16 turn.
using PhaseTable = std::array<std::array<std::uint16_t, k_steps>, k_patterns>;

PhaseTable make_phase_table() {
  PhaseTable table{};
  constexpr std::size_t k_before = 4;
  for (std::size_t pattern = 0; pattern < k_patterns; ++pattern) {
    std::vector<std::uint8_t> bits(k_before, 1);
    for (unsigned bit = 5; bit-- > 0;) { // +1: as the bit before, TS 45.004 §2.3
      const bool plus = ((pattern >> bit) & 1U) != 0;
      bits.push_back(plus ? bits.back() : static_cast<std::uint8_t>(1 - bits.back()));
    }
    bits.resize(bits.size() + 4, bits.back());
    const support::GmskPhase phase(bits);
    for (std::size_t step = 0; step < k_steps; ++step) {
      const double within = (static_cast<double>(step) + 0.5) / k_steps;
      const support::Angle angle = phase.at(k_before + 2 + within);
      table.at(pattern).at(step) = static_cast<std::uint16_t>(angle >> 16U);
    }
  }
  return table;
}

const PhaseTable& phase_table() {
  static const PhaseTable table = make_phase_table();
  return table;
}

using Phasors = std::array<cf, 1U << k_phasor_bits>;

const Phasors& phasors() {
  static const Phasors table = [] {
    Phasors made{};
    for (std::size_t i = 0; i < made.size(); ++i) {
      const double turns = (static_cast<double>(i) + 0.5) / static_cast<double>(made.size());
      made.at(i) = std::polar(1.0F, static_cast<float>(2 * std::numbers::pi * turns));
    }
    return made;
  }();
  return table;
}

std::uint64_t fraction(double whole_and_part) {
  return static_cast<std::uint64_t>((whole_and_part - std::floor(whole_and_part)) * 0x1p63) << 1U;
}

BurstBits payload_burst(unsigned tsc, support::Random& random) {
  std::array<std::uint8_t, 116> payload{};
  for (std::size_t i = 0; i < payload.size(); i += 29) {
    const std::uint32_t word = random.next();
    for (std::size_t bit = 0; bit < 29; ++bit) {
      payload.at(i + bit) = static_cast<std::uint8_t>((word >> bit) & 1U);
    }
  }
  return support::normal_burst(payload, tsc);
}

} // namespace

CellAir::CellAir(const SceneCell& cell)
    : cell_(cell), content_(cell),
      carrier_hz_(wire::downlink_hz(cell.arfcn).value_or(0) + cell.carrier_error_hz),
      symbols_per_s_(support::k_symbol_rate_hz * (1 + cell.clock_error_ppm * 1e-6)),
      bits_(k_frame_symbols) {}

bool CellAir::traffic_burst(std::int64_t frame, unsigned slot, BurstBits& burst) const {
  constexpr std::int64_t k_call_frames = 104;
  const auto stream = [slot](std::int64_t number) {
    return static_cast<std::uint64_t>(number) * 8 + slot;
  };
  support::Random calls(cell_.seed, stream(frame / k_call_frames));
  if (cell_.c0 && calls.uniform() >= cell_.traffic) {
    return false;
  }
  support::Random random(cell_.seed ^ 0x9E3779B97F4A7C15U, stream(frame));
  burst = payload_burst(cell_.bsic & 7U, random);
  return true;
}

bool CellAir::control_burst(std::int64_t frame, std::uint8_t slot, BurstBits& burst) {
  const std::int64_t count = cell_.fn0 + frame;
  const auto t3 = static_cast<std::uint32_t>(count % k_multiframe);
  if (slot == 0 && t3 % 10 == 0 && t3 < 50) {
    burst = support::frequency_burst();
    return true;
  }
  if (slot == 0 && t3 % 10 == 1) {
    burst = support::sync_burst(cell_.bsic, static_cast<std::uint32_t>(count % wire::k_hyperframe));
    return true;
  }
  const auto& starts = slot == 0 ? support::slot0_blocks(cell_.combined) : support::sdcch8_blocks();
  for (const support::BlockStart& start : starts) {
    if (t3 < start.first_frame || t3 >= start.first_frame + 4U) {
      continue;
    }
    const std::uint32_t number = t3 - start.first_frame;
    Coded& coded = coded_.at(slot);
    if (coded.first_frame != frame - number) {
      const std::uint8_t sub = count / k_multiframe % 2 == 0 ? start.sub : start.sub_odd;
      const auto octets = content_.block(start.channel, sub, frame - number);
      coded = {.first_frame = frame - number, .sent = octets.has_value()};
      if (octets) {
        coded.bursts = support::encode_block(*octets);
      }
    }
    if (coded.sent) {
      burst = support::normal_burst(coded.bursts.at(number), cell_.bsic & 7U);
    }
    return coded.sent;
  }
  return false;
}

void CellAir::fill_slot(std::int64_t frame, unsigned slot, BurstBits& burst) {
  static const BurstBits dummy = support::dummy_burst();
  const bool control = cell_.c0 && slot < (cell_.combined ? 1U : 2U);
  const bool sent = control ? control_burst(frame, static_cast<std::uint8_t>(slot), burst)
                            : traffic_burst(frame, slot, burst);
  if (!sent) {
    burst = dummy;
  }
}

void CellAir::make_frame(std::int64_t frame) {
  if (frame == frame_) {
    return;
  }
  quarters_ = frame == frame_ + 1 ? next_quarters_ : 0;
  frame_ = frame;
  std::ranges::fill(bits_, std::uint8_t{1}); // between bursts, TS 45.004 §2.2
  BurstBits burst{};
  for (unsigned slot = 0; slot < 8; ++slot) {
    fill_slot(frame, slot, burst);
    std::ranges::copy(burst, bits_.begin() + support::k_slot_start.at(slot));
  }
  // Frames begin with tail bits 0, 0, 0 and end with ones, so the bits around one are known: no
  // change before it, one at its first bit, none after that.
  unsigned window = 0b11U; // the two symbols before, then those from here on
  const auto plus = [&](std::size_t k) {
    if (k == 0 || k == k_frame_symbols) {
      return 0U;
    }
    return k > k_frame_symbols || bits_[k] == bits_[k - 1] ? 1U : 0U;
  };
  window = window << 2U | plus(0) << 1U | plus(1);
  unsigned quarters = quarters_;
  for (std::size_t k = 0; k < k_frame_symbols; ++k) {
    window = (window << 1U | plus(k + 2)) & 31U;
    symbols_.at(k) = static_cast<std::uint8_t>(window | (quarters & 3U) << 5U);
    quarters += (window & 16U) != 0 ? 1U : 3U; // complete from here on
  }
  next_quarters_ = quarters & 3U;
}

void CellAir::add(const Sampling& sampling, std::span<cf> out) {
  const PhaseTable& phases = phase_table();
  const Phasors& turns = phasors();
  const double first = sampling.scene_s * symbols_per_s_ + cell_.timing_symbols;
  const double step = symbols_per_s_ / sampling.true_rate_hz;
  const auto fixed_step = static_cast<std::uint64_t>(std::llround(step * 0x1p32));
  constexpr std::uint64_t k_end = std::uint64_t{k_frame_symbols} << 32U;
  auto frame = static_cast<std::int64_t>(std::floor(first / k_frame_symbols));
  auto at = static_cast<std::uint64_t>(
      (first - static_cast<double>(frame) * static_cast<double>(k_frame_symbols)) * 0x1p32);
  const std::uint64_t turn = fraction(sampling.turns_per_sample);
  std::uint64_t carrier = carrier_angle_;
  const float amplitude = sampling.amplitude;
  for (std::size_t done = 0; done < out.size(); ++frame, at -= k_end) {
    make_frame(frame);
    if (at >= k_end) { // rounding
      continue;
    }
    const std::uint64_t left = (k_end - at + fixed_step - 1) / fixed_step;
    const std::size_t until = done + std::min<std::uint64_t>(left, out.size() - done);
    for (; done < until; ++done) {
      const std::uint8_t symbol = symbols_[at >> 32U];
      const std::size_t within = (at >> (32U - k_step_bits)) & (k_steps - 1);
      const unsigned quarters = unsigned{symbol} >> 5U;
      const auto angle = static_cast<std::uint16_t>(phases[symbol & 31U][within] +
                                                    (quarters << 14U) + (carrier >> 48U));
      // By parts: g++ 12 copies a complex value through memory in two halves and waits for it.
      const cf& phasor = turns[angle >> (16U - k_phasor_bits)];
      out[done] = {out[done].real() + amplitude * phasor.real(),
                   out[done].imag() + amplitude * phasor.imag()};
      at += fixed_step;
      carrier += turn;
    }
  }
  carrier_angle_ = carrier;
}

} // namespace cw::standins
