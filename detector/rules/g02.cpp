// G02 PLMN or carrier not licensed here (GSM), version 1, family identity
//
// Observes   SI3, SI4: PLMN; ARFCN. A licence table the user supplies.
// Condition  The PLMN is not in the table, or holds no range with this ARFCN; g02.min_blocks
// blocks. Not if     A PLMN of an adjacent country, within g02.border_km of the border. Source
// TS 23.003 §4.1; Freiburg 2012: a carrier-to-operator table. Benign     Tables lag behind spectrum
// trades: the finding says their date. Evades it  A PLMN on one of its own carriers.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

bool holds(const Licence& licence, const wire::Arfcn& arfcn) {
  if (licence.arfcns.empty()) {
    return true;
  }
  return licence.band == arfcn.band && std::ranges::any_of(licence.arfcns, [&](const auto& range) {
           return arfcn.number >= range.first && arfcn.number <= range.second;
         });
}

RuleResult check(const Scene& scene) {
  if (scene.licences == nullptr || scene.licences->entries.empty()) {
    return Needs{"table.licences"};
  }
  const IdentityEpisode* who = scene.cell.identity();
  const auto min_blocks = static_cast<std::uint64_t>(scene.limit("g02.min_blocks"));
  if (who == nullptr || who->said.count < min_blocks || !scene.cell.heard_on.arfcn) {
    return Needs{fmt::format("{} SI3 or SI4 blocks on a known ARFCN", min_blocks)};
  }
  const Licences& table = *scene.licences;
  const bool near_border = table.border_km && *table.border_km <= scene.limit("g02.border_km");
  const wire::Arfcn arfcn = *scene.cell.heard_on.arfcn;
  bool plmn_known = false;
  for (const Licence& licence : table.entries) {
    if (licence.mcc != who->lai.plmn.mcc_text() || licence.mnc != who->lai.plmn.mnc_text() ||
        (licence.adjacent_country && !near_border)) {
      continue;
    }
    plmn_known = true;
    if (holds(licence, arfcn)) {
      return Silent{};
    }
  }
  return Finding{.observed = fmt::format("{}-{} on ARFCN {} ({} MHz band)",
                                         who->lai.plmn.mcc_text(),
                                         who->lai.plmn.mnc_text(),
                                         arfcn.number,
                                         wire::band_name(arfcn.band)),
                 .expected = fmt::format("{} (licences of {}, dated {})",
                                         plmn_known ? "a carrier licensed to this operator"
                                                    : "an operator licensed here",
                                         table.country,
                                         table.dated),
                 .evidence = who->said.blocks};
}

} // namespace

Rule rule_g02() {
  return {.id = "G02",
          .version = 1,
          .name = "PLMN or carrier not licensed here (GSM)",
          .family = Family::identity,
          .needs = "PLMN in si3 or si4, ARFCN, table.licences",
          .sentence =
              "The station uses a network name on a frequency that this operator does not hold.",
          .benign = {benign::k_foreign_operator,
                     benign::k_network_sharing,
                     benign::k_refarming,
                     benign::k_private_network,
                     benign::k_decoding_error},
          .thresholds = {"g02.border_km", "g02.min_blocks"},
          .check = &check};
}

} // namespace cw::detector
