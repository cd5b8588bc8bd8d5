#include "wire/arfcn.h"

#include <array>
#include <cmath>

namespace cw::wire {
namespace {

/// One run of consecutive ARFCNs: downlink = base_hz + 200 kHz * (number - first).
struct Range {
  GsmBand band;
  std::uint16_t first, last;
  double base_hz;
};

// Rows of TS 45.005 clause 2, uplink formula plus duplex distance.
constexpr std::array<Range, 6> k_ranges = {{
    {GsmBand::gsm850, 128, 251, 824.2e6 + 45e6},
    {GsmBand::gsm900, 0, 124, 890e6 + 45e6},
    {GsmBand::gsm900, 955, 1023, 890e6 - 0.2e6 * (1024 - 955) + 45e6}, // E-GSM and R-GSM
    {GsmBand::dcs1800, 512, 885, 1710.2e6 + 95e6},
    {GsmBand::pcs1900, 512, 810, 1850.2e6 + 80e6},
    {GsmBand::gsm900, 940, 954, 890e6 - 0.2e6 * (1024 - 940) + 45e6}, // ER-GSM
}};

} // namespace

std::string_view band_name(GsmBand band) noexcept {
  switch (band) {
  case GsmBand::gsm850: return "850";
  case GsmBand::gsm900: return "900";
  case GsmBand::dcs1800: return "1800";
  case GsmBand::pcs1900: return "1900";
  }
  return "?";
}

std::optional<double> downlink_hz(Arfcn arfcn) noexcept {
  for (const Range& range : k_ranges) {
    if (range.band == arfcn.band && arfcn.number >= range.first && arfcn.number <= range.last) {
      return range.base_hz + k_carrier_spacing_hz * (arfcn.number - range.first);
    }
  }
  return std::nullopt;
}

std::optional<Arfcn> arfcn_at(double hz) noexcept {
  for (const Range& range : k_ranges) {
    const double steps = std::round((hz - range.base_hz) / k_carrier_spacing_hz);
    if (steps >= 0 && steps <= range.last - range.first) {
      return Arfcn{range.band, static_cast<std::uint16_t>(range.first + static_cast<int>(steps))};
    }
  }
  return std::nullopt;
}

} // namespace cw::wire
