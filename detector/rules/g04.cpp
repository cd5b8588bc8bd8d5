// G04 computed pull over the best lawful cell, version 1, family reselection_lure
//
// Observes   Levels of all carriers of the PLMN in one session; SI3, SI4: selection parameters.
// Condition  C2 is g04.c2_advantage_db over the best other cell of the PLMN, the level explains
//            less than g04.level_share_max of it, and RXLEV_ACCESS_MIN <= g04.rxlev_min_dbm.
// Not if     The level alone makes it: the receiver stands below a lawful mast.
// Source     TS 45.008 §6.4: C1 = level - RXLEV_ACCESS_MIN, C2 = C1 + offset (- offset at 31). The
//            temporary offset has run out. Only differences count, so dBFS will do.
// Benign     Rural operators use -111 dBm everywhere; layers.
// Evades it  A strong transmitter needs no offset.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

namespace cw::detector {
namespace {

RuleResult check(const Scene& scene) {
  if (!scene.cell.si3) {
    return Needs{"si3 selection parameters"};
  }
  const auto* c2_parameters = reselection(scene.cell);
  const auto offset_db = [](const messages::gsm::Reselection* from) {
    if (from == nullptr) {
      return 0.0;
    }
    const auto db = static_cast<double>(from->cell_reselect_offset_db());
    return from->offset_subtracted() ? -db : db;
  };
  const int access_dbm = scene.cell.si3->value.selection.rxlev_access_min_dbm();
  const double own_c2 = scene.cell.level_dbfs - access_dbm + offset_db(c2_parameters);
  const Peer* best = nullptr;
  double best_c2 = 0;
  for (const Peer& peer : scene.peers) {
    if (!peer.live || !peer.rxlev_access_min_dbm) {
      continue; // levels of other sessions were measured with another gain
    }
    const double c2 = peer.level_dbfs - *peer.rxlev_access_min_dbm +
                      static_cast<double>(peer.effective_offset_db.value_or(0));
    if (best == nullptr || c2 > best_c2) {
      best = &peer;
      best_c2 = c2;
    }
  }
  if (best == nullptr) {
    return Needs{"another cell of the PLMN"};
  }
  const double advantage_db = own_c2 - best_c2;
  const double level_db = scene.cell.level_dbfs - best->level_dbfs;
  if (advantage_db < scene.limit("g04.c2_advantage_db") ||
      level_db >= scene.limit("g04.level_share_max") * advantage_db ||
      access_dbm > scene.limit("g04.rxlev_min_dbm")) {
    return Silent{};
  }
  return Finding{.observed =
                     fmt::format("C2 {:.0f} dB over that of {}, of which the level is {:.0f} dB",
                                 advantage_db,
                                 best->id.empty() ? "the next cell" : best->id,
                                 level_db),
                 .expected = fmt::format("less than {} dB, or because it is nearer",
                                         scene.limit("g04.c2_advantage_db")),
                 .evidence = reselection_blocks(scene.cell)};
}

} // namespace

Rule rule_g04() {
  return {.id = "G04",
          .version = 1,
          .name = "Computed pull over the best lawful cell",
          .family = Family::reselection_lure,
          .needs = "levels of the same PLMN's carriers; si3: rxlev_access_min_dbm; si3 and si4: "
                   "cell_reselect_offset_db, penalty_time_code",
          .sentence = "Taking all settings together, phones here would leave every other cell for "
                      "this one, and not because it is nearer.",
          .benign = {benign::k_layer_strategy,
                     benign::k_remote_cell,
                     benign::k_repeater,
                     benign::k_decoding_error},
          .thresholds = {"g04.c2_advantage_db", "g04.level_share_max", "g04.rxlev_min_dbm"},
          .check = &check};
}

} // namespace cw::detector
