#include "wire/codec/radio_json.h"

#include "wire/codec/number_text.h"

#include <array>

namespace cw::wire {
namespace {

constexpr std::array<GsmBand, 4> k_bands = {
    GsmBand::gsm850, GsmBand::gsm900, GsmBand::dcs1800, GsmBand::pcs1900};
constexpr std::size_t k_band_name_octets = 4;
constexpr double k_max_m = 1e8;

// Carriers lie on whole Hz nearly always; a centre between them keeps its millihertz.
std::string carrier(std::optional<double> hz, Precision precision) {
  if (precision == Precision::exact) {
    return exact(hz, k_max_hz);
  }
  const bool whole = hz && *hz == std::round(*hz);
  return number_or_null(hz, whole ? 0 : 3);
}

void take_band(FieldReader& in, Arfcn& arfcn) {
  const std::string_view name = in.text("band", k_band_name_octets);
  for (const GsmBand band : k_bands) {
    if (name == band_name(band)) {
      arfcn.band = band;
      return;
    }
  }
  in.fail("band");
}

} // namespace

void append_radio(std::string& out, const RadioId& radio, Precision precision) {
  const auto arfcn = radio.arfcn ? std::optional(radio.arfcn->number) : std::nullopt;
  fmt::format_to(std::back_inserter(out),
                 R"("carrier_offset_hz":{},"carrier_hz":{},"arfcn":{},"bsic":{},"train":{},)",
                 carrier(radio.carrier_offset_hz, precision),
                 carrier(radio.carrier_hz, precision),
                 integer_or_null(arfcn),
                 integer_or_null(radio.bsic),
                 radio.train);
  if (precision == Precision::exact && radio.arfcn) {
    fmt::format_to(std::back_inserter(out), R"("band":"{}",)", band_name(radio.arfcn->band));
  }
}

void take_radio(FieldReader& in, RadioId& heard_on) {
  heard_on.carrier_offset_hz = in.number("carrier_offset_hz", k_max_hz);
  heard_on.carrier_hz = in.maybe_number("carrier_hz", k_max_hz);
  if (in.has("arfcn")) {
    Arfcn arfcn{.band = GsmBand::gsm900, .number = in.integer<std::uint16_t>("arfcn", 1023)};
    const auto by_carrier = heard_on.carrier_hz ? arfcn_at(*heard_on.carrier_hz) : std::nullopt;
    if (by_carrier && by_carrier->number == arfcn.number) {
      arfcn.band = by_carrier->band;
    }
    if (in.has("band")) {
      take_band(in, arfcn);
    }
    heard_on.arfcn = arfcn;
  }
  heard_on.bsic = in.maybe_integer<std::uint8_t>("bsic", 63);
  heard_on.train = in.has("train") ? in.integer<std::uint32_t>("train") : 0;
}

void append_position(std::string& out,
                     const std::optional<Position>& position,
                     Precision precision) {
  if (!position) {
    return;
  }
  const auto text = [&](std::optional<double> value, double max, int decimals) {
    return precision == Precision::exact ? exact(value, max) : number_or_null(value, decimals);
  };
  fmt::format_to(std::back_inserter(out),
                 R"(,"pos":{{"lat":{},"lon":{},"alt_m":{},"speed_mps":{},"hdop":{}}})",
                 text(position->lat_deg, 90, 7),
                 text(position->lon_deg, 180, 7),
                 text(position->alt_m, k_max_m, 1),
                 text(position->speed_mps, k_max_m, 1),
                 text(position->hdop, k_max_m, 1));
}

void take_position(FieldReader& in, std::optional<Position>& position) {
  if (!in.has("pos")) {
    return;
  }
  in.object("pos", [&](FieldReader& pos) {
    position.emplace();
    position->lat_deg = pos.number("lat", 90);
    position->lon_deg = pos.number("lon", 180);
    position->alt_m = pos.maybe_number("alt_m", k_max_m);
    position->speed_mps = pos.maybe_number("speed_mps", k_max_m);
    position->hdop = pos.maybe_number("hdop", k_max_m);
  });
}

} // namespace cw::wire
