// G03 excessive cell reselect offset, version 1, family reselection_lure
//
// Observes   SI3, SI4: cell_reselect_offset_db, penalty_time_code.
// Condition  Offset >= g03.cro_abs_db and g03.cro_over_peers_db over the median of g03.min_peers
//            peers of the band; with fewer peers >= g03.cro_abs_no_peers_db; g03.min_blocks blocks.
// Not if     penalty_time_code is 31: then the offset is subtracted, which is no lure.
// Source     TS 45.008 §6.4 (C2), TS 44.018 §10.5.2.34; SnoopSnitch K2.
// Benign     A layer its operator prefers (all its cells share it); indoor, tunnel, remote cells.
// Evades it  A lure that copies its neighbours' offset and is simply louder.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

namespace cw::detector {
namespace {

bool same_band(const Scene& scene, const Peer& peer) {
  const auto& own = scene.cell.heard_on.arfcn;
  return !own || !peer.arfcn || own->band == peer.arfcn->band;
}

RuleResult check(const Scene& scene) {
  const auto* now = reselection(scene.cell);
  if (now == nullptr) {
    if (scene.cell.si3 && scene.cell.si4) {
      return Silent{}; // it says that it has none
    }
    return Needs{"si3 or si4 selection parameters"};
  }
  if (now->offset_subtracted()) {
    return Silent{};
  }
  const auto offset_db = static_cast<int>(now->cell_reselect_offset_db());
  const auto min_peers = static_cast<std::size_t>(scene.limit("g03.min_peers"));
  const Chosen chosen = choose_peers(scene, min_peers, [&](const Peer& peer) {
    return peer.effective_offset_db && same_band(scene, peer);
  });
  std::string expected;
  if (chosen.size() < min_peers) {
    const double limit_db = scene.limit("g03.cro_abs_no_peers_db");
    if (offset_db < limit_db) {
      return Silent{};
    }
    expected = fmt::format("below {} dB; handbooks advise at most 25 dB", limit_db);
  } else {
    std::vector<double> offsets;
    for (const Peer* peer : chosen.peers) {
      offsets.push_back(*peer->effective_offset_db);
    }
    const double usual_db = median(offsets);
    if (offset_db < scene.limit("g03.cro_abs_db") ||
        offset_db - usual_db < scene.limit("g03.cro_over_peers_db")) {
      return Silent{};
    }
    expected = fmt::format("{} dB, median of {}", usual_db, chosen.text());
  }
  const auto min_blocks = static_cast<std::uint64_t>(scene.limit("g03.min_blocks"));
  if (reselection_count(scene.cell) < min_blocks) {
    return Needs{fmt::format("{} SI3 or SI4 blocks with the offset", min_blocks)};
  }
  return Finding{.observed =
                     fmt::format("cell reselect offset {} dB, penalty time code {}, in {} blocks",
                                 offset_db,
                                 now->penalty_time_code,
                                 reselection_count(scene.cell)),
                 .expected = expected,
                 .evidence = reselection_blocks(scene.cell)};
}

} // namespace

Rule rule_g03() {
  return {.id = "G03",
          .version = 1,
          .name = "Excessive cell reselect offset",
          .family = Family::reselection_lure,
          .needs = "si3 and si4: cell_reselect_offset_db, penalty_time_code; peers of the same "
                   "PLMN and band",
          .sentence = "The station tells phones to treat its signal as far stronger than it is, so "
                      "that they prefer it.",
          .benign = {benign::k_layer_strategy,
                     benign::k_remote_cell,
                     benign::k_decoding_error,
                     benign::k_penalised_cell},
          .thresholds = {"g03.cro_abs_db",
                         "g03.cro_over_peers_db",
                         "g03.cro_abs_no_peers_db",
                         "g03.min_peers",
                         "g03.min_blocks"},
          .check = &check};
}

} // namespace cw::detector
