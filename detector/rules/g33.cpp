// G33 area code rotation, version 1, family sequence
//
// Observes   SI3, SI4: LAC over time on one train; assignments after each change.
// Condition  g33.lacs LACs, or a return to an earlier one after g33.min_changes changes, within
//            g33.window_min; each in g33.min_blocks blocks over g33.hold_s, or over
//            g33.hold_short_s where the receiver tracked without a break. More if assignments rise
//            g33.assign_factor times within g33.after_s of each change.
// Source     Training slides of operators; AIMSICD 863: a reading fault is over a day, this is over
//            minutes. G13 sees the same facts in another family: caps keep them apart.
// Benign     Two co-channel cells: their timing differs, so they are two trains.
// Evades it  One LAC, or a restart at each change.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

struct Held {
  std::uint16_t lac = 0;
  const IdentityEpisode* episode = nullptr;
};

/// Stretches that were said often and long enough, one after the other.
std::vector<Held> held_lacs(const Scene& scene) {
  const auto min_blocks = static_cast<std::uint64_t>(scene.limit("g33.min_blocks"));
  const bool tracked = scene.cell.heard_on.train != 0;
  const double hold_s = scene.limit(tracked ? "g33.hold_short_s" : "g33.hold_s");
  std::vector<Held> held;
  for (const IdentityEpisode& episode : scene.cell.identities) {
    if (!episode.unbroken && !held.empty()) {
      held.clear(); // another transmission may have begun
    }
    if (episode.said.count >= min_blocks && episode.said.last_s - episode.said.first_s >= hold_s &&
        (held.empty() || held.back().lac != episode.lai.lac)) {
      held.push_back({episode.lai.lac, &episode});
    }
  }
  const double oldest_s = scene.now_s - scene.limit("g33.window_min") * 60;
  std::erase_if(held, [&](const Held& it) { return it.episode->said.last_s < oldest_s; });
  return held;
}

std::size_t assignments_between(const CellFacts& cell, double from_s, double to_s) {
  return static_cast<std::size_t>(std::ranges::count_if(
      cell.assignments, [&](const auto& it) { return it.t_s >= from_s && it.t_s < to_s; }));
}

/// Did phones come anew after each change?
bool assignments_rise(const Scene& scene, const std::vector<Held>& held) {
  const double span_s = scene.limit("g33.after_s");
  for (std::size_t i = 1; i < held.size(); ++i) {
    const double change_s = held[i].episode->said.first_s;
    const std::size_t before = assignments_between(scene.cell, change_s - span_s, change_s);
    const std::size_t after = assignments_between(scene.cell, change_s, change_s + span_s);
    const double due = scene.limit("g33.assign_factor") * static_cast<double>(before);
    if (after == 0 || static_cast<double>(after) < due) {
      return false;
    }
  }
  return true;
}

RuleResult check(const Scene& scene) {
  if (scene.cell.identities.empty()) {
    return Needs{"si3 or si4"};
  }
  const std::vector<Held> held = held_lacs(scene);
  std::set<std::uint16_t> distinct;
  std::string sequence;
  Finding finding{.observed = "", .expected = "one LAC; no operator rotates them"};
  for (const Held& it : held) {
    distinct.insert(it.lac);
    sequence += fmt::format("{}{}", sequence.empty() ? "" : ", ", it.lac);
    finding.evidence.push_back(it.episode->said.blocks.front());
    finding.evidence.push_back(it.episode->said.blocks.back());
  }
  const bool returned = held.size() > distinct.size() &&
                        static_cast<double>(held.size() - 1) >= scene.limit("g33.min_changes");
  if (static_cast<double>(distinct.size()) < scene.limit("g33.lacs") && !returned) {
    const bool broken = std::ranges::any_of(scene.cell.identities, [&](const IdentityEpisode& it) {
      return !it.unbroken && &it != &scene.cell.identities.front();
    });
    return broken ? RuleResult{Needs{"continuous tracking"}} : Silent{};
  }
  const double span_s = held.back().episode->said.first_s - held.front().episode->said.first_s;
  finding.observed = fmt::format("LAC {} within {:.0f} s on one unbroken signal", sequence, span_s);
  if (assignments_rise(scene, held)) {
    finding.form = "base+rise";
    finding.observed += ", and phones came anew each time";
  }
  return finding;
}

} // namespace

Rule rule_g33() {
  return {.id = "G33",
          .version = 1,
          .name = "Area code rotation",
          .family = Family::sequence,
          .needs = "si3 and si4: LAC over time; continuous tracking; immediate assignments",
          .sentence = "The station keeps changing its area code so that phones register with it "
                      "again and again.",
          .benign = {benign::k_co_channel_swap, benign::k_decoding_error, benign::k_maintenance},
          .thresholds = {"g33.lacs",
                         "g33.window_min",
                         "g33.hold_s",
                         "g33.assign_factor",
                         "g33.min_blocks",
                         "g33.hold_short_s",
                         "g33.after_s",
                         "g33.min_changes"},
          .check = &check};
}

} // namespace cw::detector
