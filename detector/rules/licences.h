// Who may use which GSM carrier here: a table the user supplies, for G02.
#pragma once

#include "wire/arfcn.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cw::detector {

struct Licence {
  std::string mcc, mnc;
  bool adjacent_country = false;
  wire::GsmBand band = wire::GsmBand::gsm900;
  std::vector<std::pair<std::uint16_t, std::uint16_t>> arfcns; ///< first to last; empty: any
};

struct Licences {
  std::string country, dated;      ///< as the file says
  std::optional<double> border_km; ///< from here to the nearest border
  std::vector<Licence> entries;

  /// TOML: country, dated, border_km, and [[licence]] with mcc, mnc, band, arfcns = [[1, 50]],
  /// adjacent_country.
  static tl::expected<Licences, std::string> parse(std::string_view text, const std::string& path);
  static tl::expected<Licences, std::string> load(const std::string& path);
};

} // namespace cw::detector
