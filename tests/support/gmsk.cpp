#include "tests/support/gmsk.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace cw::support {
namespace {

constexpr int k_neighbours =
    2; // the pulse beyond 2.5 symbols turns the phase by less than 0.03 degrees
constexpr std::size_t k_span = std::size_t{2} * k_neighbours;
constexpr std::size_t k_patterns = std::size_t{2} << k_span;
constexpr std::size_t k_steps = 2048; // points a symbol
constexpr double k_bt = 0.3;

/// Integral of Gaussian density up to x.
double normal_integral(double x) {
  return 0.5 * std::erfc(-x * std::numbers::sqrt2 / 2);
}

double normal_density(double x) {
  return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi);
}

/// Share of a symbol's quarter turn done by time t after the middle of its pulse: the integral of
/// the rectangle convolved with the Gaussian of TS 45.004 §2.5, in closed form.
double pulse_integral(double t) {
  static const double sigma = std::sqrt(std::numbers::ln2) / (2 * std::numbers::pi * k_bt);
  const auto primitive = [](double x) { return x * normal_integral(x) + normal_density(x); };
  return sigma * (primitive((t + 0.5) / sigma) - primitive((t - 0.5) / sigma));
}

using PhaseTable = std::array<std::array<Angle, k_steps>, k_patterns>;

PhaseTable make_phase_table() {
  PhaseTable table{};
  for (std::size_t step = 0; step < k_steps; ++step) {
    const double within = static_cast<double>(step) / k_steps;
    for (std::size_t pattern = 0; pattern < k_patterns; ++pattern) {
      double quarters = 0;
      for (std::size_t bit = 0; bit <= k_span; ++bit) {
        const bool plus = ((pattern >> (k_span - bit)) & 1U) != 0;
        const double middle = static_cast<double>(bit) - k_neighbours + 0.5;
        quarters += (plus ? 1 : -1) * pulse_integral(within - middle);
      }
      table.at(pattern).at(step) = static_cast<Angle>(std::llround(quarters * 0x1p30));
    }
  }
  return table;
}

const PhaseTable& phase_table() {
  static const PhaseTable table = make_phase_table();
  return table;
}

constexpr std::size_t k_phasors = 1U << 16U;

std::vector<std::complex<float>> make_phasors() {
  std::vector<std::complex<float>> phasors(k_phasors);
  for (std::size_t i = 0; i < k_phasors; ++i) {
    const double angle = 2 * std::numbers::pi * (static_cast<double>(i) + 0.5) / k_phasors;
    phasors[i] = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
  }
  return phasors;
}

} // namespace

std::complex<float> unit_phasor(Angle angle) noexcept {
  static const std::vector<std::complex<float>> phasors = make_phasors();
  return phasors[angle >> 16U];
}

GmskPhase::GmskPhase(std::span<const std::uint8_t> bits) {
  std::vector<std::uint8_t> plus(bits.size() + k_span, 1);
  for (std::size_t k = 0; k < bits.size(); ++k) {
    const unsigned before = k == 0 ? 1 : bits[k - 1];
    plus[k + k_neighbours] = bits[k] == before ? 1 : 0; // alpha = 1 - 2 (d[k] xor d[k-1])
  }
  symbols_.reserve(bits.size());
  unsigned quarters = 0;
  for (std::size_t k = 0; k < bits.size(); ++k) {
    unsigned pattern = 0;
    for (std::size_t bit = 0; bit <= k_span; ++bit) {
      pattern = (pattern << 1U) | plus[k + bit];
    }
    symbols_.push_back(
        {static_cast<std::uint8_t>(pattern), static_cast<std::uint8_t>(quarters & 3U)});
    quarters += plus[k] == 1 ? 1U : 3U; // the oldest bit of the pattern is complete from here on
  }
}

Angle GmskPhase::at(double symbol_time) const noexcept {
  if (symbols_.empty()) {
    return 0;
  }
  const double last = static_cast<double>(symbols_.size()) - 1.0 / k_steps;
  const double time = std::clamp(symbol_time, 0.0, last);
  const auto step = static_cast<std::size_t>(time * k_steps);
  const Symbol symbol = symbols_[step / k_steps];
  return phase_table()[symbol.pattern][step % k_steps] + (Angle{symbol.quarters} << 30U);
}

} // namespace cw::support
