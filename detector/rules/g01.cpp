// G01 test or reserved PLMN on air, version 1, family identity
//
// Observes   SI3, SI4: MCC.
// Condition  The MCC is in g01.mcc_list (or not assigned, if the list says "unassigned"), in
//            g01.min_blocks SI3 or SI4.
// Not if     The baseline knows the cell: then it says so, with weight 0.
// Source     ITU-T E.212; TS 23.003 §4.1.
// Benign     Laboratories. Informs about an emission, not about an attack.
// Evades it  Anyone who wants customers copies a real PLMN.
#include "detector/rules/benign.h"
#include "detector/rules/mcc_list.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

namespace cw::detector {
namespace {

RuleResult check(const Scene& scene) {
  const IdentityEpisode* who = scene.cell.identity();
  if (who == nullptr) {
    return Needs{"si3 or si4"};
  }
  const auto min_blocks = static_cast<std::uint64_t>(scene.limit("g01.min_blocks"));
  const std::string mcc = who->lai.plmn.mcc_text();
  const bool assigned = mcc_assigned(mcc);
  const bool listed = mcc_in_list(mcc, scene.limits.text("g01.mcc_list"));
  if (!listed) {
    return Silent{};
  }
  if (who->said.count < min_blocks) {
    return Needs{fmt::format("{} SI3 or SI4 blocks", min_blocks)};
  }
  Finding finding{.observed =
                      fmt::format("MCC {} ({}) in {} blocks",
                                  mcc,
                                  assigned ? "for tests and private networks" : "not assigned",
                                  who->said.count),
                  .expected = "an MCC that E.212 assigns to a country",
                  .evidence = who->said.blocks};
  if (scene.place.cell) {
    finding.form = "known";
    finding.observed += "; known test network, in the baseline";
  }
  return finding;
}

} // namespace

Rule rule_g01() {
  return {.id = "G01",
          .version = 1,
          .name = "Test or reserved PLMN on air",
          .family = Family::identity,
          .needs = "MCC in si3 or si4",
          .sentence = "This transmitter announces a network code reserved for testing, which no "
                      "public operator may use.",
          .benign = {benign::k_test_network, benign::k_decoding_error},
          .thresholds = {"g01.min_blocks", "g01.mcc_list"},
          .check = &check};
}

} // namespace cw::detector
