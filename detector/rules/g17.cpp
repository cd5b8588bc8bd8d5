// G17 identity demanded without authentication (GSM), version 1, family paging_dialogue
//
// Observes   SDCCH dialogues: Identity Request, Authentication Request, Ciphering Mode Command,
//            Channel Release.
// Condition  IMSI asked, and neither authentication nor ciphering before the release, in
//            g17.min_dialogues dialogues and g17.share of those followed (g17.followed of their
//            blocks) within g17.window_s. Weak: all of g17.few_dialogues.
// Not if     One dialogue alone: a lawful network may skip authentication.
// Source     Rayhunter's history; a Ciphering Mode Command that orders "no ciphering" proves
//            nothing (TS 44.018 §10.5.2.9), so it counts like none.
// Benign     Core restarts (authentication follows), foreign SIMs (others are authenticated).
// Evades it  Relaying the authentication to the real network.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

struct Window {
  std::size_t followed = 0, exposing = 0;
  std::vector<std::uint64_t> blocks;
};

/// Read from beginning to end, or as far as the keys let us.
bool complete(const Dialogue& dialogue, double share) {
  return dialogue.secured() || (dialogue.released && dialogue.followed() >= share);
}

bool exposing(const Dialogue& dialogue, double share) {
  return dialogue.imsi_asked && !dialogue.secured() && complete(dialogue, share);
}

/// The window with most exposing dialogues.
Window worst_window(const std::deque<Dialogue>& all, double window_s, double share) {
  Window worst;
  for (std::size_t begin = 0; begin < all.size(); ++begin) {
    Window now;
    for (std::size_t i = begin; i < all.size() && all[i].start_s <= all[begin].start_s + window_s;
         ++i) {
      now.followed += complete(all[i], share) ? 1U : 0U;
      if (exposing(all[i], share)) {
        ++now.exposing;
        now.blocks.insert(now.blocks.end(), all[i].blocks.begin(), all[i].blocks.end());
      }
    }
    if (now.exposing > worst.exposing || worst.followed == 0) {
      worst = now;
    }
  }
  std::ranges::sort(worst.blocks);
  return worst;
}

RuleResult check(const Scene& scene) {
  const double share = scene.limit("g17.followed");
  const Window worst = worst_window(scene.cell.dialogues, scene.limit("g17.window_s"), share);
  if (worst.followed == 0) {
    return Needs{"complete SDCCH dialogues"};
  }
  const auto asked = static_cast<double>(worst.exposing);
  const auto followed = static_cast<double>(worst.followed);
  const bool series =
      asked >= scene.limit("g17.min_dialogues") && asked >= scene.limit("g17.share") * followed;
  const bool few = asked >= scene.limit("g17.few_dialogues") && worst.exposing == worst.followed;
  if (!series && !few) {
    return Silent{};
  }
  return Finding{.observed = fmt::format("{} of {} dialogues: IMSI asked, then neither "
                                         "authentication nor ciphering before the release",
                                         worst.exposing,
                                         worst.followed),
                 .expected = "authentication or ciphering after the identity; lawful networks "
                             "expose 2 to 6 in a hundred",
                 .form = series ? "base" : "few",
                 .evidence = worst.blocks};
}

} // namespace

Rule rule_g17() {
  return {.id = "G17",
          .version = 1,
          .name = "Identity demanded without authentication (GSM)",
          .family = Family::paging_dialogue,
          .needs = "complete SDCCH dialogues: identity_request, authentication_request, "
                   "ciphering_mode_command, channel_release",
          .sentence = "The station asks phones for their permanent identity and then never proves "
                      "that it belongs to the operator.",
          .benign = {benign::k_core_restart,
                     benign::k_arriving_sims,
                     benign::k_test_network,
                     benign::k_decoding_error,
                     benign::k_foreign_sim},
          .thresholds = {"g17.min_dialogues",
                         "g17.share",
                         "g17.window_s",
                         "g17.followed",
                         "g17.few_dialogues"},
          .check = &check};
}

} // namespace cw::detector
