// G09 empty neighbour list, version 1, family neighbours
//
// Observes   SI2, SI2bis, SI2ter, SI5, SI2quater of the cell; lists of its peers.
// Condition  At most g09.max_neighbours besides its own ARFCN and none of 3G or 4G, while
//            g09.min_peers peers list g09.peer_min_list or more. With too few peers: a list that
//            holds only itself contradicts itself and weighs as much; an empty one weighs less,
//            for 8 of 207 real cells list none.
// Not if     The baseline knows this cell with just this list.
// Source     TS 44.018 §9.1.32; SnoopSnitch K1.
// Benign     Isolated cells, 1 to 3 in a hundred.
// Evades it  A copied list.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

namespace cw::detector {
namespace {

bool known_so(const Scene& scene) {
  if (!scene.place.cell) {
    return false;
  }
  const auto now = field_values(scene.cell);
  const auto met = scene.place.cell->fields.find("neighbour_arfcns");
  const auto said = now.find("neighbour_arfcns");
  return met != scene.place.cell->fields.end() && said != now.end() &&
         std::ranges::find(met->second, said->second) != met->second.end();
}

RuleResult check(const Scene& scene) {
  const CellFacts& cell = scene.cell;
  if (!cell.si2) {
    return Needs{"si2"};
  }
  if (!neighbours_complete(cell)) {
    return Needs{"si3, and the si2bis and si2ter it announces"};
  }
  std::set<std::uint16_t> others = neighbours(cell);
  const bool lists_itself = cell.heard_on.arfcn && others.erase(cell.heard_on.arfcn->number) > 0;
  if (static_cast<double>(others.size()) > scene.limit("g09.max_neighbours") ||
      names_other_rats(cell)) {
    return Silent{};
  }
  if (cell.si3->value.si2quater_on_ext && cell.si2quater.empty()) {
    return Needs{"the si2quater it announces"};
  }
  const auto min_blocks = static_cast<std::uint64_t>(scene.limit("g09.min_blocks"));
  if (cell.si2->tally.count < min_blocks) {
    return Needs{fmt::format("{} SI2 blocks", min_blocks)};
  }
  if (known_so(scene)) {
    return Silent{};
  }
  const auto min_peers = static_cast<std::size_t>(scene.limit("g09.min_peers"));
  const double long_list = scene.limit("g09.peer_min_list");
  const Chosen all =
      choose_peers(scene, min_peers, [](const Peer& peer) { return peer.neighbours.has_value(); });
  std::size_t listing = 0;
  for (const Peer* peer : all.peers) {
    listing += static_cast<double>(peer->neighbours->size()) >= long_list ? 1U : 0U;
  }
  Finding finding{
      .observed = lists_itself ? "the neighbour list names only the cell itself"
                               : "the neighbour list is empty",
      .expected = fmt::format("{} or more neighbours, as {} of {}", long_list, listing, all.text()),
      .evidence = cell.si2->tally.blocks};
  if (listing < min_peers) {
    if (all.size() >= min_peers && !lists_itself) {
      return Silent{}; // the operator's habit
    }
    finding.form = lists_itself ? "self" : "alone";
    finding.expected = "a list of cells to go to";
  }
  return finding;
}

} // namespace

Rule rule_g09() {
  return {
      .id = "G09",
      .version = 1,
      .name = "Empty neighbour list",
      .family = Family::neighbours,
      .needs = "si2, si2bis, si2ter, si5: neighbour_arfcns; si2quater; peers of the same PLMN",
      .sentence = "The station names no neighbours, so a phone that arrives has nowhere to go.",
      .benign = {benign::k_remote_cell,
                 benign::k_private_network,
                 benign::k_femtocell,
                 benign::k_maintenance,
                 benign::k_decoding_error},
      .thresholds = {"g09.max_neighbours", "g09.peer_min_list", "g09.min_peers", "g09.min_blocks"},
      .check = &check};
}

} // namespace cw::detector
