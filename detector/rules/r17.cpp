// R17 second synchronisation train on one carrier, version 1, family radio
//
// Observes   SCH of all trains on the ARFCN: timing, BSIC, how many, when.
// Condition  Two trains of r17.min_sch SCH each within r17.window_s, timings r17.timing_symbols
//            apart or other BSIC; and equal BSIC, equal CGI, equal PLMN, or the older was alone
//            before. Else "co-channel reuse", which weighs little.
// Not if     The timing differs less (a repeater), or both are in the baseline with their own BSIC.
//            One ended where the other began and is no louder: a recording that lost samples looks
//            like that, with one transmitter.
//            The older train of two is the victim: it gets no finding.
// Source     TS 45.002 §5.2.3: planners give reused carriers other BSICs; Freiburg experiment.
// Benign     Reuse heard from high ground; borders.
// Evades it  A free carrier.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cw::detector {
namespace {

constexpr double k_multiframe_symbols = 51 * 1250;

std::uint64_t sch_count(const CellFacts& cell) {
  const std::uint64_t measured = cell.measured ? cell.measured->sch : 0;
  return std::max(cell.sch.count, measured);
}

/// Difference of frame timings; nothing if either was not measured, or not by the same count.
std::optional<double> timing_apart(const CellFacts& one, const CellFacts& other) {
  if (!one.measured || !other.measured || !one.timing_compares || !other.timing_compares) {
    return std::nullopt;
  }
  const double apart = std::abs(std::fmod(
      one.measured->timing_symbols - other.measured->timing_symbols, k_multiframe_symbols));
  return std::min(apart, k_multiframe_symbols - apart);
}

bool at_the_same_time(const CellFacts& one, const CellFacts& other, double window_s) {
  return one.heard.first_s <= other.heard.last_s + window_s &&
         other.heard.first_s <= one.heard.last_s + window_s;
}

/// Heard side by side, or the later one silenced the earlier by being louder.
bool two_transmitters(const CellFacts& cell, const CellFacts& other, const Scene& scene) {
  const double together_s = std::min(cell.heard.last_s, other.heard.last_s) -
                            std::max(cell.heard.first_s, other.heard.first_s);
  const CellFacts& later = cell.heard.first_s > other.heard.first_s ? cell : other;
  const CellFacts& earlier = &later == &cell ? other : cell;
  return together_s >= scene.limit("r17.together_s") ||
         later.level_dbfs >= earlier.level_dbfs + scene.limit("r17.takeover_db");
}

RuleResult check(const Scene& scene) {
  const CellFacts& cell = scene.cell;
  const auto min_sch = static_cast<std::uint64_t>(scene.limit("r17.min_sch"));
  if (sch_count(cell) < min_sch) {
    return Needs{"3 s of the carrier"};
  }
  bool too_short = false;
  for (const CellFacts* other : scene.others) {
    if (!same_carrier(cell.heard_on, other->heard_on) ||
        !at_the_same_time(cell, *other, scene.limit("r17.window_s"))) {
      continue;
    }
    if (sch_count(*other) < min_sch) {
      too_short = true;
      continue;
    }
    const bool same_bsic = cell.heard_on.bsic == other->heard_on.bsic;
    const auto apart = timing_apart(cell, *other);
    if (same_bsic && apart && *apart <= scene.limit("r17.timing_symbols")) {
      continue; // a repeater
    }
    if (!two_transmitters(cell, *other, scene)) {
      continue;
    }
    const double later_s = cell.heard.first_s - other->heard.first_s;
    if (later_s <= -scene.limit("r17.later_s")) {
      continue; // it was here first
    }
    if (!same_bsic && scene.place.cell && cell.heard_on.bsic &&
        scene.place.cell->bsic == *cell.heard_on.bsic) {
      continue; // reuse, known for long
    }
    const bool same_plmn = plmn_text(cell) && plmn_text(cell) == plmn_text(*other);
    const bool takeover =
        later_s >= scene.limit("r17.later_s") && cell.level_dbfs > other->level_dbfs;
    const bool strong = same_bsic || same_plmn || takeover;
    return Finding{
        .observed = fmt::format("a second train on the carrier: BSIC {} at {:.0f} dBFS{}, "
                                "the other BSIC {} at {:.0f} dBFS",
                                cell.heard_on.bsic.value_or(0),
                                cell.level_dbfs,
                                later_s > 0 ? fmt::format(", {:.1f} s later", later_s) : "",
                                other->heard_on.bsic.value_or(0),
                                other->level_dbfs),
        .expected = strong ? "one station a carrier here" : "co-channel reuse, another operator's",
        .form = strong ? "base" : "reuse",
        .evidence = cell.sch.count > 0 ? cell.sch.blocks : cell.heard.blocks};
  }
  return too_short ? RuleResult{Needs{"3 s of the carrier"}} : Silent{};
}

} // namespace

Rule rule_r17() {
  return {.id = "R17",
          .version = 1,
          .name = "Second synchronisation train on one carrier",
          .family = Family::radio,
          .needs = "SCH of each train on the carrier: timing, BSIC; si3 of each",
          .sentence = "Two stations transmit on the same channel here, one over the other.",
          .benign = {benign::k_co_channel_reuse, benign::k_repeater, benign::k_foreign_operator},
          .thresholds = {"r17.min_sch",
                         "r17.timing_symbols",
                         "r17.window_s",
                         "r17.later_s",
                         "r17.together_s",
                         "r17.takeover_db"},
          .check = &check};
}

} // namespace cw::detector
