// G07 reserved or default identifiers (GSM), version 1, family identity
//
// Observes   SI3: LAC and CI.
// Condition  LAC 0, 65534 or 65535, CI 0 or 65535, or a pair of g07.default_pairs; g07.min_blocks.
// Not if     LAC 0 in the railway's carriers.
// Source     TS 24.008 §10.5.1.3: 65534 and 0 are for deleted location data; open-source defaults.
// Benign     GSM-R, femtocells, laboratories.
// Evades it  Any other number.
#include "detector/rules/benign.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <charconv>

namespace cw::detector {
namespace {

/// "1/0,1/1,1000/10,equal LAC/CI"
bool is_default_pair(std::string_view pairs, unsigned lac, unsigned ci) {
  while (!pairs.empty()) {
    const std::string_view one = pairs.substr(0, pairs.find(','));
    pairs.remove_prefix(std::min(pairs.size(), one.size() + 1));
    if (one.starts_with("equal")) {
      if (lac == ci) {
        return true;
      }
      continue;
    }
    if (one == fmt::format("{}/{}", lac, ci)) {
      return true;
    }
  }
  return false;
}

/// GSM-R downlink, 921 to 925 MHz: ARFCN 955 to 974 (TS 45.005 clause 2).
bool is_railway(const CellFacts& cell) {
  const auto& arfcn = cell.heard_on.arfcn;
  return arfcn && arfcn->band == wire::GsmBand::gsm900 && arfcn->number >= 955 &&
         arfcn->number <= 974;
}

RuleResult check(const Scene& scene) {
  const IdentityEpisode* who = scene.cell.identity();
  if (who == nullptr || !who->ci) {
    return Needs{"si3"};
  }
  const unsigned lac = who->lai.lac;
  const unsigned ci = *who->ci;
  if (lac == 0 && is_railway(scene.cell)) {
    return Silent{};
  }
  const bool reserved = lac == 0 || lac == 65534 || lac == 65535 || ci == 0 || ci == 65535;
  if (!reserved && !is_default_pair(scene.limits.text("g07.default_pairs"), lac, ci)) {
    return Silent{};
  }
  const auto min_blocks = static_cast<std::uint64_t>(scene.limit("g07.min_blocks"));
  if (who->said.count < min_blocks) {
    return Needs{fmt::format("{} SI3 or SI4 blocks", min_blocks)};
  }
  return Finding{
      .observed = fmt::format("LAC {}, CI {}, {}",
                              lac,
                              ci,
                              reserved ? "reserved by the standard" : "the example of a program"),
      .expected = "numbers from an operator's plan",
      .evidence = who->said.blocks};
}

} // namespace

Rule rule_g07() {
  return {.id = "G07",
          .version = 1,
          .name = "Reserved or default identifiers (GSM)",
          .family = Family::identity,
          .needs = "si3: LAC, CI",
          .sentence = "The station uses an identity number that the standard reserves or that "
                      "software ships as its example.",
          .benign = {benign::k_private_network,
                     benign::k_femtocell,
                     benign::k_test_network,
                     benign::k_decoding_error},
          .thresholds = {"g07.min_blocks", "g07.default_pairs"},
          .check = &check};
}

} // namespace cw::detector
