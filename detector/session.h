// What is remembered of one session, and what is judged of it: the inside of Detector.
#pragma once

#include "detector/alerts/alert_book.h"
#include "detector/baseline/baseline.h"
#include "detector/cells/cell_book.h"
#include "detector/detector.h"
#include "detector/rules/known_surroundings.h"
#include "detector/rules/licences.h"
#include "detector/rules/surroundings.h"
#include "detector/rules/thresholds.h"
#include "detector/store/evidence_keeper.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cw::detector {

class Session {
public:
  static tl::expected<std::unique_ptr<Session>, std::string> create(const DetectorConfig& config);

  void add(const wire::GsmBlock& block);
  void add(const wire::GsmMeasurement& measurement);
  void add(const wire::PowerScan& scan);
  void add(const wire::StreamStart& start);
  tl::expected<void, std::string> finish();
  void fill(wire::Report& report) const;
  /// Of fill() only the rules, as of the last look: of many cells it saw not all.
  void fill_rules(wire::Report& report) const;

  Forgotten forgotten() const noexcept { return forgotten_; }

  /// With keep_news: what is to be stored since the last call. A cell for every block and alert.
  StoreBatch take_news();
  /// Before anything is added: cells and alerts of an earlier run, as they were stored.
  void restore(const std::vector<StoredPast>& cells);

  const CellBook& book() const noexcept { return book_; }
  const AlertBook& alerts() const noexcept { return alerts_; }
  std::optional<double> start_unix_s() const noexcept { return start_unix_s_; }

private:
  explicit Session(Thresholds limits) : limits_(std::move(limits)) {}

  void evaluate(bool all);
  std::vector<std::size_t> due(const std::vector<std::size_t>& touched);
  void judge(std::size_t cell);
  void collect(const std::vector<std::size_t>& touched);
  void commit();
  void note_cell(std::size_t cell);
  void forget_cells();
  void forget(std::size_t cell);

  Thresholds limits_;
  std::optional<Licences> licences_;
  std::unique_ptr<Baseline> baseline_;
  std::optional<KnownSurroundings> known_; ///< if there is a baseline
  std::unique_ptr<Store> store_;
  std::size_t max_cells_ = 0;
  std::optional<double> start_unix_s_;

  CellBook book_;
  Surroundings surroundings_;
  AlertBook alerts_;
  Forgotten forgotten_;
  EvidenceKeeper evidence_;
  bool keep_news_ = false;
  std::map<std::size_t, StoredCell> news_of_cells_;
  std::vector<StoredBlock> news_of_blocks_;
  std::map<std::string, wire::AlertReport> news_of_alerts_;
  bool anything_ = false;
  double first_s_ = 0, now_s_ = 0, evaluated_s_ = 0, swept_s_ = 0;
  std::size_t waiting_ = 0; ///< the cell that was not judged for longest, or the one before it
  std::map<std::string_view, std::string> needs_; ///< by rule, while no cell gave it what it needs
  std::set<std::string_view> evaluated_;          ///< rules
  std::optional<std::string> store_error_;        ///< the first
};

} // namespace cw::detector
