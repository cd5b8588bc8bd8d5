// B01 unknown identity in a known area, version 1, family baseline
//
// Observes   Identity; the baseline's age and sweeps of this carrier; levels.
// Condition  Never seen, in a baseline of b01.min_age_days and b01.min_sweeps sweeps that covered
//            the carrier, decoded b01.min_decodes times at the median level of the operator's
//            known cells or above. The baseline given is taken to be of this place, within
//            b01.radius_km: recordings have no position.
// Not if     b01.campaign_cells cells of the operator are new: a campaign.
// Source     Freiburg ICDS 2012. A list of cells from the Internet is no baseline.
// Benign     New sites, refarming, event cells, femtocells.
// Evades it  A copied identity.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

namespace cw::detector {
namespace {

RuleResult check(const Scene& scene) {
  const Place& place = scene.place;
  const IdentityEpisode* who = scene.cell.identity();
  if (!place.given) {
    return Needs{fmt::format("{} days of baseline here", scene.limit("b01.min_age_days"))};
  }
  if (who == nullptr || !who->ci ||
      static_cast<double>(who->said.count) < scene.limit("b01.min_decodes")) {
    return Needs{"the cell's identity, from si3"};
  }
  if (place.cell) {
    return Silent{};
  }
  if (!place.watch.days || *place.watch.days < scene.limit("b01.min_age_days") ||
      static_cast<double>(place.watch.sweeps) < scene.limit("b01.min_sweeps")) {
    return Needs{
        fmt::format("{} days of baseline here and {} sweeps of this carrier (it has {} and {})",
                    scene.limit("b01.min_age_days"),
                    scene.limit("b01.min_sweeps"),
                    place.watch.days ? fmt::format("{:.0f}", *place.watch.days) : "no dates",
                    place.watch.sweeps)};
  }
  if (static_cast<double>(place.unknown_live) >= scene.limit("b01.campaign_cells") ||
      (!place.plmn_levels_dbfs.empty() && scene.cell.level_dbfs < median(place.plmn_levels_dbfs))) {
    return Silent{};
  }
  return Finding{.observed = fmt::format("{} at {:.0f} dBFS, never seen before",
                                         cell_id(scene.cell).value_or("?"),
                                         scene.cell.level_dbfs),
                 .expected = fmt::format("one of the cells known from {} sweeps over {:.0f} days",
                                         place.watch.sweeps,
                                         *place.watch.days),
                 .evidence = who->said.blocks};
}

} // namespace

Rule rule_b01() {
  return {.id = "B01",
          .version = 1,
          .name = "Unknown identity in a known area",
          .family = Family::baseline,
          .needs = "cell identity; 14 days of baseline here, 20 sweeps of this carrier",
          .sentence =
              "This station has never been seen here although the area has been watched for weeks.",
          .benign = {benign::k_refarming,
                     benign::k_maintenance,
                     benign::k_event_cell,
                     benign::k_femtocell,
                     benign::k_foreign_operator,
                     benign::k_decoding_error},
          .thresholds = {"b01.min_age_days",
                         "b01.min_sweeps",
                         "b01.radius_km",
                         "b01.min_decodes",
                         "b01.campaign_cells"},
          .check = &check};
}

} // namespace cw::detector
