#include "detector/cells/cell_book.h"

#include "detector/cells/consensus.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <variant>

namespace cw::detector {
namespace {

namespace gsm = messages::gsm;

/// A train silent for so long is not on the air together with one that begins.
constexpr double k_silent_s = 1.0;

// What stays bounded however long a session lasts.
constexpr std::size_t k_keys_kept = 32;         ///< trains of one cell
constexpr std::size_t k_silent_looked_at = 256; ///< cells of one carrier, newest first
constexpr std::size_t k_voters_kept = 256;
constexpr double k_vote_good_s = 600; ///< the receiver's own error drifts

void widen(std::optional<Coverage>& all, double low_hz, double high_hz) {
  all = all ? Coverage{std::min(all->low_hz, low_hz), std::max(all->high_hz, high_hz)}
            : Coverage{low_hz, high_hz};
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

std::int64_t carrier_key(const wire::RadioId& heard_on) {
  if (heard_on.arfcn) {
    return static_cast<std::int64_t>(heard_on.arfcn->band) * 4096 + heard_on.arfcn->number;
  }
  return 1'000'000 + std::llround(heard_on.carrier_offset_hz / 1000.0);
}

std::size_t CellBook::KeyHash::operator()(const Key& key) const noexcept {
  const auto mix = [](std::uint64_t hash, std::uint64_t value) {
    return (hash ^ value) * 0x9E3779B97F4A7C15U;
  };
  const auto bsic = static_cast<std::uint64_t>(std::get<2>(key));
  const std::uint64_t hash =
      mix(mix(mix(0, static_cast<std::uint64_t>(std::get<0>(key))), std::get<1>(key)), bsic);
  return static_cast<std::size_t>(hash ^ (hash >> 32U));
}

CellBook::Key CellBook::key_of(const wire::RadioId& heard_on) {
  const bool tracked = heard_on.train != 0;
  const int bsic = heard_on.bsic && !tracked ? *heard_on.bsic : -1;
  return {carrier_key(heard_on), heard_on.train, bsic};
}

// A train that was lost and found again has a new number. It is the same cell if it has the same
// carrier and BSIC and the other one has fallen silent.
std::optional<std::size_t> CellBook::fell_silent(const wire::GsmBlock& block) const {
  const auto here = on_carrier_.find(carrier_key(block.heard_on));
  if (here == on_carrier_.end() || !block.heard_on.bsic) {
    return std::nullopt;
  }
  const std::vector<std::size_t>& all = here->second;
  const std::size_t oldest = all.size() - std::min(all.size(), k_silent_looked_at);
  for (std::size_t i = all.size(); i-- > oldest;) {
    const CellState& other = cells_.at(all[i]);
    const bool silent = other.lost() || block.t_s - other.facts().heard.last_s > k_silent_s;
    if (silent && other.facts().heard_on.bsic == block.heard_on.bsic) {
      return all[i];
    }
  }
  return std::nullopt;
}

CellBook::Place CellBook::remember(const Key& key, Place place) {
  index_[key] = place;
  std::vector<Key>& keys = keys_[place.number];
  keys.push_back(key);
  if (keys.size() > k_keys_kept) {
    const auto oldest = index_.find(keys.front());
    if (oldest != index_.end() && oldest->second.number == place.number && keys.front() != key) {
      index_.erase(oldest);
    }
    keys.erase(keys.begin());
  }
  return place;
}

CellBook::Place CellBook::add(const wire::GsmBlock& block) {
  const std::size_t number = next_++;
  CellState& state = cells_.try_emplace(cells_.end(), number, block.heard_on)->second;
  on_carrier_[carrier_key(block.heard_on)].push_back(number);
  return remember(key_of(block.heard_on), {number, &state});
}

CellBook::Place CellBook::find_or_add(const wire::GsmBlock& block) {
  const Key key = key_of(block.heard_on);
  if (const auto known = index_.find(key); known != index_.end()) {
    return known->second;
  }
  if (const auto again = fell_silent(block)) {
    return remember(key, {*again, &cells_.at(*again)});
  }
  return add(block);
}

void CellBook::touch(const Place& place) {
  if (place.state->touch(look_)) {
    touched_.push_back(place.number);
  }
}

std::size_t CellBook::apply(const wire::GsmBlock& block) {
  if (const auto& hz = block.heard_on.carrier_hz) {
    center_hz_ = *hz - block.heard_on.carrier_offset_hz;
    widen(heard_, *hz, *hz);
  }
  Place at = find_or_add(block);
  const auto message = gsm::parse_block(block);
  if (!at.state->continues(block)) {
    at.state->mark_break();
  }
  if (message && at.state->broken_since_identity() && contradicts(at.state->facts(), *message)) {
    // After a jump of the frame number another identity is another cell, not a changed one.
    at = add(block);
  }
  at.state->apply(block, message);
  touch(at);
  return at.number;
}

void CellBook::apply(const wire::GsmMeasurement& measurement) {
  const auto known = index_.find(key_of(measurement.heard_on));
  if (known != index_.end()) {
    known->second.state->apply(measurement);
    touch(known->second);
    measured_ = true;
  }
}

std::vector<std::size_t> CellBook::take_touched() {
  ++look_;
  std::ranges::sort(touched_);
  return std::exchange(touched_, {});
}

void CellBook::restore(std::size_t number,
                       const wire::RadioId& heard_on,
                       const std::vector<wire::GsmBlock>& blocks,
                       const Tally& heard) {
  next_ = std::max(next_, number + 1);
  const Place place{number, &cells_.try_emplace(number, heard_on).first->second};
  on_carrier_[carrier_key(heard_on)].push_back(number);
  remember(key_of(heard_on), place);
  for (const wire::GsmBlock& block : blocks) {
    if (!place.state->continues(block)) {
      place.state->mark_break();
    }
    place.state->apply(block, gsm::parse_block(block));
  }
  place.state->restore_heard(heard);
  place.state->end_train(); // the receiver may have begun anew meanwhile
  touch(place);
}

void CellBook::drop(std::size_t number) {
  const auto cell = cells_.find(number);
  if (cell == cells_.end()) {
    return;
  }
  for (const Key& key : keys_[number]) {
    const auto known = index_.find(key);
    if (known != index_.end() && known->second.number == number) {
      index_.erase(known);
    }
  }
  keys_.erase(number);
  const auto here = on_carrier_.find(carrier_key(cell->second.facts().heard_on));
  if (here != on_carrier_.end() && std::erase(here->second, number) > 0 && here->second.empty()) {
    on_carrier_.erase(here);
  }
  std::erase(touched_, number);
  talking_.erase(number);
  voters_.erase(number);
  cells_.erase(cell);
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

void CellBook::end_trains() {
  for (auto& [number, cell] : cells_) {
    cell.end_train();
  }
}

std::optional<Coverage> CellBook::coverage() const {
  std::optional<Coverage> all = heard_;
  if (center_hz_ && scanned_offsets_) {
    widen(all, *center_hz_ + scanned_offsets_->low_hz, *center_hz_ + scanned_offsets_->high_hz);
  }
  return all;
}

void CellBook::settle(double now_s) {
  talking_.insert(touched_.begin(), touched_.end());
  std::erase_if(talking_, [&](std::size_t number) {
    CellState& cell = cells_.at(number);
    cell.advance(now_s);
    return !cell.talks();
  });
  if (std::exchange(measured_, false)) {
    for (const std::size_t number : touched_) {
      if (!cells_.at(number).facts().carrier_error.empty()) {
        voters_.insert(number);
      }
    }
    find_consensus(now_s);
  }
}

void CellBook::find_consensus(double now_s) {
  const auto measured_s = [&](std::size_t number) {
    return cells_.at(number).facts().carrier_error.back().t_s;
  };
  // A cell keeps the error it had against those of its own time.
  std::erase_if(voters_, [&](std::size_t it) { return now_s - measured_s(it) > k_vote_good_s; });
  std::vector<std::size_t> voters(voters_.begin(), voters_.end());
  if (voters.size() > k_voters_kept) {
    std::ranges::stable_sort(voters, std::greater<>(), measured_s);
    voters.resize(k_voters_kept);
  }
  std::vector<CarrierVote> votes;
  for (const std::size_t number : voters) {
    const CellFacts& cell = cells_.at(number).facts();
    // Sectors of one site share a clock and count once. No broadcast names the site; by custom the
    // last digit of CI is the sector.
    const IdentityEpisode* who = cell.identity();
    CarrierVote vote{.ppm = cell.carrier_error.back().ppm,
                     .site = "train " + std::to_string(number)};
    if (who != nullptr && who->ci) {
      const auto& plmn = who->lai.plmn;
      vote.site = plmn.mcc_text() + plmn.mnc_text() + "-" + std::to_string(who->lai.lac) + "-" +
                  std::to_string(*who->ci / 10);
    }
    votes.push_back(vote);
  }
  const Consensus agreed = consensus(votes);
  for (const std::size_t number : voters_) {
    CellState& cell = cells_.at(number);
    cell.set_frequency_error(
        cell.facts().carrier_error.back().ppm - agreed.ppm, agreed.reached, agreed.spread_ppm);
  }
  if (voters_.size() > k_voters_kept) {
    voters_ = {voters.begin(), voters.end()};
  }
}

} // namespace cw::detector
