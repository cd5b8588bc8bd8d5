// G19 service in the clear, version 1, family paging_dialogue
//
// Observes   SDCCH dialogues: CP-DATA readable, Ciphering Mode Command; the operator's habit from
//            peers and baseline.
// Condition  g19.min_dialogues with SMS in the clear or "no ciphering" within g19.window_s, where
//            g19.habit_share of g19.habit_min dialogues of the operator are ciphered. Strong: SMS
//            in a dialogue that no page began and that holds a Location Updating Accept; where the
//            habit is not known the strong form weighs less, for a lawful network without ciphers
//            may deliver what was waiting.
// Not if     The habit is known and clear: the operator does not cipher.
// Source     SnoopSnitch C5.
// Benign     Countries without ciphering, laboratories.
// Evades it  No SMS.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

bool in_the_clear(const Dialogue& dialogue) {
  return !dialogue.secured() && (dialogue.sms > 0 || dialogue.cipher == 0U);
}

bool pushed(const Dialogue& dialogue) {
  return dialogue.sms > 0 && dialogue.accepted && !dialogue.secured() &&
         dialogue.began_without_page();
}

Habit operator_habit(const Scene& scene) {
  Habit habit = scene.place.habit;
  for (const Peer& peer : scene.peers) {
    if (peer.facts == nullptr) {
      continue;
    }
    for (const Dialogue& dialogue : peer.facts->dialogues) {
      habit.ciphered += dialogue.cipher.value_or(0) > 0 ? 1U : 0U;
      habit.clear += in_the_clear(dialogue) ? 1U : 0U;
    }
  }
  return habit;
}

RuleResult check(const Scene& scene) {
  const auto& all = scene.cell.dialogues;
  if (all.empty()) {
    return Needs{"sdcch dialogues"};
  }
  const Habit habit = operator_habit(scene);
  const auto seen = static_cast<double>(habit.ciphered + habit.clear);
  const bool known = seen >= scene.limit("g19.habit_min");
  const bool ciphers =
      known && static_cast<double>(habit.ciphered) >= scene.limit("g19.habit_share") * seen;
  if (known && !ciphers) {
    return Silent{}; // operator does not cipher
  }
  std::size_t most = 0;
  for (const Dialogue& first : all) {
    most = std::max(most, static_cast<std::size_t>(std::ranges::count_if(all, [&](const auto& it) {
                      return in_the_clear(it) && it.start_s >= first.start_s &&
                             it.start_s <= first.start_s + scene.limit("g19.window_s");
                    })));
  }
  const auto sms_pushed = std::ranges::count_if(all, pushed);
  const bool series = static_cast<double>(most) >= scene.limit("g19.min_dialogues");
  if (sms_pushed == 0 && !(series && ciphers)) {
    return most > 0 && !known ? RuleResult{Needs{"operator cipher habit"}} : Silent{};
  }
  Finding finding{
      .observed = sms_pushed > 0
                      ? fmt::format("{} text message{} in the clear right after registration, "
                                    "called by no page",
                                    sms_pushed,
                                    sms_pushed == 1 ? "" : "s")
                      : fmt::format("{} dialogues in the clear", most),
      .expected = known ? fmt::format("{} of {} dialogues of this operator are ciphered",
                                      habit.ciphered,
                                      seen)
                        : "ciphering, as nearly all operators use it (this one's habit is unknown)",
      .form = sms_pushed == 0 ? "base" : (ciphers ? "strong" : "unknown_habit")};
  for (const Dialogue& dialogue : all) {
    if (in_the_clear(dialogue) && finding.evidence.size() < 16) {
      finding.evidence.insert(
          finding.evidence.end(), dialogue.blocks.begin(), dialogue.blocks.end());
    }
  }
  std::ranges::sort(finding.evidence);
  return finding;
}

} // namespace

Rule rule_g19() {
  return {
      .id = "G19",
      .version = 1,
      .name = "Service in the clear",
      .family = Family::paging_dialogue,
      .needs =
          "sdcch dialogues: ciphering_mode_command, CP-DATA; cipher habit of peers or baseline",
      .sentence =
          "The station delivers text messages without the encryption this operator always uses.",
      .benign = {benign::k_test_network,
                 benign::k_core_restart,
                 benign::k_no_ciphering,
                 benign::k_emergency_call},
      .thresholds = {"g19.min_dialogues", "g19.habit_share", "g19.habit_min", "g19.window_s"},
      .check = &check};
}

} // namespace cw::detector
