// What is remembered of one session, and what is judged of it: the inside of Detector.
#pragma once

#include "detector/alerts/alert_book.h"
#include "detector/baseline/baseline.h"
#include "detector/cells/cell_book.h"
#include "detector/detector.h"
#include "detector/rules/licences.h"
#include "detector/rules/thresholds.h"
#include "detector/store/evidence_keeper.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace cw::detector {

class Session {
public:
  static tl::expected<std::unique_ptr<Session>, std::string> create(const DetectorConfig& config);

  void add(const wire::GsmBlock& block);
  void add(const wire::GsmMeasurement& measurement);
  void add(const wire::PowerScan& scan);
  tl::expected<void, std::string> finish();
  void fill(wire::Report& report) const;

  const CellBook& book() const noexcept { return book_; }
  const AlertBook& alerts() const noexcept { return alerts_; }
  std::optional<double> start_unix_s() const noexcept { return start_unix_s_; }

private:
  explicit Session(Thresholds limits) : limits_(std::move(limits)) {}

  void evaluate();
  void judge(std::size_t cell);
  void commit();

  Thresholds limits_;
  std::optional<Licences> licences_;
  std::optional<Baseline> baseline_;
  std::unique_ptr<Store> store_;
  std::optional<double> start_unix_s_;

  CellBook book_;
  AlertBook alerts_;
  EvidenceKeeper evidence_;
  bool anything_ = false;
  double first_s_ = 0, now_s_ = 0, evaluated_s_ = 0;
  std::map<std::string, std::string> needs_; ///< by rule, while no cell gave it what it needs
  std::map<std::string, bool> evaluated_;    ///< by rule
  std::map<std::size_t, std::vector<std::string>> differs_; ///< by cell
  std::optional<std::string> store_error_;                  ///< the first
};

} // namespace cw::detector
