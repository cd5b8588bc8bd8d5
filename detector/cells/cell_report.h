// A cell as reports show it.
#pragma once

#include "detector/cells/cell_facts.h"
#include "wire/report.h"

namespace cw::detector {

/// Everything but differs_from_baseline, which the baseline knows.
wire::CellReport to_report(const CellFacts& cell);

} // namespace cw::detector
