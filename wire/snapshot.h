// What a detector knows at one moment, and what changed since: for the status table and the map.
#pragma once

#include "wire/heartbeat.h"
#include "wire/report.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cw::wire {

/// One sensor as the detector sees it.
struct SensorState {
  std::string sensor;
  bool connected = false;
  double last_heard_s = 0;         ///< UNIX time, by the detector's clock
  std::uint64_t blocks_stored = 0; ///< of the current epoch, as are the next two
  std::uint64_t blocks_total = 0;  ///< as its newest batch had it
  std::uint64_t blocks_lost = 0;
  std::optional<Heartbeat> heartbeat; ///< its newest
};

/// A cell under the index by which alerts refer to it.
struct CellChange {
  std::size_t cell = 0;
  CellReport report;
};

/// One thing as it is now, whole: whoever missed an earlier state of it has lost nothing.
struct Change {
  std::uint64_t number = 0; ///< rises by 1; a gap means that a snapshot is needed. Set by the bus
  std::variant<CellChange, AlertReport, SensorState> what;
};

struct Snapshot {
  std::string run;          ///< 16 hex digits, new with each start of the detector. Set by the bus
  std::uint64_t number = 0; ///< of the newest change that is in it. Set by the bus
  double now_s = 0;         ///< UNIX time when it was made
  std::vector<CellReport> cells;
  std::vector<AlertReport> alerts;
  std::vector<SensorState> sensors;
  std::vector<RuleNeeds> rules_not_evaluated;
};

} // namespace cw::wire
