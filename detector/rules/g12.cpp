// G12 thin system information, version 1, family neighbours
//
// Observes   Which of SI1, SI13 (GPRS), SI2quater (3G, 4G) there are; flags in SI3; the peers'.
// Condition  g12.missing_kinds of them are missing that g12.peer_share of the peers send; missing
// by
//            SI3's own words in g12.min_si3 blocks (SI1: not heard for g12.observe_si1_s). Or an
//            announced one does not come in g12.observe_s at g12.block_success.
// Source     TS 44.018 §10.5.2.34: flags of the SI3 rest octets.
// Benign     2G-only layers; compare with peers only.
// Evades it  A full set, copied.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

namespace cw::detector {
namespace {

/// Announced in SI3 and never sent.
RuleResult broken_promise(const Scene& scene) {
  const CellFacts& cell = scene.cell;
  const auto& si3 = cell.si3->value;
  const double span_s = cell.heard.last_s - cell.heard.first_s;
  if (span_s < scene.limit("g12.observe_s") ||
      ccch_share(cell) < scene.limit("g12.block_success")) {
    return Needs{fmt::format("{} s of BCCH", scene.limit("g12.observe_s"))};
  }
  std::string missing;
  const auto expect = [&](bool announced, bool sent, const char* name) {
    if (announced && !sent) {
      missing += missing.empty() ? name : std::string(" and ") + name;
    }
  };
  expect(si3.gprs && !si3.gprs->si13_on_bcch_ext, cell.si13.has_value(), "SI13");
  expect(si3.si2ter_ind, cell.si2ter.has_value(), "SI2ter");
  expect(si3.si2quater_on_ext && !*si3.si2quater_on_ext, !cell.si2quater.empty(), "SI2quater");
  if (missing.empty()) {
    return Silent{};
  }
  return Finding{.observed =
                     fmt::format("{} announced in SI3 did not come in {:.0f} s", missing, span_s),
                 .expected = "what SI3 announces",
                 .evidence = cell.si3->tally.blocks};
}

RuleResult check(const Scene& scene) {
  const CellFacts& cell = scene.cell;
  const auto min_si3 = static_cast<std::uint64_t>(scene.limit("g12.min_si3"));
  if (!cell.si3 || cell.si3->tally.count < min_si3) {
    return Needs{fmt::format("{} SI3 blocks", min_si3)};
  }
  const auto min_peers = static_cast<std::size_t>(scene.limit("g12.min_peers"));
  const Chosen chosen = choose_peers(scene, min_peers, [](const Peer& peer) {
    return peer.gprs.has_value() && peer.si2quater.has_value();
  });
  if (chosen.size() < min_peers) {
    return Needs{fmt::format("{} peers of the same PLMN", min_peers)};
  }
  double with_gprs = 0;
  double with_si2quater = 0;
  double with_si1 = 0;
  for (const Peer* peer : chosen.peers) {
    with_gprs += *peer->gprs ? 1U : 0U;
    with_si2quater += *peer->si2quater ? 1U : 0U;
    with_si1 += peer->facts != nullptr && peer->facts->si1 ? 1U : 0U;
  }
  const double due = scene.limit("g12.peer_share") * static_cast<double>(chosen.size());
  const double span_s = cell.heard.last_s - cell.heard.first_s;
  std::vector<std::string> missing;
  if (!cell.si3->value.gprs && with_gprs >= due) {
    missing.emplace_back("SI13 (GPRS)");
  }
  if (!cell.si3->value.si2quater_on_ext && with_si2quater >= due) {
    missing.emplace_back("SI2quater (3G, 4G)");
  }
  if (!cell.si1 && with_si1 >= due && span_s >= scene.limit("g12.observe_si1_s")) {
    missing.emplace_back("SI1");
  }
  if (static_cast<double>(missing.size()) < scene.limit("g12.missing_kinds")) {
    return broken_promise(scene);
  }
  std::string list;
  for (const std::string& kind : missing) {
    list += (list.empty() ? "" : ", ") + kind;
  }
  return Finding{.observed = fmt::format("no {}", list),
                 .expected = fmt::format("sent by {:.0f} % or more of {}",
                                         scene.limit("g12.peer_share") * 100,
                                         chosen.text()),
                 .evidence = cell.si3->tally.blocks};
}

} // namespace

Rule rule_g12() {
  return {.id = "G12",
          .version = 1,
          .name = "Thin system information",
          .family = Family::neighbours,
          .needs =
              "si1, si3 flags, si13, si2quater; peers of the same PLMN; BCCH with block success",
          .sentence = "The station sends a bare minimum of announcements where the operator's "
                      "other stations send the full set.",
          .benign = {benign::k_private_network,
                     benign::k_refarming,
                     benign::k_remote_cell,
                     benign::k_decoding_error},
          .thresholds = {"g12.observe_s",
                         "g12.missing_kinds",
                         "g12.peer_share",
                         "g12.min_peers",
                         "g12.block_success",
                         "g12.min_si3",
                         "g12.observe_si1_s"},
          .check = &check};
}

} // namespace cw::detector
