// G06 area code shared with no other cell, version 1, family identity
//
// Observes   SI3, SI4: LAC of the cell and of its peers; levels.
// Condition  None of g06.min_peers peers has this LAC, and the cell is among the three strongest.
// Not if     The baseline knows the LAC.
// Source     SnoopSnitch A2, A5. A session is taken as one sweep within g06.window_min, and the
//            baseline given as one of the place within g06.lac_radius_km: recordings have no place.
// Benign     One lawful cell in 20 to 30 at area borders.
// Evades it  The LAC of the cell it replaces, if phones need not register anew.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

constexpr std::size_t k_top = 3; // catalogue: within the top 3 of the PLMN

RuleResult check(const Scene& scene) {
  const IdentityEpisode* who = scene.cell.identity();
  if (who == nullptr) {
    return Needs{"si3 or si4"};
  }
  if (scene.place.lac_known) {
    return Silent{};
  }
  const double window_s = scene.limit("g06.window_min") * 60;
  const auto min_peers = static_cast<std::size_t>(scene.limit("g06.min_peers"));
  const Chosen chosen = choose_peers(scene, min_peers, [&](const Peer& peer) {
    return peer.facts == nullptr || scene.now_s - peer.facts->heard.last_s <= window_s;
  });
  if (chosen.size() < min_peers) {
    return Needs{fmt::format("{} cells of this operator", min_peers)};
  }
  const bool shared = std::ranges::any_of(
      chosen.peers, [&](const Peer* peer) { return peer->lac == who->lai.lac; });
  if (shared || level_rank(scene) > k_top) {
    return Silent{};
  }
  std::vector<std::uint16_t> lacs;
  for (const Peer* peer : chosen.peers) {
    if (std::ranges::find(lacs, peer->lac) == lacs.end()) {
      lacs.push_back(peer->lac);
    }
  }
  std::ranges::sort(lacs);
  std::string known;
  for (std::size_t i = 0; i < lacs.size() && i < 4; ++i) {
    known += fmt::format("{}{}", i == 0 ? "" : ", ", lacs[i]);
  }
  return Finding{.observed = fmt::format("LAC {}, on no other cell", who->lai.lac),
                 .expected = fmt::format("LAC {} of {}", known, chosen.text()),
                 .evidence = who->said.blocks};
}

} // namespace

Rule rule_g06() {
  return {.id = "G06",
          .version = 1,
          .name = "Area code shared with no other cell",
          .family = Family::identity,
          .needs = "si3: LAC; 4 peers of the same PLMN; LACs of the baseline",
          .sentence = "No other station of this operator in reach uses this area code, which makes "
                      "every arriving phone register anew.",
          .benign = {benign::k_area_border,
                     benign::k_remote_cell,
                     benign::k_private_network,
                     benign::k_network_sharing,
                     benign::k_decoding_error},
          .thresholds = {"g06.min_peers", "g06.window_min", "g06.lac_radius_km"},
          .check = &check};
}

} // namespace cw::detector
