#include "detector/live/cell_slots.h"

namespace cw::detector {

std::size_t CellSlots::slot(const Cell& cell) {
  const auto [at, fresh] = slots_.try_emplace(cell);
  if (fresh && free_.empty()) {
    at->second.number = reports_.size();
    reports_.emplace_back();
  } else if (fresh) {
    at->second.number = *free_.begin();
    free_.erase(free_.begin());
  }
  return at->second.number;
}

std::size_t CellSlots::find(const Cell& cell) const {
  const auto known = slots_.find(cell);
  return known == slots_.end() ? reports_.size() : known->second.number;
}

bool CellSlots::due(const Cell& cell, double now_s) {
  const auto known = slots_.find(cell);
  if (known == slots_.end() || now_s - known->second.published_s < k_every_s) {
    return false;
  }
  known->second.published_s = now_s;
  return true;
}

} // namespace cw::detector
