// Whether a row can mean a cell: ranges of the specifications, and numbers that stand for unknown.
#pragma once

#include "detector/baseline/import/records.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace cw::detector {

/// The numbers of a row as they stood there; absent: empty or no number.
struct CellNumbers {
  Rat rat = Rat::gsm;
  std::optional<std::int64_t> mcc{}, mnc{}, area{}, cell{};
  std::optional<std::int32_t> lat_e7{}, lon_e7{};
  bool area_needed = true; ///< LTE and NR cells are unique in their PLMN without one
};

/// Empty if the row may be used, otherwise why not.
///
/// Source: TS 23.003 §2.2, §4.1, §4.3.1, §4.7, §19.4.2.3, §19.6; TS 24.008 §10.5.1.3 (areas 0 and
/// 65534 are deleted ones); the rest of the refused numbers are what phones and apps report for
/// "unknown": 65535, 2^28-1, 2^31-1, 2^63-1.
std::string_view why_no_cell(const CellNumbers& row);
/// The same of a position alone. 0, 0 is what receivers say that have none.
std::string_view why_no_position(const std::optional<std::int32_t>& lat_e7,
                                 const std::optional<std::int32_t>& lon_e7);

/// An area or a cell that says "I do not know": empty, or the largest integer of some kind.
bool no_value(const std::optional<std::int64_t>& value);

/// The number of a PSC or PCI, 0 if it is unknown or none.
std::uint16_t unit_of(Rat rat, const std::optional<std::int64_t>& value);

} // namespace cw::detector
