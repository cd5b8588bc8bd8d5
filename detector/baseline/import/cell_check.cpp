#include "detector/baseline/import/cell_check.h"

#include <limits>

namespace cw::detector {
namespace {

constexpr std::int64_t k_all_ones_16 = 65535;
constexpr std::int64_t k_all_ones_24 = 0xFF'FFFF;
constexpr std::int64_t k_all_ones_28 = 0xFFF'FFFF;
constexpr std::int64_t k_all_ones_36 = 0xF'FFFF'FFFF;
constexpr std::int64_t k_int_max = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t k_long_max = std::numeric_limits<std::int64_t>::max();

std::int64_t largest_cell(Rat rat) {
  switch (rat) {
  case Rat::gsm: return k_all_ones_16;
  case Rat::umts:
  case Rat::lte: return k_all_ones_28;
  case Rat::nr: return k_all_ones_36;
  }
  return 0;
}

std::string_view why_no_plmn(std::int64_t mcc, std::int64_t mnc) {
  if (mcc == 1 || mcc == 999) {
    return "MCC 001 and 999 are for tests and closed networks";
  }
  const bool country = mcc >= 200 && mcc <= 799;
  if (!country && mcc != 901) {
    return "no such MCC";
  }
  return mnc < 0 || mnc > 999 ? "no such MNC" : std::string_view();
}

std::string_view why_no_area(Rat rat, std::int64_t area) {
  if (area == 0 || area == 65534 || area == k_all_ones_16 || area >= k_int_max) {
    return "the area stands for unknown";
  }
  const std::int64_t largest = rat == Rat::nr ? k_all_ones_24 - 2 : k_all_ones_16;
  return area < 0 || area > largest ? "no such area" : std::string_view();
}

std::string_view why_no_number(Rat rat, std::int64_t cell) {
  if (cell == 0 || cell == k_all_ones_16 || cell == k_all_ones_28 || cell == k_int_max ||
      cell == k_all_ones_36 || cell == k_long_max) {
    return "the cell number stands for unknown";
  }
  return cell < 0 || cell > largest_cell(rat) ? "no such cell number" : std::string_view();
}

} // namespace

std::string_view why_no_cell(const CellNumbers& row) {
  if (!row.mcc || !row.mnc) {
    return "no PLMN";
  }
  if (const auto why = why_no_plmn(*row.mcc, *row.mnc); !why.empty()) {
    return why;
  }
  if (!row.area && row.area_needed) {
    return "no area";
  }
  if (row.area) {
    if (const auto why = why_no_area(row.rat, *row.area); !why.empty()) {
      return why;
    }
  }
  if (!row.cell) {
    return "no cell number";
  }
  if (const auto why = why_no_number(row.rat, *row.cell); !why.empty()) {
    return why;
  }
  return why_no_position(row.lat_e7, row.lon_e7);
}

std::string_view why_no_position(const std::optional<std::int32_t>& lat_e7,
                                 const std::optional<std::int32_t>& lon_e7) {
  constexpr std::int32_t k_pole_e7 = 900'000'000;
  if (!lat_e7 || !lon_e7 || *lat_e7 > k_pole_e7 || *lat_e7 < -k_pole_e7) {
    return "no such position";
  }
  return *lat_e7 == 0 && *lon_e7 == 0 ? "the position stands for unknown" : std::string_view();
}

bool no_value(const std::optional<std::int64_t>& value) {
  return !value || *value < 0 || *value == k_int_max || *value == k_long_max;
}

std::uint16_t unit_of(Rat rat, const std::optional<std::int64_t>& value) {
  std::int64_t largest = 0;
  switch (rat) {
  case Rat::gsm: break; // has neither
  case Rat::umts: largest = 511; break;
  case Rat::lte: largest = 503; break;
  case Rat::nr: largest = 1007; break;
  }
  return value && *value > 0 && *value <= largest ? static_cast<std::uint16_t>(*value)
                                                  : std::uint16_t{0};
}

} // namespace cw::detector
