#include "sdr/scan/cell_survey.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace cw::sdr {
namespace {

constexpr std::uint8_t k_si2 = 1, k_si3 = 2, k_si4 = 4, k_all = 7;
constexpr double k_fresh_s = 25;   // an identity read since needs no other look
constexpr unsigned k_patience = 6; // visits to a cell that gives nothing
constexpr double k_rest_s = 60;    // before it is tried again
constexpr double k_forgotten_s = 1800;
constexpr std::size_t k_quorum = 3;

/// Message type of a BCCH block, TS 44.018 table 10.4.1.
std::uint8_t bit_of(const wire::GsmBlock& block) {
  if (block.channel != wire::GsmChannel::bcch || (block.data[1] & 0x0FU) != 0x06) {
    return 0;
  }
  switch (block.data[2]) {
  case 0x1A: return k_si2;
  case 0x1B: return k_si3;
  case 0x1C: return k_si4;
  default: return 0;
  }
}

std::int64_t kilohertz(double hz) {
  return std::llround(hz / 1e3);
}

} // namespace

void CellSurvey::note(const wire::GsmBlock& block) {
  const std::scoped_lock lock(mutex_);
  ++blocks_;
  now_s_ = std::max(now_s_, block.t_s);
  if (!block.heard_on.carrier_hz) {
    return;
  }
  Cell& cell = cells_[{kilohertz(*block.heard_on.carrier_hz), block.heard_on.train}];
  const std::uint8_t bit = bit_of(block);
  cell.read |= bit;
  cell.last_s = block.t_s;
  cell.in_visit = true;
  if (bit == k_si3 || bit == k_si4) {
    cell.identity_s = block.t_s;
    cell.visits_unread = 0;
  }
}

void CellSurvey::note(const wire::GsmMeasurement& measurement) {
  const std::scoped_lock lock(mutex_);
  if (!measurement.heard_on.carrier_hz) {
    return;
  }
  const auto known =
      cells_.find({kilohertz(*measurement.heard_on.carrier_hz), measurement.heard_on.train});
  if (known != cells_.end()) {
    known->second.ppm = measurement.cfo_hz / *measurement.heard_on.carrier_hz * 1e6;
    known->second.measured = true;
  }
}

bool CellSurvey::wants(const Cell& cell) const {
  const bool stale = cell.read != k_all || now_s_ - cell.identity_s > k_fresh_s;
  return cell.in_visit && stale && now_s_ >= cell.rests_until_s;
}

void CellSurvey::begin_visit() {
  const std::scoped_lock lock(mutex_);
  std::erase_if(cells_,
                [this](const auto& one) { return now_s_ - one.second.last_s > k_forgotten_s; });
  for (auto& [key, cell] : cells_) {
    if (wants(cell) && ++cell.visits_unread >= k_patience) {
      cell.visits_unread = 0;
      cell.rests_until_s = now_s_ + k_rest_s;
    }
    cell.in_visit = false;
  }
}

bool CellSurvey::wants_more() const {
  const std::scoped_lock lock(mutex_);
  return std::ranges::any_of(cells_, [this](const auto& one) { return wants(one.second); });
}

std::uint32_t CellSurvey::cells_heard(double since_s) const {
  const std::scoped_lock lock(mutex_);
  return static_cast<std::uint32_t>(std::ranges::count_if(
      cells_, [since_s](const auto& one) { return one.second.last_s >= since_s; }));
}

std::uint32_t CellSurvey::cells_read() const {
  const std::scoped_lock lock(mutex_);
  return static_cast<std::uint32_t>(
      std::ranges::count_if(cells_, [](const auto& one) { return one.second.read == k_all; }));
}

std::uint64_t CellSurvey::blocks() const {
  const std::scoped_lock lock(mutex_);
  return blocks_;
}

std::optional<double> CellSurvey::ppm() const {
  const std::scoped_lock lock(mutex_);
  std::vector<double> errors;
  for (const auto& [key, cell] : cells_) {
    if (cell.measured) {
      errors.push_back(cell.ppm);
    }
  }
  if (errors.size() < k_quorum) {
    return std::nullopt;
  }
  const auto middle = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2);
  std::ranges::nth_element(errors, middle);
  return *middle;
}

} // namespace cw::sdr
