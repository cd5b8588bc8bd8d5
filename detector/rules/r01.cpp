// R01 carrier frequency error against peers, version 1, family radio
//
// Observes   Carrier errors of all cells, with sigma.
// Condition  Off the consensus of the others (r01.min_peers or more) by r01.limit_ppm (low levels:
//            r01.limit_low_ppm) and r01.sigma_factor sigma, sigma at most r01.sigma_max_ppm, in two
//            measurements r01.apart_s apart. Gross: r01.gross_ppm. Notice: r01.notice_ppm.
// Not if     The others do not agree among themselves within the notice.
// Source     TS 45.010 §5.1: 0.05 ppm, 0.1 ppm for pico cells.
// Benign     The receiver's own error moves all alike. Its motion: 30 m/s is 0.1 ppm.
// Evades it  A GPS-disciplined clock.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cw::detector {
namespace {

bool low_level(const Scene& scene) {
  double strongest_dbfs = scene.cell.level_dbfs;
  for (const CellFacts* other : scene.others) {
    strongest_dbfs = std::max(strongest_dbfs, other->level_dbfs);
  }
  return scene.cell.level_dbfs < strongest_dbfs - scene.limit("r01.low_level_db");
}

/// Smallest distance from the consensus in two good measurements far enough apart.
std::optional<double> sure_error_ppm(const Scene& scene, double consensus_ppm) {
  const CarrierError* first = nullptr;
  double error_ppm = 0;
  for (const CarrierError& now : scene.cell.carrier_error) {
    const double off_ppm = std::abs(now.ppm - consensus_ppm);
    if (now.sigma_ppm > scene.limit("r01.sigma_max_ppm") ||
        off_ppm <= scene.limit("r01.sigma_factor") * now.sigma_ppm) {
      continue;
    }
    if (first == nullptr) {
      first = &now;
      error_ppm = off_ppm;
    } else if (now.t_s - first->t_s >= scene.limit("r01.apart_s")) {
      return std::min(error_ppm, off_ppm);
    }
  }
  return std::nullopt;
}

RuleResult check(const Scene& scene) {
  const CellFacts& cell = scene.cell;
  const auto others = static_cast<std::size_t>(std::ranges::count_if(
      scene.others, [](const CellFacts* other) { return !other->carrier_error.empty(); }));
  const auto min_peers = static_cast<std::size_t>(scene.limit("r01.min_peers"));
  if (cell.carrier_error.empty() || others < min_peers || !cell.consensus) {
    return Needs{fmt::format("carrier errors of a cell and of {} others", min_peers)};
  }
  if (cell.consensus_spread_ppm > scene.limit("r01.notice_ppm")) {
    return Needs{"cells that agree on one carrier error"};
  }
  const double consensus_ppm = cell.carrier_error.back().ppm - *cell.frequency_error_ppm;
  const auto error_ppm = sure_error_ppm(scene, consensus_ppm);
  if (!error_ppm) {
    const double off_ppm = std::abs(*cell.frequency_error_ppm);
    return off_ppm < scene.limit("r01.notice_ppm")
               ? RuleResult{Silent{}}
               : Needs{fmt::format("two measurements {} s apart with sigma at most {} ppm",
                                   scene.limit("r01.apart_s"),
                                   scene.limit("r01.sigma_max_ppm"))};
  }
  const bool low = low_level(scene);
  const double limit_ppm = scene.limit(low ? "r01.limit_low_ppm" : "r01.limit_ppm");
  const double notice_ppm = low ? limit_ppm : scene.limit("r01.notice_ppm");
  if (*error_ppm <= notice_ppm) {
    return Silent{};
  }
  std::string form = *error_ppm > limit_ppm ? "base" : "notice";
  if (*error_ppm > scene.limit("r01.gross_ppm")) {
    form = "gross";
  }
  return Finding{.observed = fmt::format("carrier {:+.2f} ppm off, sigma {:.3f} ppm",
                                         *cell.frequency_error_ppm,
                                         cell.carrier_error.back().sigma_ppm),
                 .expected =
                     fmt::format("within {} ppm of {} other cells, which agree to {:.3f} ppm",
                                 limit_ppm,
                                 others,
                                 cell.consensus_spread_ppm),
                 .form = form,
                 .evidence = cell.heard.blocks};
}

} // namespace

Rule rule_r01() {
  return {.id = "R01",
          .version = 1,
          .name = "Carrier frequency error against peers",
          .family = Family::radio,
          .needs = "carrier error and sigma of the cell and of 3 others",
          .sentence = "Its carrier frequency is off by more than operators' stations may be.",
          .benign = {benign::k_femtocell,
                     benign::k_receiver_step,
                     benign::k_receiver_motion,
                     benign::k_event_cell,
                     benign::k_holdover,
                     benign::k_repeater},
          .thresholds = {"r01.limit_ppm",
                         "r01.notice_ppm",
                         "r01.sigma_max_ppm",
                         "r01.sigma_factor",
                         "r01.min_peers",
                         "r01.apart_s",
                         "r01.gross_ppm",
                         "r01.limit_low_ppm",
                         "r01.low_level_db"},
          .check = &check};
}

} // namespace cw::detector
