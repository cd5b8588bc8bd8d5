#include "detector/cells/cell_book.h"

#include "detector/cells/consensus.h"

#include <algorithm>
#include <cmath>
#include <variant>

namespace cw::detector {
namespace {

namespace gsm = messages::gsm;

/// A train silent for so long is not on the air together with one that begins.
constexpr double k_silent_s = 1.0;

std::int64_t carrier_key(const wire::RadioId& heard_on) {
  if (heard_on.arfcn) {
    return static_cast<std::int64_t>(heard_on.arfcn->band) * 4096 + heard_on.arfcn->number;
  }
  return 1'000'000 + std::llround(heard_on.carrier_offset_hz / 1000.0);
}

/// The identity a message claims, if it claims one: LAI, and CI from SI3.
bool contradicts(const CellFacts& cell, const gsm::Message& message) {
  const IdentityEpisode* known = cell.identity();
  if (known == nullptr) {
    return false;
  }
  if (const auto* si3 = std::get_if<gsm::Si3>(&message)) {
    return !(si3->lai == known->lai) || (known->ci && *known->ci != si3->ci);
  }
  const auto* si4 = std::get_if<gsm::Si4>(&message);
  return si4 != nullptr && !(si4->lai == known->lai);
}

} // namespace

CellBook::Key CellBook::key_of(const wire::RadioId& heard_on) {
  const bool tracked = heard_on.train != 0;
  const int bsic = heard_on.bsic && !tracked ? *heard_on.bsic : -1;
  return {carrier_key(heard_on), heard_on.train, bsic};
}

std::size_t CellBook::find_or_add(const wire::GsmBlock& block) {
  const Key key = key_of(block.heard_on);
  const auto known = index_.find(key);
  if (known != index_.end()) {
    return known->second;
  }
  // A train that was lost and found again has a new number. It is the same cell if it has the same
  // carrier and BSIC and the other one has fallen silent.
  for (std::size_t i = cells_.size(); i-- > 0;) {
    const CellFacts& other = cells_[i].facts();
    const bool silent = cells_[i].lost() || block.t_s - other.heard.last_s > k_silent_s;
    if (silent && block.heard_on.bsic && other.heard_on.bsic == block.heard_on.bsic &&
        carrier_key(other.heard_on) == carrier_key(block.heard_on)) {
      return index_[key] = i;
    }
  }
  cells_.emplace_back(block.heard_on);
  return index_[key] = cells_.size() - 1;
}

std::size_t CellBook::apply(const wire::GsmBlock& block) {
  if (block.heard_on.carrier_hz) {
    center_hz_ = *block.heard_on.carrier_hz - block.heard_on.carrier_offset_hz;
  }
  std::size_t at = find_or_add(block);
  const auto message = gsm::parse_block(block);
  if (!cells_[at].continues(block)) {
    cells_[at].mark_break();
  }
  if (message && cells_[at].broken_since_identity() && contradicts(cells_[at].facts(), *message)) {
    // After a jump of the frame number another identity is another cell, not a changed one.
    cells_.emplace_back(block.heard_on);
    at = index_[key_of(block.heard_on)] = cells_.size() - 1;
  }
  cells_[at].apply(block, message);
  return at;
}

void CellBook::apply(const wire::GsmMeasurement& measurement) {
  const auto known = index_.find(key_of(measurement.heard_on));
  if (known != index_.end()) {
    cells_[known->second].apply(measurement);
  }
}

void CellBook::apply(const wire::PowerScan& scan) {
  if (scan.level_dbfs.empty()) {
    return;
  }
  const double last =
      scan.first_offset_hz + scan.step_hz * static_cast<double>(scan.level_dbfs.size() - 1);
  if (!scanned_offsets_) {
    scanned_offsets_ = Coverage{scan.first_offset_hz, last};
  }
  scanned_offsets_->low_hz = std::min(scanned_offsets_->low_hz, scan.first_offset_hz);
  scanned_offsets_->high_hz = std::max(scanned_offsets_->high_hz, last);
}

std::optional<Coverage> CellBook::coverage() const {
  std::optional<Coverage> all;
  const auto widen = [&](double low_hz, double high_hz) {
    all = all ? Coverage{std::min(all->low_hz, low_hz), std::max(all->high_hz, high_hz)}
              : Coverage{low_hz, high_hz};
  };
  if (center_hz_ && scanned_offsets_) {
    widen(*center_hz_ + scanned_offsets_->low_hz, *center_hz_ + scanned_offsets_->high_hz);
  }
  for (const CellState& cell : cells_) {
    if (const auto& hz = cell.facts().heard_on.carrier_hz) {
      widen(*hz, *hz);
    }
  }
  return all;
}

void CellBook::settle(double now_s) {
  for (CellState& cell : cells_) {
    cell.advance(now_s);
  }
  find_consensus();
}

void CellBook::find_consensus() {
  std::vector<CarrierVote> votes;
  std::vector<std::size_t> voters;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const CellFacts& cell = cells_[i].facts();
    if (cell.carrier_error.empty()) {
      continue;
    }
    // Sectors of one site share a clock and count once. No broadcast names the site; by custom the
    // last digit of CI is the sector.
    const IdentityEpisode* who = cell.identity();
    CarrierVote vote{.ppm = cell.carrier_error.back().ppm, .site = "train " + std::to_string(i)};
    if (who != nullptr && who->ci) {
      const auto& plmn = who->lai.plmn;
      vote.site = plmn.mcc_text() + plmn.mnc_text() + "-" + std::to_string(who->lai.lac) + "-" +
                  std::to_string(*who->ci / 10);
    }
    votes.push_back(vote);
    voters.push_back(i);
  }
  const Consensus agreed = consensus(votes);
  for (std::size_t v = 0; v < voters.size(); ++v) {
    cells_[voters[v]].set_frequency_error(
        votes[v].ppm - agreed.ppm, agreed.reached, agreed.spread_ppm);
  }
}

} // namespace cw::detector
