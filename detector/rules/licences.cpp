#include "detector/rules/licences.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <fstream>
#include <sstream>

namespace cw::detector {
namespace {

std::optional<wire::GsmBand> band_named(const std::string& name) {
  using Band = wire::GsmBand;
  for (const Band band : {Band::gsm850, Band::gsm900, Band::dcs1800, Band::pcs1900}) {
    if (wire::band_name(band) == name) {
      return band;
    }
  }
  return std::nullopt;
}

tl::expected<Licence, std::string> read_licence(const toml::table& table) {
  Licence licence;
  licence.mcc = table["mcc"].value_or(std::string());
  licence.mnc = table["mnc"].value_or(std::string());
  licence.adjacent_country = table["adjacent_country"].value_or(false);
  const auto band = band_named(table["band"].value_or(std::string("900")));
  if (licence.mcc.size() != 3 || licence.mnc.size() < 2 || licence.mnc.size() > 3 || !band) {
    return tl::unexpected(
        std::string("a licence needs mcc, mnc as text and band \"850\" to \"1900\""));
  }
  licence.band = *band;
  if (const toml::array* ranges = table["arfcns"].as_array()) {
    for (const toml::node& node : *ranges) {
      const toml::array* pair = node.as_array();
      const auto at = [&](std::size_t i) {
        return pair != nullptr && pair->size() == 2 ? pair->get(i)->value_or<std::int64_t>(-1) : -1;
      };
      if (at(0) < 0 || at(1) < at(0) || at(1) > 1023) {
        return tl::unexpected(std::string("arfcns must be pairs, [[1, 50], [60, 74]]"));
      }
      licence.arfcns.emplace_back(static_cast<std::uint16_t>(at(0)),
                                  static_cast<std::uint16_t>(at(1)));
    }
  }
  return licence;
}

} // namespace

tl::expected<Licences, std::string> Licences::parse(std::string_view text,
                                                    const std::string& path) {
  toml::table root;
  try {
    root = toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    return tl::unexpected(fmt::format("cannot read licences {}: line {}: {}",
                                      path,
                                      error.source().begin.line,
                                      error.description()));
  }
  Licences licences;
  licences.country = root["country"].value_or(std::string("?"));
  licences.dated = root["dated"].value_or(std::string("?"));
  licences.border_km = root["border_km"].value<double>();
  const toml::array* entries = root["licence"].as_array();
  if (entries == nullptr) {
    return tl::unexpected(fmt::format("cannot use licences {}: it has no [[licence]]", path));
  }
  for (const toml::node& node : *entries) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      return tl::unexpected(fmt::format("cannot use licences {}: a licence is no table", path));
    }
    auto licence = read_licence(*table);
    if (!licence) {
      return tl::unexpected(fmt::format("cannot use licences {}: {}", path, licence.error()));
    }
    licences.entries.push_back(std::move(*licence));
  }
  return licences;
}

tl::expected<Licences, std::string> Licences::load(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) {
    return tl::unexpected(fmt::format("cannot read licences {}: check the path", path));
  }
  return parse(text.str(), path);
}

} // namespace cw::detector
