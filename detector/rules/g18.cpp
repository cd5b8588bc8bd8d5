// G18 registrations rejected in series, version 1, family paging_dialogue
//
// Observes   SDCCH dialogues: Location Updating Reject and its cause, authentication; other
//            operators' rejects.
// Condition  g18.min_rejects rejects without authentication within g18.window_s, g18.share of the
//            registrations, g18.one_cause_share of them with one cause of 2, 3, 6, 11, 12, 13, 15,
//            17, 22.
// Not if     Cells of other operators reject g18.others_share or more as well: an airport.
// Source     TS 24.008 §4.4.4.7 and annex G.
// Benign     Roaming causes at airports; restarts; overload (17, 22).
// Evades it  Accepting, or mixing causes.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

constexpr std::array<std::uint8_t, 9> k_causes = {2, 3, 6, 11, 12, 13, 15, 17, 22};

bool registration(const Dialogue& dialogue) {
  return dialogue.began == Dialogue::Began::location_update || dialogue.accepted ||
         dialogue.location_reject;
}

bool rejected(const Dialogue& dialogue) {
  return dialogue.location_reject && !dialogue.secured() &&
         std::ranges::find(k_causes, *dialogue.location_reject) != k_causes.end();
}

struct Window {
  std::size_t registrations = 0, rejects = 0, of_main_cause = 0;
  int main_cause = 0;
  std::vector<std::uint64_t> blocks;
};

Window worst_window(const std::deque<Dialogue>& all, double window_s) {
  Window worst;
  for (std::size_t begin = 0; begin < all.size(); ++begin) {
    Window now;
    std::map<int, std::size_t> causes;
    for (std::size_t i = begin; i < all.size() && all[i].start_s <= all[begin].start_s + window_s;
         ++i) {
      now.registrations += registration(all[i]) ? 1U : 0U;
      if (!rejected(all[i])) {
        continue;
      }
      ++now.rejects;
      const int cause = *all[i].location_reject;
      if (++causes[cause] > now.of_main_cause) {
        now.of_main_cause = causes[cause];
        now.main_cause = cause;
      }
      if (now.blocks.size() < 16) {
        now.blocks.insert(now.blocks.end(), all[i].blocks.begin(), all[i].blocks.end());
      }
    }
    if (now.rejects > worst.rejects || worst.registrations == 0) {
      worst = now;
    }
  }
  std::ranges::sort(worst.blocks);
  return worst;
}

bool others_reject_too(const Scene& scene) {
  std::size_t registrations = 0;
  std::size_t rejects = 0;
  for (const CellFacts* other : scene.others) {
    if (plmn_text(*other) && plmn_text(*other) != plmn_text(scene.cell)) {
      for (const Dialogue& dialogue : other->dialogues) {
        registrations += registration(dialogue) ? 1U : 0U;
        rejects += dialogue.location_reject ? 1U : 0U;
      }
    }
  }
  return registrations > 0 &&
         static_cast<double>(rejects) >=
             scene.limit("g18.others_share") * static_cast<double>(registrations);
}

RuleResult check(const Scene& scene) {
  if (scene.cell.dialogues.empty()) {
    return Needs{"sdcch dialogues"};
  }
  const Window worst = worst_window(scene.cell.dialogues, scene.limit("g18.window_s"));
  const auto rejects = static_cast<double>(worst.rejects);
  if (rejects < scene.limit("g18.min_rejects") ||
      rejects < scene.limit("g18.share") * static_cast<double>(worst.registrations) ||
      static_cast<double>(worst.of_main_cause) < scene.limit("g18.one_cause_share") * rejects ||
      others_reject_too(scene)) {
    return Silent{};
  }
  return Finding{.observed = fmt::format("{} of {} registrations rejected without authentication, "
                                         "{} with cause {}",
                                         worst.rejects,
                                         worst.registrations,
                                         worst.of_main_cause,
                                         worst.main_cause),
                 .expected = "2 to 6 in a hundred rejected, after authentication",
                 .evidence = worst.blocks};
}

} // namespace

Rule rule_g18() {
  return {
      .id = "G18",
      .version = 1,
      .name = "Registrations rejected in series",
      .family = Family::paging_dialogue,
      .needs = "sdcch dialogues: location_updating_reject cause, authentication",
      .sentence =
          "The station turns away nearly every phone it attracts, right after learning who it is.",
      .benign = {benign::k_arriving_sims,
                 benign::k_core_restart,
                 benign::k_congestion,
                 benign::k_barred_cell,
                 benign::k_foreign_operator},
      .thresholds = {"g18.min_rejects",
                     "g18.share",
                     "g18.window_s",
                     "g18.one_cause_share",
                     "g18.others_share"},
      .check = &check};
}

} // namespace cw::detector
