// G31 short life and reappearance (GSM), version 1, family time_place
//
// Observes   When the carrier was on the air; how many others stayed; the baseline's watch.
// Condition  By a sensor that stood still: on for g31.min_life_s to g31.max_life_min, then gone for
//            g31.gone_min while g31.others_stay of the others stay; g31.times in g31.day_s, or not
//            known to a baseline of g31.history_days; peak g31.level_over_limit_db over the
//            decoding limit.
// Source     SeaGlass "temporary towers"; Freiburg: no change in 2.5 weeks.
// Benign     Event cells, maintenance, night-time power saving, propagation.
// Evades it  Staying.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

/// Share of the other cells heard both before `t_s` and after it.
double staying(const Scene& scene, double t_s) {
  std::size_t there = 0;
  std::size_t stayed = 0;
  for (const CellFacts* other : scene.others) {
    if (other->heard.first_s <= t_s) {
      ++there;
      stayed += other->heard.last_s > t_s ? 1U : 0U;
    }
  }
  return there == 0 ? 0 : static_cast<double>(stayed) / static_cast<double>(there);
}

RuleResult check(const Scene& scene) {
  if (!scene.sensor_static) {
    return Needs{"24 h at one place"};
  }
  const double gone_s = scene.limit("g31.gone_min") * 60;
  if (scene.now_s - scene.session_start_s < gone_s || scene.others.empty()) {
    return Needs{fmt::format("{:.0f} min of tracking and another carrier", gone_s / 60)};
  }
  double times = 0;
  double last_end_s = 0;
  for (std::size_t i = 0; i < scene.cell.on_air.size(); ++i) {
    const OnAir& now = scene.cell.on_air[i];
    const bool last = i + 1 == scene.cell.on_air.size();
    const double next_s = last ? scene.now_s : scene.cell.on_air[i + 1].first_s;
    const double life_s = now.last_s - now.first_s;
    if (life_s >= scene.limit("g31.min_life_s") && life_s <= scene.limit("g31.max_life_min") * 60 &&
        next_s - now.last_s >= gone_s && now.last_s >= scene.now_s - scene.limit("g31.day_s") &&
        staying(scene, now.last_s) >= scene.limit("g31.others_stay")) {
      ++times;
      last_end_s = now.last_s;
    }
  }
  const auto& place = scene.place;
  const bool new_here = place.given && !place.cell && place.watch.days &&
                        *place.watch.days >= scene.limit("g31.history_days");
  const double peak_db =
      scene.limit("g31.level_over_limit_db") + scene.limit("g31.decoding_limit_db");
  if (times == 0 || (times < scene.limit("g31.times") && !new_here) ||
      scene.cell.snr_db < peak_db) {
    return Silent{};
  }
  return Finding{.observed =
                     fmt::format("on the air {} time{} for minutes, last gone at {:.0f} s{}",
                                 times,
                                 times == 1 ? "" : "s",
                                 last_end_s,
                                 new_here ? ", never before" : ""),
                 .expected = "always there, as the other carriers",
                 .evidence = scene.cell.heard.blocks};
}

} // namespace

Rule rule_g31() {
  return {.id = "G31",
          .version = 1,
          .name = "Short life and reappearance (GSM)",
          .family = Family::time_place,
          .needs = "on-air times of the carrier and of others; a sensor known to have stood still; "
                   "baseline age",
          .sentence = "The station was on the air for minutes only, unlike any fixed station.",
          .benign = {benign::k_event_cell,
                     benign::k_maintenance,
                     benign::k_propagation,
                     benign::k_power_saving,
                     benign::k_energy_failure,
                     benign::k_aircraft},
          .thresholds = {"g31.min_life_s",
                         "g31.max_life_min",
                         "g31.gone_min",
                         "g31.others_stay",
                         "g31.history_days",
                         "g31.times",
                         "g31.level_over_limit_db",
                         "g31.decoding_limit_db",
                         "g31.day_s"},
          .check = &check};
}

} // namespace cw::detector
