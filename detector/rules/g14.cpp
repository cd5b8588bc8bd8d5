// G14 paging silence (GSM), version 1, family paging_dialogue
//
// Observes   Paging records with an identity, CCCH blocks decoded; the peers' paging.
// Condition  In g14.observe_s or more with g14.ccch_share of the CCCH decoded at most
//            g14.max_records records, while g14.min_peers peers send g14.peer_min_per_min or more;
//            and the cell assigns channels or is among the three strongest.
// Source     Freiburg 2012: 65 to 776 in 10 s on lawful cells, none on the catcher.
// Benign     Night, countryside, femtocells, railway: the peers are quiet too, or far.
// Evades it  Made-up pages.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

namespace cw::detector {
namespace {

double span_s(const CellFacts& cell) {
  return cell.heard.last_s - cell.heard.first_s;
}

RuleResult check(const Scene& scene) {
  const CellFacts& cell = scene.cell;
  if (span_s(cell) < scene.limit("g14.observe_s") ||
      ccch_share(cell) < scene.limit("g14.ccch_share")) {
    return Needs{fmt::format("{} s of CCCH", scene.limit("g14.observe_s"))};
  }
  const auto records = cell.paging.records;
  std::size_t listening = 0;
  std::size_t busy = 0;
  double least_per_min = 0;
  for (const Peer& peer : scene.peers) {
    if (peer.facts == nullptr || span_s(*peer.facts) < scene.limit("g14.observe_s")) {
      continue;
    }
    ++listening;
    const double per_min =
        static_cast<double>(peer.facts->paging.records) / span_s(*peer.facts) * 60;
    if (per_min >= scene.limit("g14.peer_min_per_min")) {
      least_per_min = busy == 0 ? per_min : std::min(least_per_min, per_min);
      ++busy;
    }
  }
  const auto min_peers = static_cast<std::size_t>(scene.limit("g14.min_peers"));
  if (listening < min_peers) {
    return Needs{fmt::format("paging of {} peers", min_peers)};
  }
  const bool matters = cell.immediate_assignments > 0 ||
                       static_cast<double>(level_rank(scene)) <= scene.limit("g14.rank");
  if (static_cast<double>(records) > scene.limit("g14.max_records") || busy < min_peers ||
      !matters) {
    return Silent{};
  }
  return Finding{.observed = fmt::format("{} paging records in {:.0f} s", records, span_s(cell)),
                 .expected =
                     fmt::format("{:.0f} a minute or more, as on {} peers", least_per_min, busy),
                 .evidence = cell.heard.blocks};
}

} // namespace

Rule rule_g14() {
  return {.id = "G14",
          .version = 1,
          .name = "Paging silence (GSM)",
          .family = Family::paging_dialogue,
          .needs = "paging records; CCCH block success; paging of 2 peers",
          .sentence = "The station calls nobody, while every other station of this operator calls "
                      "people all the time.",
          .benign = {benign::k_low_traffic,
                     benign::k_femtocell,
                     benign::k_private_network,
                     benign::k_remote_cell,
                     benign::k_decoding_error},
          .thresholds = {"g14.observe_s",
                         "g14.max_records",
                         "g14.peer_min_per_min",
                         "g14.min_peers",
                         "g14.ccch_share",
                         "g14.rank"},
          .check = &check};
}

} // namespace cw::detector
