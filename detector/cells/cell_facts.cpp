#include "detector/cells/cell_facts.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::detector {
namespace {

namespace gsm = messages::gsm;

/// CCCH blocks in a second of one carrier slot: 9 in a 51-multiframe, 3 if combined with SDCCH/4
/// (TS 45.002 clause 7 table 5).
double ccch_per_s(bool combined) {
  constexpr double k_multiframe_s = 51 * 120.0 / 26 / 1000;
  return (combined ? 3.0 : 9.0) / k_multiframe_s;
}

} // namespace

std::optional<std::string> cell_id(const CellFacts& cell) {
  const IdentityEpisode* now = cell.identity();
  if (now == nullptr || !now->ci) {
    return std::nullopt;
  }
  return fmt::format(
      "{}-{}-{}-{}", now->lai.plmn.mcc_text(), now->lai.plmn.mnc_text(), now->lai.lac, *now->ci);
}

std::optional<std::string> plmn_text(const CellFacts& cell) {
  const IdentityEpisode* now = cell.identity();
  if (now == nullptr) {
    return std::nullopt;
  }
  return fmt::format("{}-{}", now->lai.plmn.mcc_text(), now->lai.plmn.mnc_text());
}

const gsm::Reselection* reselection(const CellFacts& cell) {
  if (cell.si3 && cell.si3->value.reselection) {
    return &*cell.si3->value.reselection;
  }
  if (cell.si4 && cell.si4->value.reselection) {
    return &*cell.si4->value.reselection;
  }
  return nullptr;
}

std::vector<std::uint64_t> reselection_blocks(const CellFacts& cell) {
  std::vector<std::uint64_t> blocks;
  if (cell.si3 && cell.si3->value.reselection) {
    blocks = cell.si3->tally.blocks;
  }
  if (cell.si4 && cell.si4->value.reselection) {
    blocks.insert(blocks.end(), cell.si4->tally.blocks.begin(), cell.si4->tally.blocks.end());
  }
  std::ranges::sort(blocks);
  return blocks;
}

std::uint64_t reselection_count(const CellFacts& cell) {
  const gsm::Reselection* now = reselection(cell);
  std::uint64_t count = 0;
  if (now != nullptr && cell.si3 && cell.si3->value.reselection == *now) {
    count += cell.si3->tally.count;
  }
  if (now != nullptr && cell.si4 && cell.si4->value.reselection == *now) {
    count += cell.si4->tally.count;
  }
  return count;
}

std::set<std::uint16_t> neighbours(const CellFacts& cell) {
  std::set<std::uint16_t> all;
  const auto take = [&](const auto& said) {
    if (said) {
      all.insert(said->value.neighbours.arfcns.begin(), said->value.neighbours.arfcns.end());
    }
  };
  take(cell.si2);
  take(cell.si2bis);
  take(cell.si2ter);
  take(cell.si5);
  return all;
}

bool neighbours_complete(const CellFacts& cell) {
  if (!cell.si2 || !cell.si3) {
    return false;
  }
  const bool bis_due = cell.si2->value.neighbours.ext_ind;
  const bool ter_due = cell.si3->value.si2ter_ind;
  return (!bis_due || cell.si2bis) && (!ter_due || cell.si2ter);
}

bool names_other_rats(const CellFacts& cell) {
  return std::ranges::any_of(cell.si2quater, [](const auto& instance) {
    const gsm::Si2quater& said = instance.second.value;
    return !said.utran.empty() || !said.eutran.empty() || !said.complete;
  });
}

double ccch_share(const CellFacts& cell) {
  if (cell.measured && cell.measured->blocks_tried > 0) {
    return static_cast<double>(cell.measured->blocks_good) / cell.measured->blocks_tried;
  }
  const auto found = cell.blocks.find("ccch");
  const double span_s = cell.heard.last_s - cell.heard.first_s;
  if (found == cell.blocks.end() || span_s <= 0 || !cell.si3) {
    return 0;
  }
  const double sent = ccch_per_s(cell.si3->value.control.combined()) * span_s;
  return std::min(1.0, static_cast<double>(found->second) / sent);
}

} // namespace cw::detector
