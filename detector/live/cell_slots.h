// Numbers under which the cells of all sensors are published.
#pragma once

#include "wire/snapshot.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cw::detector {

/// A cell of a sensor has a slot as long as it is remembered. A slot that became free is given
/// again; until then it holds an empty report, so that the others keep their places.
class CellSlots {
public:
  using Cell = std::pair<std::string, std::size_t>; ///< sensor, and number there

  std::size_t slot(const Cell& cell);
  /// Nothing to find: the number of slots.
  std::size_t find(const Cell& cell) const;
  /// True at most every k_every_s for a cell.
  bool due(const Cell& cell, double now_s);
  void set(std::size_t slot, wire::CellReport report) { reports_.at(slot) = std::move(report); }
  /// Frees those of a sensor that `remembered(number)` does not know.
  template <class Remembered>
  void keep_only(const std::string& sensor, Remembered remembered) {
    for (auto at = slots_.lower_bound({sensor, 0});
         at != slots_.end() && at->first.first == sensor;) {
      if (remembered(at->first.second)) {
        ++at;
        continue;
      }
      reports_[at->second.number] = {};
      free_.insert(at->second.number);
      at = slots_.erase(at);
    }
  }
  template <class Take>
  void for_each(Take take) const {
    for (const auto& [cell, slot] : slots_) {
      take(cell, slot.number);
    }
  }
  const std::vector<wire::CellReport>& reports() const noexcept { return reports_; }

  static constexpr double k_every_s = 5;

private:
  struct Slot {
    std::size_t number = 0;
    double published_s = -1e18;
  };
  std::map<Cell, Slot> slots_;
  std::set<std::size_t> free_;
  std::vector<wire::CellReport> reports_;
};

} // namespace cw::detector
