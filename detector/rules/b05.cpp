// B05 broadcast parameter contradicts the record, version 1, family baseline
//
// Observes   Fields of a known cell against every value the baseline ever met.
// Condition  The cell has b05.min_sightings over b05.min_days, and a field that never changed
// differs
//            for b05.hold_s (in a shorter recording: all the time, in b05.min_blocks blocks);
//            neighbour lists differ below b05.jaccard. Weight by the class of the fields, at most
//            b05.cap.
// Not if     b05.campaign_share of the known cells here changed as well, two or more: a campaign.
// Source     Freiburg saw no change in 2.5 weeks.
// Benign     Refarming, maintenance, timer policy.
// Evades it  A faithful clone.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cw::detector {
namespace {

const char* form_name(FieldClass field) {
  switch (field) {
  case FieldClass::identity: return "identity";
  case FieldClass::structure: return "structure";
  case FieldClass::lure: return "lure";
  case FieldClass::timer_or_list: break;
  }
  return "timer_or_list";
}

/// Only what never changed; lists may grow and shrink a little.
bool counts(const Scene& scene, const FieldDifference& difference) {
  const auto met = scene.place.cell->fields.find(difference.field);
  if (met == scene.place.cell->fields.end() || met->second.size() != 1) {
    return false;
  }
  if (difference.field == "neighbour_arfcns" || difference.field == "earfcns") {
    return jaccard(list_of(difference.known), list_of(difference.now)) < scene.limit("b05.jaccard");
  }
  return true;
}

/// When what is said now has been said, as far as SI3 and SI4 tell.
bool held(const Scene& scene) {
  const CellFacts& cell = scene.cell;
  if (!cell.si3) {
    return false;
  }
  const Tally& said = cell.si3->tally;
  const bool since_start = said.first_s - cell.heard.first_s < scene.limit("b05.hold_s") &&
                           cell.heard.last_s - cell.heard.first_s < scene.limit("b05.hold_s");
  return said.last_s - said.first_s >= scene.limit("b05.hold_s") ||
         (since_start && static_cast<double>(said.count) >= scene.limit("b05.min_blocks"));
}

RuleResult check(const Scene& scene) {
  const Place& place = scene.place;
  if (!place.given || !place.cell) {
    return Needs{"history of this cell"};
  }
  const KnownCell& known = *place.cell;
  const bool dated = known.first_seen_unix_s && known.last_seen_unix_s;
  const double days = dated ? (*known.last_seen_unix_s - *known.first_seen_unix_s) / 86400 : 0;
  if (static_cast<double>(known.sightings) < scene.limit("b05.min_sightings") ||
      days < scene.limit("b05.min_days")) {
    return Needs{
        fmt::format("history of this cell: {} sightings over {} days (it has {} over {:.0f})",
                    scene.limit("b05.min_sightings"),
                    scene.limit("b05.min_days"),
                    known.sightings,
                    days)};
  }
  if (!held(scene)) {
    return Needs{fmt::format("{} s of this cell", scene.limit("b05.hold_s"))};
  }
  std::set<std::string> forms;
  std::string observed;
  std::string expected;
  for (const FieldDifference& difference : differences(known, field_values(scene.cell))) {
    if (counts(scene, difference)) {
      forms.insert(form_name(field_classes().at(difference.field)));
      observed +=
          fmt::format("{}{} {}", observed.empty() ? "" : "; ", difference.field, difference.now);
      expected +=
          fmt::format("{}{} {}", expected.empty() ? "" : "; ", difference.field, difference.known);
    }
  }
  const bool campaign = place.changed_peers >= 2 && static_cast<double>(place.changed_peers) >=
                                                        scene.limit("b05.campaign_share") *
                                                            static_cast<double>(place.known_peers);
  if (forms.empty() || campaign) {
    return Silent{};
  }
  std::string form;
  for (const std::string& one : forms) {
    form += (form.empty() ? "" : "+") + one;
  }
  return Finding{.observed = observed,
                 .expected = fmt::format(
                     "{}, in {} sightings over {:.0f} days", expected, known.sightings, days),
                 .form = form,
                 .evidence = scene.cell.si3->tally.blocks};
}

} // namespace

Rule rule_b05() {
  return {.id = "B05",
          .version = 1,
          .name = "Broadcast parameter contradicts the record",
          .family = Family::baseline,
          .needs = "history of this cell: 20 sightings over 7 days; its fields now",
          .sentence =
              "The station's announcements differ from what this very station has always said.",
          .benign = {benign::k_refarming,
                     benign::k_maintenance,
                     benign::k_timer_policy,
                     benign::k_decoding_error},
          .thresholds = {"b05.min_sightings",
                         "b05.min_days",
                         "b05.hold_s",
                         "b05.jaccard",
                         "b05.cap",
                         "b05.min_blocks",
                         "b05.campaign_share"},
          .check = &check};
}

} // namespace cw::detector
