// What rows of all formats become, as small as millions of them ask for.
#pragma once

#include "detector/baseline/imported_cells.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>

namespace cw::detector {

inline constexpr std::uint32_t k_unknown = std::numeric_limits<std::uint32_t>::max();

/// One cell, or one time it was met. Trivially copyable: it is sorted through a file.
struct CellRecord {
  std::uint64_t cell = 0;
  std::uint32_t network = 0; ///< network_number()
  std::uint32_t area = k_unknown;
  std::int32_t lat_e7 = 0, lon_e7 = 0;
  std::uint32_t range_m = k_unknown;
  std::uint32_t samples = 0;
  std::uint32_t first_seen_unix_s = 0, last_seen_unix_s = 0; ///< 0: unknown
  std::uint32_t channel = k_unknown;
  std::uint16_t unit = 0;      ///< PSC or PCI; 0 is too often a placeholder, so it means unknown
  std::uint8_t mnc_digits = 0; ///< 0: not told

  bool operator==(const CellRecord&) const = default;
};

/// Technology and PLMN as a person can read them: GSM 262-02 is 1262002.
constexpr std::uint32_t network_number(Rat rat, unsigned mcc, unsigned mnc) {
  return static_cast<std::uint32_t>(rat) * 1'000'000U + mcc * 1000U + mnc;
}
constexpr Rat rat_of_network(std::uint32_t network) {
  return static_cast<Rat>(network / 1'000'000U);
}

inline auto identity_of(const CellRecord& cell) {
  return std::tuple(cell.network, cell.cell, cell.area);
}

struct SiteRecord {
  std::string operator_name; ///< UTF-8
  std::uint16_t mcc = 0, mnc = 0;
  bool plmn_known = false;
  Rat rat = Rat::gsm;
  std::uint32_t band_mhz = 0;
  std::int32_t lat_e7 = 0, lon_e7 = 0;
};

enum class Verdict : std::uint8_t {
  used,
  skipped, ///< nothing wrong with it, nothing for us in it
  refused, ///< it cannot be right
};

/// A row after its parser. The texts are literals.
struct ParsedRow {
  Verdict verdict = Verdict::used;
  std::string_view why; ///< of skipped and refused; of used, if something in it was not
  bool has_cell = false, has_site = false;
  CellRecord cell;
  SiteRecord site;
};

} // namespace cw::detector
