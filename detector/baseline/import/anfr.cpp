// ANFR's "observatoire" of mobile networks in France: one row for operator, mast and system. No
// cell identities: "an operator has this band near here" is all it can say.
//
// Layout   Semicolons; columns get added, so they go by name. `coordonnees` is "lat,lon".
// Left out Systems that are only approved ("Projet approuvé", "Accord ANFR"): not on the air.
// Charset  UTF-8, older files Windows-1252: a name that is no UTF-8 is read as the latter.
// Source   data.gouv.fr, "Observatoire du déploiement", description of the columns.
#include "detector/baseline/import/cell_check.h"
#include "detector/baseline/import/field_text.h"
#include "detector/baseline/import/row_parser.h"

#include <array>

namespace cw::detector {
namespace {

struct AnfrColumns {
  std::size_t name = 0, system = 0, place = 0, status = 0, count = 0;
};

struct FrenchPlmn {
  std::string_view name;
  std::uint16_t mnc = 0;
};
// ITU-T E.212, operational bulletins: the network most of each operator's cells send.
constexpr std::array k_french_plmns = {FrenchPlmn{"ORANGE", 1},
                                       FrenchPlmn{"SFR", 10},
                                       FrenchPlmn{"FREE MOBILE", 15},
                                       FrenchPlmn{"BOUYGUES TELECOM", 20}};

bool is_utf8(std::string_view text) {
  std::size_t follow = 0;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    const bool follows = (octet & 0xC0U) == 0x80U;
    if (follows != (follow > 0)) {
      return false;
    }
    if (follows) {
      --follow;
    } else if (octet >= 0xC2U && octet < 0xF5U) {
      follow = octet >= 0xF0U ? 3 : octet >= 0xE0U ? 2 : 1;
    } else if (octet >= 0x80U) {
      return false;
    }
  }
  return follow == 0;
}

/// Of Windows-1252 the letters of Western languages: 0xA0 to 0xFF are the same in Unicode.
std::string utf8(std::string_view text) {
  if (is_utf8(text)) {
    return std::string(text);
  }
  std::string out;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x80U) {
      out += c;
    } else if (octet < 0xA0U) {
      out += '?';
    } else {
      out += static_cast<char>(0xC0U | (octet >> 6U));
      out += static_cast<char>(0x80U | (octet & 0x3FU));
    }
  }
  return out;
}

class AnfrParser final : public RowParser {
public:
  explicit AnfrParser(const AnfrColumns& at) : at_(at) {}
  ImportSource source() const override { return ImportSource::anfr; }
  const char* name() const override { return "ANFR observatoire"; }
  bool is_header(const CsvFields& row) const override {
    return row[at_.system] == "emr_lb_systeme";
  }
  void parse(const CsvFields& row, ParsedRow& out) const override;

private:
  AnfrColumns at_;
};

void AnfrParser::parse(const CsvFields& row, ParsedRow& out) const {
  if (row.size() != at_.count) {
    return refuse(out, "another number of columns than the header");
  }
  const std::string_view status = trimmed(row[at_.status]);
  if (status.starts_with("Projet") || status.starts_with("Accord")) {
    return skip(out, "approved and not on the air");
  }
  const std::string_view system = trimmed(row[at_.system]);
  const std::size_t blank = system.find(' ');
  const RatName named = rat_named(system.substr(0, blank));
  const auto band = blank == system.npos ? std::nullopt : whole_number(system.substr(blank));
  const std::string_view operator_name = trimmed(row[at_.name]);
  if (named == RatName::unknown || named == RatName::cdma || !band || *band < 100 ||
      *band > 100'000 || operator_name.empty()) {
    return refuse(out, "no operator, technology and band");
  }
  const std::string_view place = row[at_.place];
  const std::size_t comma = place.find(',');
  const auto lat = degrees_e7(place.substr(0, comma));
  const auto lon = comma == place.npos ? std::nullopt : degrees_e7(place.substr(comma + 1));
  if (const auto why = why_no_position(lat, lon); !why.empty()) {
    return refuse(out, why);
  }
  out.site = {.operator_name = utf8(operator_name),
              .rat = rat_of(named),
              .band_mhz = static_cast<std::uint32_t>(*band),
              .lat_e7 = *lat,
              .lon_e7 = *lon};
  for (const FrenchPlmn& plmn : k_french_plmns) {
    if (operator_name == plmn.name) {
      out.site.mcc = 208;
      out.site.mnc = plmn.mnc;
      out.site.plmn_known = true;
    }
  }
  out.has_site = true;
}

} // namespace

std::unique_ptr<RowParser> anfr_parser(const CsvFields& header) {
  const AnfrColumns at{.name = column_named(header, "adm_lb_nom"),
                       .system = column_named(header, "emr_lb_systeme"),
                       .place = column_named(header, "coordonnees"),
                       .status = column_named(header, "statut"),
                       .count = header.size()};
  for (const std::size_t needed : {at.name, at.system, at.place}) {
    if (needed == CsvFields::k_max_fields) {
      return nullptr;
    }
  }
  return std::make_unique<AnfrParser>(at);
}

} // namespace cw::detector
