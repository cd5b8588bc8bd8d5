// Which blocks a store needs: all that a finding may show as evidence.
#pragma once

#include "detector/store/store.h"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <unordered_map>
#include <vector>

namespace cw::detector {

/// Keeps the first blocks of every content of system information, SCH, what was said on SDCCHs and
/// Immediate Assignments. It counts as Tally does, so that no evidence is missing.
class EvidenceKeeper {
public:
  void add(std::size_t cell, const wire::GsmBlock& block);
  /// What was kept since the last call.
  std::vector<StoredBlock> take();
  /// A cell that is remembered no longer.
  void drop(std::size_t cell);

private:
  struct Repeats {
    std::array<std::uint8_t, 23> data{};
    std::uint64_t count = 0;
  };
  struct OfCell {
    std::uint64_t any = 0, sch = 0;
    std::map<int, Repeats> contents; ///< by message type
  };
  bool wanted(std::size_t cell, const wire::GsmBlock& block);

  std::unordered_map<std::size_t, OfCell> cells_;
  std::vector<StoredBlock> kept_;
};

} // namespace cw::detector
