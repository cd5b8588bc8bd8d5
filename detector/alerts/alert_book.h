// The life of alerts: raised once a cell, updated as evidence comes, never raised twice.
#pragma once

#include "detector/alerts/scoring.h"
#include "detector/cells/cell_facts.h"
#include "wire/report.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cw::detector {

/// One alert a cell and episode. What a cell has done stays done (paging_dialogue, sequence, G13);
/// what it is or says is judged by the newest look, so that an early look at half of its messages
/// leaves no trace.
class AlertBook {
public:
  struct Alert {
    std::string id; ///< from cell and first evidence: no clock, no chance
    std::size_t cell = 0;
    Score score{};
    std::vector<Judged> findings{}; ///< heaviest first
    double raised_at_s = 0;
  };

  /// The findings of one cell as of now. Returns its alert, or nothing below `low`.
  const Alert*
  judge(std::size_t cell, const CellFacts& facts, std::vector<Judged> findings, double now_s);

  /// Those at `low` or above, highest score first.
  std::vector<const Alert*> standing() const;
  /// Severity of a cell's alert; none without.
  wire::Severity severity(std::size_t cell) const;
  /// Every alert that changed since the last call, withdrawn ones (severity none) too.
  std::vector<Alert> take_changed();
  void drop(std::size_t cell);
  /// An alert of an earlier run. Findings of rules that are no more are left out.
  void restore(std::size_t cell, const wire::AlertReport& report);

private:
  std::map<std::size_t, Alert> alerts_; ///< by cell
  std::set<std::size_t> changed_;       ///< cells
};

/// As a report has it; `summary` is one sentence a field operator understands.
wire::AlertReport to_report(const AlertBook::Alert& alert, const CellFacts& cell);

} // namespace cw::detector
