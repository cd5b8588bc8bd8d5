// G05 very short periodic update timer, version 1, family reselection_lure
//
// Observes   SI3: t3212_min.
// Condition  Shorter than g05.t3212_short_min, and the median of g05.min_peers peers is at least
//            g05.peer_factor times longer. Strong: at most g05.t3212_strong_min. With too few
//            peers only the strong value counts, and less.
// Not if     0: no periodic updating.
// Source     TS 24.008 §4.4.2; Freiburg 2012: catcher with 6 min; SnoopSnitch T1.
// Benign     Private networks with 6 min on all cells.
// Evades it  The operator's value, copied.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

namespace cw::detector {
namespace {

constexpr double k_never_min = 1e6; // a peer without periodic updating waits longest of all

RuleResult check(const Scene& scene) {
  if (!scene.cell.si3) {
    return Needs{"si3"};
  }
  const auto t3212_min = scene.cell.si3->value.control.t3212_min();
  if (!t3212_min || *t3212_min >= scene.limit("g05.t3212_short_min")) {
    return Silent{};
  }
  const auto min_peers = static_cast<std::size_t>(scene.limit("g05.min_peers"));
  const Chosen chosen =
      choose_peers(scene, min_peers, [](const Peer& peer) { return peer.t3212_min.has_value(); });
  const bool strong = *t3212_min <= scene.limit("g05.t3212_strong_min");
  Finding finding{.observed = fmt::format("periodic update every {} min", *t3212_min),
                  .expected = "",
                  .evidence = scene.cell.si3->tally.blocks};
  if (chosen.size() < min_peers) {
    if (!strong) {
      return Needs{fmt::format("{} peers of the same PLMN", min_peers)};
    }
    finding.form = "alone";
    finding.expected =
        fmt::format("more than {} min; networks use hours", scene.limit("g05.t3212_strong_min"));
    return finding;
  }
  std::vector<double> timers;
  for (const Peer* peer : chosen.peers) {
    timers.push_back(*peer->t3212_min == 0 ? k_never_min : *peer->t3212_min);
  }
  const double usual_min = median(timers);
  if (usual_min < scene.limit("g05.peer_factor") * *t3212_min) {
    return Silent{};
  }
  finding.form = strong ? "strong" : "base";
  finding.expected = usual_min >= k_never_min / 2
                         ? fmt::format("none, as most of {}", chosen.text())
                         : fmt::format("{} min, median of {}", usual_min, chosen.text());
  return finding;
}

} // namespace

Rule rule_g05() {
  return {.id = "G05",
          .version = 1,
          .name = "Very short periodic update timer",
          .family = Family::reselection_lure,
          .needs = "si3: t3212_min; peers of the same PLMN",
          .sentence = "The station orders phones to report themselves every few minutes, far more "
                      "often than the operator's other cells.",
          .benign = {benign::k_timer_policy,
                     benign::k_maintenance,
                     benign::k_test_network,
                     benign::k_decoding_error},
          .thresholds = {"g05.t3212_short_min",
                         "g05.t3212_strong_min",
                         "g05.peer_factor",
                         "g05.min_peers"},
          .check = &check};
}

} // namespace cw::detector
