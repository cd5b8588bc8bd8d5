// What a receiver hands to a detector, numbered so that nothing is taken twice and no loss is
// silent.
#pragma once

#include "wire/gsm_block.h"
#include "wire/power_scan.h"
#include "wire/stream_start.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace cw::wire {

using SensorItem = std::variant<GsmBlock, GsmMeasurement, PowerScan, StreamStart>;

/// One piece of one sensor's stream. The receiver keeps it until the detector says that it is
/// stored.
struct SensorBatch {
  std::string sensor; ///< [A-Za-z0-9._-], 1 to 64 of them: one radio
  std::string epoch;  ///< 16 hex digits, new with each new spool: what the numbers below count in
  std::uint64_t seq = 0;          ///< from 1; a number is missing only where the spool had to drop
  std::uint64_t blocks_total = 0; ///< decoded in this epoch, with those in this batch
  std::uint64_t blocks_lost = 0;  ///< of them dropped because the spool was full or broken
  std::vector<SensorItem> items;  ///< in the order of the signal
};

} // namespace cw::wire
