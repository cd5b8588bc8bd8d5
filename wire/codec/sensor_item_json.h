// Measurements, power scans, starts and blocks as JSON lines that come back to the bit: the items
// of a batch. A block is the block format of the contract; the others have a "type".
#pragma once

#include "wire/sensor_batch.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace cw::wire {

/// Appends one object without a newline. Numbers are exact; NaN becomes null and is read as 0, what
/// lies beyond the reader's bounds is brought to them. Of a scan at most k_max_scan_bins are kept.
void append_sensor_item(std::string& out, const SensorItem& item, std::string_view sensor);

/// Errors  one sentence that names the key.
tl::expected<SensorItem, std::string> parse_sensor_item(std::string_view line);

enum class ItemKind : std::uint8_t { block, measurement, power_scan, stream_start };

/// Of a line that append_sensor_item() wrote; no parsing.
ItemKind kind_of_item(std::string_view line) noexcept;

inline constexpr std::size_t k_max_scan_bins = 8192; ///< 1.6 GHz of GSM carriers

} // namespace cw::wire
