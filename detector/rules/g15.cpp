// G15 paging by IMSI above the local habit, version 1, family paging_dialogue
//
// Observes   Paging records by identity type; the habit of peers and baseline.
// Condition  In g15.windows windows of g15.window_s: g15.min_records records or more, the share of
//            IMSI at least g15.share_abs and g15.share_factor times the habit (at least
//            g15.share_floor).
// Source     Welte 2010: 10 to 20 % by IMSI are lawful.
// Benign     A core restart: all cells of the operator, decays within an hour.
// Evades it  Pages by TMSI. Repeats of one IMSI are not looked at: identities are zeroed.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cw::detector {
namespace {

struct Window {
  std::uint64_t records = 0, imsi = 0;
};

/// Share of IMSI among peers heard now, else in the baseline; at least the floor.
double habit_share(const Scene& scene) {
  std::uint64_t records = 0;
  std::uint64_t imsi = 0;
  for (const Peer& peer : scene.peers) {
    if (peer.facts != nullptr) {
      records += peer.facts->paging.records;
      imsi += peer.facts->paging.imsi;
    }
  }
  if (static_cast<double>(records) < scene.limit("g15.min_records")) {
    records = scene.place.habit.paging_records;
    imsi = scene.place.habit.paging_imsi;
  }
  const double share =
      records == 0 ? 0.0 : static_cast<double>(imsi) / static_cast<double>(records);
  return std::max(share, scene.limit("g15.share_floor"));
}

RuleResult check(const Scene& scene) {
  std::map<std::int64_t, Window> windows;
  const double window_s = scene.limit("g15.window_s");
  for (const CcchStretch& stretch : scene.cell.ccch) {
    const double t_s = (static_cast<double>(stretch.index) + 0.5) * k_ccch_stretch_s;
    Window& window = windows[static_cast<std::int64_t>(std::floor(t_s / window_s))];
    window.records += stretch.records();
    window.imsi += stretch.imsi;
  }
  const double habit = habit_share(scene);
  const double limit =
      std::max(scene.limit("g15.share_abs"), scene.limit("g15.share_factor") * habit);
  double full = 0;
  double odd = 0;
  Window sum;
  for (const auto& [index, window] : windows) {
    const auto records = static_cast<double>(window.records);
    if (records < scene.limit("g15.min_records")) {
      continue;
    }
    ++full;
    if (static_cast<double>(window.imsi) / records >= limit) {
      ++odd;
      sum.records += window.records;
      sum.imsi += window.imsi;
    }
  }
  const double due = scene.limit("g15.windows");
  if (full < due) {
    return Needs{fmt::format(
        "{} paging records in each of {} minutes", scene.limit("g15.min_records"), due)};
  }
  if (odd < due) {
    return Silent{};
  }
  return Finding{.observed = fmt::format("{} of {} pages by IMSI", sum.imsi, sum.records),
                 .expected = fmt::format("about {:.0f} %, this operator's habit", habit * 100),
                 .evidence = scene.cell.heard.blocks};
}

} // namespace

Rule rule_g15() {
  return {.id = "G15",
          .version = 1,
          .name = "Paging by IMSI above the local habit",
          .family = Family::paging_dialogue,
          .needs = "paging records by identity type; share of the peers or the baseline",
          .sentence = "The station calls phones by their permanent number far more often than this "
                      "operator does elsewhere.",
          .benign = {benign::k_core_restart,
                     benign::k_arriving_sims,
                     benign::k_low_traffic,
                     benign::k_decoding_error},
          .thresholds = {"g15.min_records",
                         "g15.share_abs",
                         "g15.share_factor",
                         "g15.windows",
                         "g15.window_s",
                         "g15.share_floor"},
          .check = &check};
}

} // namespace cw::detector
