#include "detector/alerts/scoring.h"

#include "detector/alerts/weights.h"

#include <algorithm>

namespace cw::detector {
namespace {

using wire::Severity;

constexpr double k_low = 2.5, k_medium = 5, k_high = 8, k_critical = 11; // nats

Severity severity(const Score& score) {
  const auto has = [&](Family family) { return score.families.contains(family); };
  const std::size_t families = score.families.size();
  const bool acts = has(Family::paging_dialogue) || has(Family::sequence);
  if (score.total >= k_critical && families >= 4 && acts) {
    return Severity::critical;
  }
  if (score.total >= k_high && families >= 3 && (acts || has(Family::radio))) {
    return Severity::high;
  }
  if (score.total >= k_medium && families >= 2) {
    return Severity::medium;
  }
  return score.total >= k_low ? Severity::low : Severity::none;
}

} // namespace

Score score(const std::vector<Judged>& findings) {
  Score result;
  for (const Judged& judged : findings) {
    if (judged.weight > 0) {
      result.families[judged.rule->family] += judged.weight;
    }
  }
  for (auto& [family, sum] : result.families) {
    sum = std::min(sum, family_cap(family));
    result.total += sum;
  }
  result.severity = severity(result);
  return result;
}

} // namespace cw::detector
