#include "sdr/scan/tuning_plan.h"

#include "wire/arfcn.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cw::sdr {
namespace {

using wire::k_carrier_spacing_hz;
constexpr double k_carrier_half_hz = 100e3;

/// Carriers to either side of a centre that lies between two.
std::size_t carriers_a_side(const TunerLimits& limits) {
  const double flat_hz = limits.rate_hz * limits.usable / 2;
  return static_cast<std::size_t>(std::max(flat_hz / k_carrier_spacing_hz, 0.0));
}

std::size_t carriers_in(const CarrierRange& range) {
  return static_cast<std::size_t>(
             std::lround((range.last_hz - range.first_hz) / k_carrier_spacing_hz)) +
         1;
}

/// The range cut into runs as even as can be, none longer than `most`.
void cut(const CarrierRange& range, std::size_t most, std::vector<Tuning>& tunings) {
  const std::size_t all = carriers_in(range);
  const std::size_t runs = (all + most - 1) / most;
  for (std::size_t run = 0; run < runs; ++run) {
    const std::size_t first = all * run / runs;
    const std::size_t end = all * (run + 1) / runs;
    Tuning tuning;
    for (std::size_t n = first; n < end; ++n) {
      tuning.carriers_hz.push_back(range.first_hz + k_carrier_spacing_hz * static_cast<double>(n));
    }
    const std::size_t right_of_center = (end - first) / 2;
    tuning.center_hz = tuning.carriers_hz[right_of_center] - k_carrier_half_hz;
    tunings.push_back(std::move(tuning));
  }
}

} // namespace

tl::expected<std::vector<Tuning>, std::string> plan_tunings(std::span<const CarrierRange> ranges,
                                                            const TunerLimits& limits) {
  const std::size_t most = 2 * carriers_a_side(limits);
  if (most == 0) {
    return tl::unexpected(
        fmt::format("{:.4g} samples a second hold no two carriers of 200 kHz: give --rate 1M or "
                    "more to look through a band, or --freq for one carrier",
                    limits.rate_hz));
  }
  std::vector<Tuning> tunings;
  for (const CarrierRange& range : ranges) {
    cut(range, most, tunings);
    for (const Tuning& tuning : tunings) {
      if (tuning.center_hz < limits.min_hz || tuning.center_hz > limits.max_hz) {
        return tl::unexpected(fmt::format(
            "this radio tunes from {:.0f} to {:.0f} MHz, and {} needs {:.1f} MHz: take another "
            "radio or another band",
            limits.min_hz / 1e6,
            limits.max_hz / 1e6,
            range.name,
            tuning.center_hz / 1e6));
      }
    }
  }
  std::ranges::stable_sort(tunings, {}, &Tuning::center_hz);
  return tunings;
}

Tuning fixed_tuning(double center_hz, const TunerLimits& limits) {
  Tuning tuning;
  tuning.center_hz = center_hz;
  const double reach_hz =
      std::max(limits.rate_hz * limits.usable / 2 - k_carrier_half_hz, k_carrier_half_hz);
  const double first = std::ceil((center_hz - reach_hz) / k_carrier_spacing_hz);
  for (double n = first; n * k_carrier_spacing_hz <= center_hz + reach_hz; ++n) {
    if (wire::arfcn_at(n * k_carrier_spacing_hz)) {
      tuning.carriers_hz.push_back(n * k_carrier_spacing_hz);
    }
  }
  return tuning;
}

} // namespace cw::sdr
