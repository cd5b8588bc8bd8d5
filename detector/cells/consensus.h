// The receiver's own carrier error: what most cells have in common.
#pragma once

#include <string>
#include <vector>

namespace cw::detector {

struct CarrierVote {
  double ppm = 0;   ///< carrier error as received
  std::string site; ///< votes of one site share one weight
};

struct Consensus {
  bool reached = false;  ///< three cells or more
  double ppm = 0;        ///< 0 if not reached: errors stay raw
  double spread_ppm = 0; ///< weighted median of the distances from it
};

/// Weighted median, in which every site weighs 1; with fewer than three sites every cell does.
/// Order of the votes does not matter.
Consensus consensus(const std::vector<CarrierVote>& votes);

} // namespace cw::detector
