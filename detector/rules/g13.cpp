// G13 identity changes on a running carrier, version 1, family identity
//
// Observes   SI3, SI4: LAI and CI over time; frame numbers; BSIC.
// Condition  LAC, CI, MCC or MNC changes while frame numbers go on and BSIC stays, with no gap over
//            g13.max_gap_s, and both identities are said in g13.hold_blocks blocks or more.
// Source     SnoopSnitch A1 and AIMSICD without the continuity that makes it an argument.
// Benign     Planned work: rarely, at night, with a restart.
// Evades it  A restart of the transmitter at each change.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

namespace cw::detector {
namespace {

std::string identity_text(const IdentityEpisode& who) {
  return fmt::format("{}-{} LAC {} CI {}",
                     who.lai.plmn.mcc_text(),
                     who.lai.plmn.mnc_text(),
                     who.lai.lac,
                     who.ci ? fmt::format("{}", *who.ci) : "?");
}

RuleResult check(const Scene& scene) {
  const auto& all = scene.cell.identities;
  if (all.empty()) {
    return Needs{"si3 and si4"};
  }
  const auto hold = static_cast<std::uint64_t>(scene.limit("g13.hold_blocks"));
  std::size_t changes = 0;
  bool tracking_lost = false;
  Finding finding{.observed = "", .expected = "one identity as long as the signal is unbroken"};
  for (std::size_t i = 1; i < all.size(); ++i) {
    const IdentityEpisode& before = all[i - 1];
    const IdentityEpisode& after = all[i];
    if (!after.unbroken || after.gap_s > scene.limit("g13.max_gap_s")) {
      tracking_lost = true;
      continue;
    }
    if (before.said.count < hold || after.said.count < hold) {
      continue;
    }
    if (++changes == 1) {
      finding.observed = fmt::format("{} became {} at frame {} with no break in timing",
                                     identity_text(before),
                                     identity_text(after),
                                     after.first_fn);
    }
    finding.evidence.push_back(before.said.blocks.back());
    finding.evidence.push_back(after.said.blocks.front());
  }
  if (changes == 0) {
    return tracking_lost ? RuleResult{Needs{"unbroken tracking"}} : Silent{};
  }
  if (changes > 1) {
    finding.observed += fmt::format(
        ", and {} more", changes == 2 ? "one change" : fmt::format("{} changes", changes - 1));
  }
  return finding;
}

} // namespace

Rule rule_g13() {
  return {
      .id = "G13",
      .version = 1,
      .name = "Identity changes on a running carrier",
      .family = Family::identity,
      .needs = "sch.fn continuity; si3 and si4: LAI, CI; BSIC",
      .sentence =
          "The same transmitter changed its identity while it was running, as one unbroken signal.",
      .benign = {benign::k_maintenance, benign::k_refarming, benign::k_capture_effect},
      .thresholds = {"g13.max_gap_s", "g13.hold_blocks"},
      .check = &check};
}

} // namespace cw::detector
