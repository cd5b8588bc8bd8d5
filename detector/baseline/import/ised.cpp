// ISED's Site_Data_Extract_FX: the sectors that Canadian licensees uploaded. A row is a site (an
// operator has a band here), and a cell where its cell_id can be one.
//
// Layout      61 columns by name; cell_id is MNC-area-cell or MCCMNC-area-cell, free text.
// Identities  Those of Bragg (Eastlink) count 1, 2, 3, and 302-000 and area 65500 (Xplore) are
//             what a form wanted filled in: the site stays, the identity is left out.
// Bands       By tx_frequency, which is what the base station sends.
// Source      ISED, "Site Data Extract"; what the file of a whole province shows.
#include "detector/baseline/import/cell_check.h"
#include "detector/baseline/import/field_text.h"
#include "detector/baseline/import/row_parser.h"

#include <array>

namespace cw::detector {
namespace {

constexpr std::uint16_t k_mcc_canada = 302;
constexpr std::int64_t k_area_placeholder = 65500;

struct IsedColumns {
  std::size_t licensee = 0, technology = 0, cell_id = 0, physical_id = 0, lat = 0, lon = 0,
              frequency = 0, changed = 0, count = 0;
};

struct Band {
  double low_mhz = 0, high_mhz = 0;
  std::uint32_t name_mhz = 0;
};
// Downlinks of TS 36.101 table 5.5-1 and TS 38.101-1 table 5.2-1 that are used in Canada.
constexpr std::array k_bands = {Band{617, 652, 600},
                                Band{716, 768, 700},
                                Band{869, 894, 850},
                                Band{1930, 2020, 1900},
                                Band{2110, 2200, 2100},
                                Band{2300, 2400, 2300},
                                Band{2496, 2690, 2600},
                                Band{3300, 3900, 3500}};

std::uint32_t band_of(double mhz) {
  for (const Band& band : k_bands) {
    if (mhz >= band.low_mhz && mhz <= band.high_mhz) {
      return band.name_mhz;
    }
  }
  return 0;
}

struct LicensedCell {
  PlmnText plmn;
  std::int64_t area = 0, cell = 0;
};

std::optional<PlmnText> plmn_before(std::string_view text) {
  if (const auto whole = plmn_of(text)) {
    return whole;
  }
  const auto mnc = mnc_of(text);
  return mnc ? std::optional(PlmnText{k_mcc_canada, *mnc}) : std::nullopt;
}

std::optional<LicensedCell> identity_in(std::string_view text) {
  const std::size_t first = text.find('-');
  const std::size_t second = first == text.npos ? text.npos : text.find('-', first + 1);
  if (second == text.npos) {
    return std::nullopt;
  }
  const auto plmn = plmn_before(text.substr(0, first));
  const auto area = whole_number(text.substr(first + 1, second - first - 1));
  const auto cell = whole_number(text.substr(second + 1));
  if (!plmn || !area || !cell) {
    return std::nullopt;
  }
  return LicensedCell{*plmn, *area, *cell};
}

class IsedParser final : public RowParser {
public:
  explicit IsedParser(const IsedColumns& at) : at_(at) {}
  ImportSource source() const override { return ImportSource::ised; }
  const char* name() const override { return "ISED site data"; }
  bool is_header(const CsvFields& row) const override { return row[at_.cell_id] == "cell_id"; }
  void parse(const CsvFields& row, ParsedRow& out) const override;

private:
  void add_cell(const CsvFields& row, ParsedRow& out) const;
  IsedColumns at_;
};

void IsedParser::add_cell(const CsvFields& row, ParsedRow& out) const {
  const auto who = identity_in(trimmed(row[at_.cell_id]));
  if (!who) {
    out.why = "a site without a cell identity";
    return;
  }
  const SiteRecord& site = out.site;
  const CellNumbers numbers{.rat = site.rat,
                            .mcc = who->plmn.mcc,
                            .mnc = who->plmn.mnc.mnc,
                            .area = who->area,
                            .cell = who->cell,
                            .lat_e7 = site.lat_e7,
                            .lon_e7 = site.lon_e7};
  if (who->plmn.mnc.mnc == 0 || who->area == k_area_placeholder ||
      row[at_.licensee].starts_with("Bragg") || !why_no_cell(numbers).empty()) {
    out.why = "a site with a placeholder for a cell identity";
    return;
  }
  out.cell = {};
  out.cell.network = network_number(site.rat, who->plmn.mcc, who->plmn.mnc.mnc);
  out.cell.mnc_digits = who->plmn.mnc.digits;
  out.cell.area = static_cast<std::uint32_t>(who->area);
  out.cell.cell = static_cast<std::uint64_t>(who->cell);
  out.cell.lat_e7 = site.lat_e7;
  out.cell.lon_e7 = site.lon_e7;
  const auto unit = number(row[at_.physical_id]); // "503.0"
  out.cell.unit =
      unit_of(site.rat,
              unit && *unit > 0 && *unit < 1e4 ? std::optional(static_cast<std::int64_t>(*unit))
                                               : std::nullopt);
  out.cell.first_seen_unix_s = out.cell.last_seen_unix_s =
      unix_seconds(row[at_.changed]).value_or(0);
  out.has_cell = true;
}

void IsedParser::parse(const CsvFields& row, ParsedRow& out) const {
  if (row.size() != at_.count) {
    return refuse(out, "another number of columns than the header");
  }
  const RatName named = rat_named(row[at_.technology]);
  if (named == RatName::unknown || named == RatName::cdma) {
    return skip(out, "no mobile network");
  }
  const auto lat = degrees_e7(row[at_.lat]);
  const auto lon = degrees_e7(row[at_.lon]);
  if (const auto why = why_no_position(lat, lon); !why.empty()) {
    return refuse(out, why);
  }
  const auto frequency = number(row[at_.frequency]);
  if (!frequency || trimmed(row[at_.licensee]).empty()) {
    return refuse(out, "no licensee and frequency");
  }
  out.site = {.operator_name = std::string(trimmed(row[at_.licensee])),
              .rat = rat_of(named),
              .band_mhz = band_of(*frequency),
              .lat_e7 = *lat,
              .lon_e7 = *lon};
  const std::string_view who = trimmed(row[at_.cell_id]);
  if (const auto plmn = plmn_before(who.substr(0, who.find('-'))); plmn && plmn->mnc.mnc != 0) {
    out.site.mcc = plmn->mcc;
    out.site.mnc = plmn->mnc.mnc;
    out.site.plmn_known = true;
  }
  out.has_site = true;
  add_cell(row, out);
}

} // namespace

std::unique_ptr<RowParser> ised_parser(const CsvFields& header) {
  const auto column = [&](const char* name) { return column_named(header, name); };
  const IsedColumns at{.licensee = column("licensee_name*"),
                       .technology = column("technology"),
                       .cell_id = column("cell_id"),
                       .physical_id = column("physical_id"),
                       .lat = column("latitude"),
                       .lon = column("longitude"),
                       .frequency = column("tx_frequency"),
                       .changed = column("date_last_changed"),
                       .count = header.size()};
  for (const std::size_t needed :
       {at.licensee, at.technology, at.cell_id, at.lat, at.lon, at.frequency}) {
    if (needed == CsvFields::k_max_fields) {
      return nullptr;
    }
  }
  return std::make_unique<IsedParser>(at);
}

} // namespace cw::detector
