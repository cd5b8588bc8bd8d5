// WiGLE's app export, 1.4 and 1.6: Wi-Fi, Bluetooth and cells mixed, one row a measurement.
//
// Layout     A line that begins with WigleWifi-, then the header. A cell's "MAC" is
//            MCCMNC_area_cell, with the MNC's two or three digits.
// Technology AuthMode "LTE;us" before Type: LTE rows mostly have Type GSM.
// Channel    Frequency (1.6) or Channel (1.4) holds the ARFCN; 0 and empty mean unknown.
// Source     WiGLE API documentation, "CSV format".
#include "detector/baseline/import/cell_check.h"
#include "detector/baseline/import/field_text.h"
#include "detector/baseline/import/row_parser.h"

#include <array>

namespace cw::detector {
namespace {

struct WigleColumns {
  std::size_t mac = 0, auth = 0, seen = 0, arfcn = 0, lat = 0, lon = 0, type = 0, count = 0;
};

/// The three parts of an identity, if there are three.
std::optional<std::array<std::string_view, 3>> parts_of(std::string_view mac) {
  const std::size_t first = mac.find('_');
  const std::size_t second = first == mac.npos ? mac.npos : mac.find('_', first + 1);
  if (second == mac.npos || mac.find('_', second + 1) != mac.npos) {
    return std::nullopt;
  }
  return std::array{
      mac.substr(0, first), mac.substr(first + 1, second - first - 1), mac.substr(second + 1)};
}

RatName technology(std::string_view auth_mode, std::string_view type) {
  const RatName first = rat_named(auth_mode.substr(0, auth_mode.find(';')));
  return first == RatName::unknown ? rat_named(type) : first;
}

class WigleParser final : public RowParser {
public:
  explicit WigleParser(const WigleColumns& at) : at_(at) {}
  ImportSource source() const override { return ImportSource::wigle; }
  const char* name() const override { return "WiGLE CSV"; }
  bool measurements() const override { return true; }
  bool is_header(const CsvFields& row) const override {
    return row[0].starts_with("WigleWifi-") || row[at_.mac] == "MAC";
  }
  void parse(const CsvFields& row, ParsedRow& out) const override;

private:
  WigleColumns at_;
};

void WigleParser::parse(const CsvFields& row, ParsedRow& out) const {
  if (row.size() != at_.count) {
    return refuse(out, "another number of columns than the header");
  }
  const RatName type = rat_named(row[at_.type]);
  if (type == RatName::unknown) {
    return skip(out, "Wi-Fi or Bluetooth");
  }
  const RatName named = technology(row[at_.auth], row[at_.type]);
  if (named == RatName::cdma) {
    return skip(out, "CDMA");
  }
  const Rat rat = rat_of(named);
  const auto parts = parts_of(row[at_.mac]);
  const auto plmn = parts ? plmn_of((*parts)[0]) : std::nullopt;
  if (!plmn) {
    return refuse(out, "the identity is not MCCMNC_area_cell");
  }
  const CellNumbers numbers{.rat = rat,
                            .mcc = plmn->mcc,
                            .mnc = plmn->mnc.mnc,
                            .area = whole_number((*parts)[1]),
                            .cell = whole_number((*parts)[2]),
                            .lat_e7 = degrees_e7(row[at_.lat]),
                            .lon_e7 = degrees_e7(row[at_.lon])};
  if (const auto why = why_no_cell(numbers); !why.empty()) {
    return refuse(out, why);
  }
  constexpr std::int64_t k_largest_nr_arfcn = 3'279'165;
  const auto arfcn = whole_number(row[at_.arfcn]).value_or(0);
  const auto seen = unix_seconds(row[at_.seen]).value_or(0);
  out.cell = {};
  out.cell.network = network_number(rat, plmn->mcc, plmn->mnc.mnc);
  out.cell.mnc_digits = plmn->mnc.digits;
  out.cell.area = static_cast<std::uint32_t>(*numbers.area);
  out.cell.cell = static_cast<std::uint64_t>(*numbers.cell);
  out.cell.lat_e7 = *numbers.lat_e7;
  out.cell.lon_e7 = *numbers.lon_e7;
  out.cell.samples = 1;
  out.cell.first_seen_unix_s = out.cell.last_seen_unix_s = seen;
  if (arfcn > 0 && arfcn <= k_largest_nr_arfcn) {
    out.cell.channel = static_cast<std::uint32_t>(arfcn);
  }
  out.has_cell = true;
}

} // namespace

std::unique_ptr<RowParser> wigle_parser(const CsvFields& header) {
  const auto column = [&](const char* name) { return column_named(header, name); };
  WigleColumns at{.mac = column("MAC"),
                  .auth = column("AuthMode"),
                  .seen = column("FirstSeen"),
                  .arfcn = column("Frequency"),
                  .lat = column("CurrentLatitude"),
                  .lon = column("CurrentLongitude"),
                  .type = column("Type"),
                  .count = header.size()};
  if (at.arfcn == CsvFields::k_max_fields) {
    at.arfcn = column("Channel");
  }
  for (const std::size_t needed : {at.mac, at.auth, at.lat, at.lon, at.type}) {
    if (needed == CsvFields::k_max_fields) {
      return nullptr;
    }
  }
  return std::make_unique<WigleParser>(at);
}

} // namespace cw::detector
