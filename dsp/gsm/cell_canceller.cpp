#include "dsp/gsm/cell_canceller.h"

#include <algorithm>
#include <cmath>

namespace cw::dsp::gsm {
namespace {

constexpr std::size_t k_half_steps = 2; // samples a symbol of the rebuilt waveform
constexpr double k_last_symbol = 147.3, k_guard_symbols = 9.2;
constexpr std::size_t k_pad = 8; // of its samples to either side, for the interpolation
constexpr std::size_t k_rebuilt = k_half_steps * k_burst_samples + 2 * k_pad;

using Symbols = std::array<float, k_burst_symbols>;
using Samples = std::array<cf, k_burst_samples>;

/// The symbols of a burst of this cell, as surely as they can be told.
Symbols symbols_of(const CellTracker& cell,
                   std::uint32_t fn,
                   std::uint8_t slot,
                   const Samples& samples,
                   Scratch& scratch) {
  if (slot == 0) {
    const Ts0Use use = k_ts0[fn % k_multiframe].use;
    if (use == Ts0Use::fcch) {
      Symbols zeros{};
      zeros.fill(1.0F);
      return zeros;
    }
    if (use == Ts0Use::sch) {
      return as_floats(encode_sch(cell.bsic(), fn));
    }
  }
  const Symbols dummy = as_floats(k_dummy_burst);
  const ChannelEstimate as_dummy =
      estimate_channel(samples, dummy, 0, k_burst_symbols, cell.statistics());
  if (total_power(as_dummy.taps) > as_dummy.noise_variance / 2) {
    return dummy;
  }
  const BurstFormat& format = k_normal_bursts[cell.bsic() & 7U];
  return soft_symbols(scratch.demodulator.demodulate(samples, format, cell.statistics()), format);
}

/// What those symbols sound like in the stream: two samples a symbol, turned back by turn a symbol.
void rebuild(const Symbols& symbols,
             const std::array<Samples, k_half_steps>& heard,
             double turn,
             std::span<cf> rebuilt) {
  std::ranges::fill(rebuilt, cf(0));
  const std::complex<double> rotate(std::cos(turn), std::sin(turn));
  for (std::size_t half = 0; half < k_half_steps; ++half) {
    float energy = 0;
    for (const cf sample : heard[half]) {
      energy += power(sample);
    }
    energy /= static_cast<float>(k_burst_samples);
    const ChannelEstimate channel = estimate_channel(
        heard[half], symbols, 0, k_burst_symbols, ChannelStatistics::unknown(energy, energy / 10));
    std::complex<double> phasor(1);
    for (std::size_t m = 0; m < k_burst_symbols + k_max_memory; ++m, phasor *= rotate) {
      cf sum(0);
      for (std::size_t j = 0; j < k_taps; ++j) {
        sum += m >= j && m - j < k_burst_symbols ? channel.taps[j] * symbols[m - j] : cf(0);
      }
      rebuilt[k_pad + k_half_steps * m + half] =
          sum * cf(static_cast<float>(phasor.real()), static_cast<float>(phasor.imag()));
    }
  }
}

/// Cubic interpolation is enough: the waveform fills half its band.
cf between(std::span<const cf> samples, double at) {
  const auto floor_at = static_cast<std::size_t>(at);
  const auto x = static_cast<float>(at - static_cast<double>(floor_at));
  const cf a = samples[floor_at - 1];
  const cf b = samples[floor_at];
  const cf c = samples[floor_at + 1];
  const cf d = samples[floor_at + 2];
  return b + 0.5F * x *
                 (c - a + x * (2.0F * a - 5.0F * b + 4.0F * c - d + x * (3.0F * (b - c) + d - a)));
}

} // namespace

void cancel_cell(const CarrierStream& stream,
                 const CellTracker& cell,
                 Scratch& scratch,
                 std::vector<cf>& residual) {
  residual.assign(stream.samples.begin(), stream.samples.end());
  const double end = stream.first + static_cast<double>(stream.samples.size());
  const double rate_hz = stream.samples_per_symbol * k_symbol_rate_hz;
  std::array<Samples, k_half_steps> heard{};
  std::array<cf, k_rebuilt> rebuilt{};
  for (std::uint32_t fn = cell.clock().frame_at(stream.first); cell.place(fn, 0).position < end;
       fn = advance_fn(fn, 1)) {
    for (std::uint8_t slot = 0; slot < 8; ++slot) {
      const BurstPlace place = cell.place(fn, slot);
      if (!BurstSampler::inside(stream, place, 0, k_burst_samples)) {
        continue;
      }
      for (std::size_t half = 0; half < k_half_steps; ++half) {
        BurstPlace at = place;
        at.position += place.samples_per_symbol * static_cast<double>(half) / k_half_steps;
        scratch.sampler.sample(stream, at, 0, heard[half]);
      }
      const double turn = k_two_pi * (0.25 + place.cfo_hz * place.samples_per_symbol / rate_hz);
      rebuild(symbols_of(cell, fn, slot, heard[0], scratch), heard, turn, rebuilt);
      // Sample k of a burst was taken at symbol k - k_lead.
      const double start =
          place.position - stream.first - static_cast<double>(k_lead) * place.samples_per_symbol;
      const double length = (k_burst_symbols + k_max_memory) * place.samples_per_symbol;
      for (auto i = static_cast<std::size_t>(std::ceil(start));
           static_cast<double>(i) < start + length;
           ++i) {
        const double symbol = (static_cast<double>(i) - start) / place.samples_per_symbol;
        residual[i] -= between(rebuilt, static_cast<double>(k_pad) + k_half_steps * symbol);
      }
      // Behind the burst the strong cell sends what nobody knows: silence disturbs the weak one
      // less.
      const double last = place.position - stream.first + k_last_symbol * place.samples_per_symbol;
      const double next = last + k_guard_symbols * place.samples_per_symbol;
      for (auto i = static_cast<std::size_t>(std::ceil(last));
           static_cast<double>(i) < next && i < residual.size();
           ++i) {
        residual[i] = cf(0);
      }
    }
  }
}

} // namespace cw::dsp::gsm
