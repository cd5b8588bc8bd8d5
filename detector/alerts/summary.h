// What an alert says in one sentence.
#pragma once

#include "detector/alerts/alert_book.h"

#include <string>

namespace cw::detector {

/// "The cell on ARFCN 25 (940.0 MHz, BSIC 57) that calls itself 262-01-60001-1 is probably fake: it
/// asks phones ...; it tells phones ...". The heaviest reason of each of the three heaviest
/// families.
std::string summary(const AlertBook::Alert& alert, const CellFacts& cell);

} // namespace cw::detector
