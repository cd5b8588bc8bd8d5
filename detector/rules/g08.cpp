// G08 system information contradicts itself, version 1, family identity
//
// Observes   SI1, SI3, SI4, SI6: LAI, CI, selection parameters, RACH control, each said twice.
// Condition  g08.min_blocks_each blocks of both kinds disagree while both are repeated, for
//            g08.persist_s. Weak: for g08.persist_short_s.
// Not if     One of them just changed: both must have been repeated since.
// Source     TS 44.018 §9.1.31 to 9.1.40: the fields are the same data.
// Benign     Seconds during a reconfiguration.
// Evades it  Software that fills the fields from one place.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

struct Contradiction {
  std::string what;
  double held_s = 0;
  std::vector<std::uint64_t> blocks;
};

class Finder {
public:
  explicit Finder(std::uint64_t min_each) : min_each_(min_each) {}

  /// Notes the longest contradiction between two things said.
  void compare(bool differ, const Tally& one, const Tally& other, std::string what) {
    if (!differ || one.count < min_each_ || other.count < min_each_) {
      return;
    }
    const double held_s = std::min(one.last_s, other.last_s) - std::max(one.first_s, other.first_s);
    if (found_.what.empty() || held_s > found_.held_s) {
      found_ = {std::move(what), held_s, one.blocks};
      found_.blocks.insert(found_.blocks.end(), other.blocks.begin(), other.blocks.end());
      std::ranges::sort(found_.blocks);
    }
  }
  const Contradiction& longest() const noexcept { return found_; }

private:
  std::uint64_t min_each_;
  Contradiction found_;
};

Contradiction contradiction(const CellFacts& cell, std::uint64_t min_each) {
  Finder finder(min_each);
  const auto& si3 = *cell.si3;
  if (cell.si4) {
    const auto& si4 = *cell.si4;
    finder.compare(!(si3.value.lai == si4.value.lai),
                   si3.tally,
                   si4.tally,
                   fmt::format("LAC {} in SI3, {} in SI4", si3.value.lai.lac, si4.value.lai.lac));
    finder.compare(!(si3.value.selection == si4.value.selection),
                   si3.tally,
                   si4.tally,
                   "selection parameters of SI3 and SI4 differ");
    finder.compare(si3.value.reselection && si4.value.reselection &&
                       !(si3.value.reselection == si4.value.reselection),
                   si3.tally,
                   si4.tally,
                   "reselection parameters of SI3 and SI4 differ");
    finder.compare(!(si3.value.rach == si4.value.rach),
                   si3.tally,
                   si4.tally,
                   "RACH control of SI3 and SI4 differs");
  }
  if (cell.si6) {
    const auto& si6 = *cell.si6;
    finder.compare(!(si3.value.lai == si6.value.lai),
                   si3.tally,
                   si6.tally,
                   fmt::format("LAC {} in SI3, {} in SI6", si3.value.lai.lac, si6.value.lai.lac));
    finder.compare(si3.value.ci != si6.value.ci,
                   si3.tally,
                   si6.tally,
                   fmt::format("CI {} in SI3, {} in SI6", si3.value.ci, si6.value.ci));
  }
  if (cell.si1) {
    finder.compare(!(si3.value.rach == cell.si1->value.rach),
                   si3.tally,
                   cell.si1->tally,
                   "RACH control of SI1 and SI3 differs");
  }
  return finder.longest();
}

RuleResult check(const Scene& scene) {
  if (!scene.cell.si3 || (!scene.cell.si4 && !scene.cell.si6)) {
    return Needs{"si3 and si4"};
  }
  const auto min_each = static_cast<std::uint64_t>(scene.limit("g08.min_blocks_each"));
  const Contradiction longest = contradiction(scene.cell, min_each);
  if (longest.what.empty() || longest.held_s < scene.limit("g08.persist_short_s")) {
    return Silent{};
  }
  return Finding{.observed = fmt::format("{}, for {:.1f} s", longest.what, longest.held_s),
                 .expected = "one set of values in all messages",
                 .form = longest.held_s >= scene.limit("g08.persist_s") ? "base" : "short",
                 .evidence = longest.blocks};
}

} // namespace

Rule rule_g08() {
  return {.id = "G08",
          .version = 1,
          .name = "System information contradicts itself",
          .family = Family::identity,
          .needs = "si3 and si4, si6: LAI; si3, si6: CI; si3 and si4: selection parameters; si1, "
                   "si3, si4: RACH control",
          .sentence =
              "The station's own announcements disagree with each other about where and who it is.",
          .benign = {benign::k_maintenance, benign::k_decoding_error, benign::k_mixed_cells},
          .thresholds = {"g08.persist_s", "g08.min_blocks_each", "g08.persist_short_s"},
          .check = &check};
}

} // namespace cw::detector
