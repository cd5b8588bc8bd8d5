// ARFCN and band: which carrier of which GSM band (TS 45.005 clause 2).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cw::wire {

/// Frequency bands whose downlinks do not overlap, so that a downlink frequency names one of them.
/// gsm900 is P-, E- and R-GSM together: their ARFCNs share one numbering.
enum class GsmBand : std::uint8_t { gsm850, gsm900, dcs1800, pcs1900 };

/// An ARFCN is ambiguous without its band: 512 to 810 exist in DCS 1800 and in PCS 1900.
struct Arfcn {
  GsmBand band = GsmBand::gsm900;
  std::uint16_t number = 0;
  bool operator==(const Arfcn&) const = default;
};

inline constexpr double k_carrier_spacing_hz = 200e3;

/// "850", "900", "1800" or "1900".
std::string_view band_name(GsmBand band) noexcept;

/// Downlink carrier frequency, TS 45.005 clause 2; nothing if the number is not in that band.
std::optional<double> downlink_hz(Arfcn arfcn) noexcept;

/// The carrier nearest to a downlink frequency, if it lies within 100 kHz and inside a GSM band.
std::optional<Arfcn> arfcn_at(double hz) noexcept;

} // namespace cw::wire
