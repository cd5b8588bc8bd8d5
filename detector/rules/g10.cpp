// G10 neighbour list names only strangers, version 1, family neighbours
//
// Observes   SI2, SI2bis, SI2ter: neighbour_arfcns; all cells heard, with PLMN; what was listened
// to. Condition  Of g10.min_entries entries or more within what was listened to, none is heard
// although
//            g10.min_peers cells of the PLMN are; or g10.foreign_share of those heard are of
//            another PLMN.
// Not if     The cell is more than g10.level_within_db below the best peer: coverage edge.
// Source     Freiburg ICDS 2012, pure and discovered neighbours.
// Benign     Shared networks, borders.
// Evades it  A copied list.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

struct Count {
  std::size_t in_reach = 0, heard = 0, foreign = 0; ///< of the list's entries
};

Count count_entries(const Scene& scene) {
  Count count;
  const auto band = scene.cell.heard_on.arfcn->band;
  const auto plmn = plmn_text(scene.cell);
  for (const std::uint16_t number : neighbours(scene.cell)) {
    const wire::Arfcn arfcn{band, number};
    const auto hz = wire::downlink_hz(arfcn);
    if (!hz || !scene.coverage || !scene.coverage->covers(*hz) ||
        arfcn == *scene.cell.heard_on.arfcn) {
      continue;
    }
    ++count.in_reach;
    bool heard = false;
    bool own = false;
    for (const CellFacts* other : scene.others) {
      if (other->heard_on.arfcn == arfcn && plmn_text(*other)) {
        heard = true;
        own |= plmn_text(*other) == plmn;
      }
    }
    count.heard += heard ? 1U : 0U;
    count.foreign += heard && !own ? 1U : 0U;
  }
  return count;
}

RuleResult check(const Scene& scene) {
  if (!neighbours_complete(scene.cell) || !scene.cell.heard_on.arfcn) {
    return Needs{"complete si2 on a known ARFCN"};
  }
  const auto min_entries = static_cast<std::size_t>(scene.limit("g10.min_entries"));
  if (neighbours(scene.cell).size() < min_entries) {
    return Silent{};
  }
  const Count count = count_entries(scene);
  if (count.in_reach < min_entries) {
    return Needs{"scan of the band"};
  }
  std::size_t live = 0;
  double best_dbfs = scene.cell.level_dbfs;
  for (const Peer& peer : scene.peers) {
    live += peer.live ? 1U : 0U;
    best_dbfs = peer.live ? std::max(best_dbfs, peer.level_dbfs) : best_dbfs;
  }
  const bool edge = best_dbfs - scene.cell.level_dbfs > scene.limit("g10.level_within_db");
  const auto min_peers = static_cast<std::size_t>(scene.limit("g10.min_peers"));
  const bool foreign =
      count.heard > 0 && static_cast<double>(count.foreign) >=
                             scene.limit("g10.foreign_share") * static_cast<double>(count.heard);
  if (count.heard == 0 && live < min_peers) {
    return Needs{fmt::format("{} cells of this operator", min_peers)};
  }
  if (edge || (count.heard > 0 && !foreign)) {
    return Silent{};
  }
  return Finding{.observed = count.heard == 0
                                 ? fmt::format("none of its {} neighbours in reach is on the air",
                                               count.in_reach)
                                 : fmt::format("{} of {} neighbours heard are of another operator",
                                               count.foreign,
                                               count.heard),
                 .expected = fmt::format("some of the {} cells of this operator heard here", live),
                 .evidence = scene.cell.si2->tally.blocks};
}

} // namespace

Rule rule_g10() {
  return {.id = "G10",
          .version = 1,
          .name = "Neighbour list names only strangers",
          .family = Family::neighbours,
          .needs = "si2, si2bis, si2ter: neighbour_arfcns; a scan of the band; cells of the PLMN",
          .sentence =
              "The neighbours this station names do not exist here or belong to a competitor.",
          .benign = {benign::k_network_sharing,
                     benign::k_area_border,
                     benign::k_remote_cell,
                     benign::k_refarming,
                     benign::k_decoding_error},
          .thresholds = {"g10.min_entries",
                         "g10.foreign_share",
                         "g10.min_peers",
                         "g10.level_within_db"},
          .check = &check};
}

} // namespace cw::detector
