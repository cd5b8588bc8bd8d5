#include "sdr/scan/band_table.h"

#include "sdr/scan/config_files.h"
#include "wire/arfcn.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>

namespace cw::sdr {
namespace {

/// One row of TS 45.005 clause 2: its formula gives the uplink, the duplex distance the downlink.
CarrierRange read_range(const std::string& name, const toml::table& row) {
  const double minus = row["minus"].value_or(0.0);
  const auto downlink_hz = [&](const char* arfcn) {
    const double n = row[arfcn].value_or(0.0);
    const double mhz = row["base_mhz"].value_or(0.0) + row["duplex_mhz"].value_or(0.0);
    return std::round(mhz * 1e6 + wire::k_carrier_spacing_hz * (n - minus));
  };
  return {name, downlink_hz("first_arfcn"), downlink_hz("last_arfcn")};
}

GsmBandInfo read_band(const ConfigFile& file) {
  const toml::table root = toml::parse(file.toml); // a test sees that they all parse
  GsmBandInfo band;
  band.name = file.name;
  band.title = root["title"].value_or(std::string());
  if (const toml::array* rows = root["range"].as_array()) {
    for (const toml::node& row : *rows) {
      if (const toml::table* table = row.as_table()) {
        band.ranges.push_back(read_range(band.name, *table));
      }
    }
  }
  return band;
}

std::vector<GsmBandInfo> read_bands() {
  std::vector<GsmBandInfo> bands;
  for (const ConfigFile& file : band_files()) {
    bands.push_back(read_band(file));
  }
  std::ranges::stable_sort(
      bands, {}, [](const GsmBandInfo& band) { return band.ranges.at(0).first_hz; });
  return bands;
}

const GsmBandInfo* find_band(std::string_view name) {
  const std::vector<GsmBandInfo>& bands = gsm_bands();
  const auto found = std::ranges::find(bands, name, &GsmBandInfo::name);
  return found == bands.end() ? nullptr : &*found;
}

std::string names_there_are() {
  std::vector<std::string> names;
  for (const GsmBandInfo& band : gsm_bands()) {
    names.push_back(band.name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

/// Ranges that overlap or touch become one: fewer tunings cover them.
std::vector<CarrierRange> merged(std::vector<CarrierRange> ranges) {
  std::ranges::stable_sort(ranges, {}, &CarrierRange::first_hz);
  std::vector<CarrierRange> out;
  for (CarrierRange& range : ranges) {
    const double next_hz = out.empty() ? 0 : out.back().last_hz + 1.5 * wire::k_carrier_spacing_hz;
    if (out.empty() || range.first_hz > next_hz) {
      out.push_back(std::move(range));
    } else {
      out.back().last_hz = std::max(out.back().last_hz, range.last_hz);
    }
  }
  return out;
}

} // namespace

const std::vector<GsmBandInfo>& gsm_bands() {
  static const std::vector<GsmBandInfo> bands = read_bands();
  return bands;
}

tl::expected<std::vector<CarrierRange>, std::string> bands_named(std::string_view comma_list) {
  std::vector<CarrierRange> ranges;
  while (true) {
    const std::size_t comma = comma_list.find(',');
    const std::string_view name = comma_list.substr(0, comma);
    const GsmBandInfo* band = find_band(name);
    if (band == nullptr) {
      return tl::unexpected(
          fmt::format("there is no band \"{}\": give one or more of {}, with commas between them",
                      name,
                      names_there_are()));
    }
    ranges.insert(ranges.end(), band->ranges.begin(), band->ranges.end());
    if (comma == std::string_view::npos) {
      return merged(std::move(ranges));
    }
    comma_list.remove_prefix(comma + 1);
  }
}

} // namespace cw::sdr
