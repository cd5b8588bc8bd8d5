// G16 assignments without calls, version 1, family paging_dialogue
//
// Observes   Immediate Assignments of SDCCHs, pages before them, request references; the peers'.
// Condition  In g16.window_s g16.min_assign or more of which g16.unpaged_share cannot follow a
//            page, g16.peer_factor times the peers' median. Surge: g16.surge within
//            g16.surge_within_s of its first appearance, no peers needed.
// Not if     g16.secured_share of the dialogues are authenticated or ciphered: a border cell.
// Source     TS 44.018 table 9.1.8.1; Freiburg: 0 to 16 assignments in 10 s are lawful.
// Benign     Borders, trains, stadiums, events.
// Evades it  Few phones.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

/// The window with most assignments that no page explains.
struct Busiest {
  std::size_t all = 0, unpaged = 0;
  double start_s = 0;
  std::vector<std::uint64_t> blocks{};
};

Busiest busiest(const CellFacts& cell, double window_s) {
  Busiest best;
  const auto& all = cell.assignments;
  std::size_t end = 0;
  std::size_t unpaged = 0;
  for (std::size_t begin = 0; begin < all.size(); ++begin) {
    while (end < all.size() && all[end].t_s <= all[begin].t_s + window_s) {
      unpaged += all[end].page_possible ? 0U : 1U;
      ++end;
    }
    if (unpaged > best.unpaged || (unpaged == best.unpaged && end - begin > best.all)) {
      best = {.all = end - begin, .unpaged = unpaged, .start_s = all[begin].t_s};
      for (std::size_t i = begin; i < end && best.blocks.size() < 8; ++i) {
        best.blocks.push_back(all[i].block);
      }
    }
    unpaged -= all[begin].page_possible ? 0U : 1U;
  }
  return best;
}

bool mostly_secured(const Scene& scene) {
  const auto& all = scene.cell.dialogues;
  const auto secured = std::ranges::count_if(all, &Dialogue::secured);
  return !all.empty() && static_cast<double>(secured) >=
                             scene.limit("g16.secured_share") * static_cast<double>(all.size());
}

RuleResult check(const Scene& scene) {
  const CellFacts& cell = scene.cell;
  if (ccch_share(cell) < scene.limit("g16.ccch_share")) {
    return Needs{fmt::format("CCCH at {:.0f} %", scene.limit("g16.ccch_share") * 100)};
  }
  const double window_s = scene.limit("g16.window_s");
  const Busiest now = busiest(cell, window_s);
  const auto assigned = static_cast<double>(now.all);
  if (assigned < scene.limit("g16.min_assign") ||
      static_cast<double>(now.unpaged) < scene.limit("g16.unpaged_share") * assigned ||
      mostly_secured(scene)) {
    return Silent{};
  }
  Finding finding{.observed = fmt::format("{} channels assigned in {:.0f} s, {} of them to phones "
                                          "that no page called",
                                          now.all,
                                          window_s,
                                          now.unpaged),
                  .expected = "",
                  .evidence = now.blocks};
  const double since_start_s = now.start_s - cell.heard.first_s;
  if (assigned >= scene.limit("g16.surge") && since_start_s <= scene.limit("g16.surge_within_s") &&
      cell.heard.first_s - scene.session_start_s >= scene.limit("g16.late_start_s")) {
    finding.expected = "no rush right after a cell appears";
    return finding;
  }
  std::vector<double> rates;
  for (const Peer& peer : scene.peers) {
    if (peer.facts != nullptr) {
      rates.push_back(static_cast<double>(busiest(*peer.facts, window_s).all));
    }
  }
  if (rates.empty()) {
    return Needs{"assignments of a peer"};
  }
  const double usual = median(rates);
  if (assigned < scene.limit("g16.peer_factor") * usual) {
    return Silent{};
  }
  finding.expected =
      fmt::format("{} in {:.0f} s, median of {} peers", usual, window_s, rates.size());
  return finding;
}

} // namespace

Rule rule_g16() {
  return {.id = "G16",
          .version = 1,
          .name = "Assignments without calls",
          .family = Family::paging_dialogue,
          .needs = "immediate assignments with request reference; pages; CCCH at 90 %; peers",
          .sentence =
              "Phones are registering here in droves although the station called none of them.",
          .benign = {benign::k_area_border,
                     benign::k_congestion,
                     benign::k_arriving_sims,
                     benign::k_event_cell,
                     benign::k_passing_train},
          .thresholds = {"g16.min_assign",
                         "g16.unpaged_share",
                         "g16.peer_factor",
                         "g16.surge",
                         "g16.window_s",
                         "g16.ccch_share",
                         "g16.surge_within_s",
                         "g16.late_start_s",
                         "g16.secured_share"},
          .check = &check};
}

} // namespace cw::detector
