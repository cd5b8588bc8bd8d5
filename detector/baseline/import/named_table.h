// Tables whose columns have names and mean one thing each: OpenCelliD, Tower Collector, and any
// table whose columns the user names.
#pragma once

#include "detector/baseline/import/row_parser.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cw::detector {

/// What a column of such a table can mean; these are also the names of --columns and of a table of
/// the user's own that needs none.
enum class Role : std::uint8_t {
  rat,
  mcc,
  mnc,
  plmn, ///< both in one: 26201, 310260
  area, ///< LAC or TAC
  tac,  ///< before area where a table has both
  cell,
  unit, ///< PSC or PCI
  pci,  ///< before unit where a table has both
  channel,
  lat,
  lon,
  range_m,
  samples,
  first_seen,
  last_seen,
};
inline constexpr std::size_t k_roles = 16;
std::string_view role_name(Role role);

/// Where a table has what: a column, or one value for all of its rows.
struct ColumnMap {
  struct Place {
    std::size_t column = CsvFields::k_max_fields; ///< beyond all: none
    std::string constant{};
  };
  std::array<Place, k_roles> places{};
  std::size_t columns = 0; ///< that a row must have

  std::string_view get(const CsvFields& row, Role role) const {
    const Place& place = places[static_cast<std::size_t>(role)];
    return place.constant.empty() ? row[place.column] : std::string_view(place.constant);
  }
  bool has(Role role) const {
    const Place& place = places[static_cast<std::size_t>(role)];
    return place.column < CsvFields::k_max_fields || !place.constant.empty();
  }
};

/// "mcc=MCC,cell=ECellID,rat:LTE": role=column of the header, or role:value for all rows.
/// Errors: one sentence.
tl::expected<ColumnMap, std::string> parse_columns(std::string_view map, const CsvFields& header);

/// The layout a header belongs to among those known here, none if to no one of them. Only those of
/// `wanted` are looked at, if it is given.
std::unique_ptr<RowParser> named_table(const CsvFields& header, std::optional<ImportSource> wanted);
/// OpenCelliD's country downloads have no header: does this look like a row of one?
std::unique_ptr<RowParser> opencellid_without_header(const CsvFields& row);
/// A table of the user's own with its columns named by --columns.
tl::expected<std::unique_ptr<RowParser>, std::string> mapped_table(std::string_view map,
                                                                   const CsvFields& header);

} // namespace cw::detector
