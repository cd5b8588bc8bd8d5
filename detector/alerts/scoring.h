// From findings to a score and a severity (detection notes, section 1).
#pragma once

#include "detector/rules/rule.h"
#include "wire/report.h"

#include <map>
#include <vector>

namespace cw::detector {

/// A finding with its rule and its weight.
struct Judged {
  const Rule* rule = nullptr;
  Finding finding;
  double weight = 0;
};

struct Score {
  double total = 0;
  std::map<Family, double> families; ///< above 0, each after its cap
  wire::Severity severity = wire::Severity::none;
};

/// Rules of one family are not independent, so a family adds up to its cap. Severity asks for a
/// score and for independent families:
///   low       2.5
///   medium    5, 2 families
///   high      8, 3 families, one of paging_dialogue, radio, sequence
///   critical  11, 4 families, one of paging_dialogue, sequence
Score score(const std::vector<Judged>& findings);

} // namespace cw::detector
