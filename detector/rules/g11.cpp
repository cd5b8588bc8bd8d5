// G11 no peer lists this carrier, version 1, family neighbours
//
// Observes   SI2, SI2bis, SI2ter, SI5 of the peers; ARFCN and level of the cell.
// Condition  None of g11.min_peers peers with complete lists names its ARFCN, and it is among the
//            g11.rank strongest; in g11.sweeps sweeps g11.apart_s apart, else it weighs half.
// Source     SnoopSnitch R1.
// Benign     A cell commissioned yesterday; femtocells; indoor cells.
// Evades it  An ARFCN of the list: phones look at no other. Then R17 must speak.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

RuleResult check(const Scene& scene) {
  if (!scene.cell.heard_on.arfcn) {
    return Needs{"a known ARFCN"};
  }
  const auto min_peers = static_cast<std::size_t>(scene.limit("g11.min_peers"));
  const auto own = *scene.cell.heard_on.arfcn;
  const Chosen chosen =
      choose_peers(scene, min_peers, [](const Peer& peer) { return peer.neighbours.has_value(); });
  if (chosen.size() < min_peers) {
    return Needs{fmt::format("complete neighbour lists of {} cells", min_peers)};
  }
  const bool listed = std::ranges::any_of(chosen.peers, [&](const Peer* peer) {
    return std::ranges::find(*peer->neighbours, own.number) != peer->neighbours->end();
  });
  if (listed || static_cast<double>(level_rank(scene)) > scene.limit("g11.rank")) {
    return Silent{};
  }
  const double span_s = scene.cell.heard.last_s - scene.cell.heard.first_s;
  const double due_s = (scene.limit("g11.sweeps") - 1) * scene.limit("g11.apart_s");
  return Finding{
      .observed = fmt::format("ARFCN {} is in none of the lists of {}", own.number, chosen.text()),
      .expected = "a cell so strong is its neighbours' neighbour",
      .form = span_s >= due_s ? "base" : "once",
      .evidence = scene.cell.heard.blocks};
}

} // namespace

Rule rule_g11() {
  return {.id = "G11",
          .version = 1,
          .name = "No peer lists this carrier",
          .family = Family::neighbours,
          .needs = "ARFCN and level; complete neighbour lists of 4 peers",
          .sentence = "None of the operator's own stations knows this station as a neighbour.",
          .benign = {benign::k_maintenance,
                     benign::k_femtocell,
                     benign::k_remote_cell,
                     benign::k_repeater,
                     benign::k_decoding_error},
          .thresholds = {"g11.min_peers", "g11.rank", "g11.sweeps", "g11.apart_s"},
          .check = &check};
}

} // namespace cw::detector
