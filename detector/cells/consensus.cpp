#include "detector/cells/consensus.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

namespace cw::detector {
namespace {

constexpr std::size_t k_min_cells = 3; // contract: the raw error with fewer

/// Smallest value with half of the weight at or below it; the mean of two where it is split evenly.
double weighted_median(std::vector<std::pair<double, double>> value_and_weight) {
  std::ranges::sort(value_and_weight);
  double total = 0;
  for (const auto& [value, weight] : value_and_weight) {
    total += weight;
  }
  constexpr double k_even = 1e-9; // thirds do not add up to one exactly
  double below = 0;
  for (std::size_t i = 0; i < value_and_weight.size(); ++i) {
    below += value_and_weight[i].second;
    if (below > total / 2 + k_even) {
      return value_and_weight[i].first;
    }
    if (below > total / 2 - k_even && i + 1 < value_and_weight.size()) {
      return (value_and_weight[i].first + value_and_weight[i + 1].first) / 2;
    }
  }
  return value_and_weight.empty() ? 0 : value_and_weight.back().first;
}

} // namespace

Consensus consensus(const std::vector<CarrierVote>& votes) {
  if (votes.size() < k_min_cells) {
    return {};
  }
  std::map<std::string, int> sharing;
  for (const CarrierVote& vote : votes) {
    ++sharing[vote.site];
  }
  // Three sectors of the only site must not be outvoted by a single stranger.
  const bool by_site = sharing.size() >= k_min_cells;
  std::vector<std::pair<double, double>> errors;
  errors.reserve(votes.size());
  for (const CarrierVote& vote : votes) {
    errors.emplace_back(vote.ppm, by_site ? 1.0 / sharing[vote.site] : 1.0);
  }
  Consensus result{.reached = true, .ppm = weighted_median(errors)};
  for (auto& [ppm, weight] : errors) {
    ppm = std::abs(ppm - result.ppm);
  }
  result.spread_ppm = weighted_median(errors);
  return result;
}

} // namespace cw::detector
