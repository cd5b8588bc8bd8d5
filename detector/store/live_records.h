// What a detector that runs for days keeps beside cells, blocks and alerts of each session.
#pragma once

#include "detector/store/store.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cw::detector {

/// What was taken of one numbering of a receiver.
struct EpochRecord {
  std::uint64_t seq = 0;           ///< newest taken
  std::uint64_t batches = 0;       ///< taken
  std::uint64_t skipped = 0;       ///< numbers left out
  std::uint64_t blocks_stored = 0; ///< in the batches taken
  std::uint64_t blocks_total = 0;  ///< as the newest batch said
  std::uint64_t blocks_lost = 0;   ///< likewise
  double taken_s = 0;

  /// Blocks that are neither here nor said to be lost.
  std::uint64_t unexplained() const noexcept {
    const std::uint64_t known = blocks_stored + blocks_lost;
    return blocks_total > known ? blocks_total - known : 0;
  }
};

struct SensorRecord {
  std::string name{};
  std::int64_t session = 0; ///< 0: not stored yet
  std::uint64_t blocks = 0; ///< taken ever: the number of the next one
  double last_heard_s = 0;
  std::map<std::string, EpochRecord> epochs{};
};

/// A moment in the life of an alert.
struct AlertStep {
  std::uint64_t number = 0; ///< rises by 1 over all alerts
  std::string alert{};
  std::string kind{}; ///< raised, updated, acknowledged, closed, reopened, commented
  double t_s = 0;
  std::string who{}; ///< "detector", or a person
  std::string why{};
  wire::Severity severity = wire::Severity::none;
  double score = 0;
};

/// An alert of one cell and episode over all sensors.
struct LedgerRecord {
  std::string id{};
  std::string state{}; ///< raised, acknowledged, closed
  wire::Severity severity = wire::Severity::none;
  double score = 0;
  std::string rat{};
  std::int64_t carrier_key = 0;
  std::optional<std::uint8_t> bsic{};
  std::optional<std::string> cell_id{};
  std::string rules{}; ///< all that ever spoke in it: "G03 G17"
  std::string summary{};
  double raised_at_s = 0, last_evidence_s = 0;
};

/// Which alert of which sensor an alert of the ledger is made of.
struct LedgerSource {
  std::string sensor{}, alert{}, ledger{};
};

/// One transaction.
struct LiveBatch {
  struct OfSensor {
    SensorRecord sensor; ///< with the epochs that changed
    StoreBatch news;
  };
  std::vector<OfSensor> sensors;
  std::vector<LedgerRecord> ledger;
  std::vector<LedgerSource> sources;
  std::vector<AlertStep> steps;
  bool empty() const noexcept {
    return sensors.empty() && ledger.empty() && sources.empty() && steps.empty();
  }
};

/// What a start begins with.
struct LivePast {
  struct OfLedger {
    LedgerRecord record;
    std::vector<std::pair<LedgerSource, wire::AlertReport>> sources;
  };
  std::vector<SensorRecord> sensors;
  std::map<std::string, std::vector<StoredPast>> cells{}; ///< by sensor: those heard last
  std::vector<OfLedger> ledger;                           ///< open, or closed not long ago
  std::uint64_t steps = 0;                                ///< number of the newest
};

} // namespace cw::detector
