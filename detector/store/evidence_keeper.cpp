#include "detector/store/evidence_keeper.h"

#include <utility>

namespace cw::detector {
namespace {

// As many as a Tally keeps, twice over: an identity counts SI3 and SI4 together.
constexpr std::uint64_t k_repeats_kept = 8;
// RR message types on CCCH, TS 44.018 table 9.1.1: IMMEDIATE ASSIGNMENT, ... EXTENDED, ... REJECT
constexpr std::uint8_t k_assignment = 0x3F, k_extended = 0x39, k_reject = 0x3A;

} // namespace

bool EvidenceKeeper::wanted(std::size_t cell, const wire::GsmBlock& block) {
  using Channel = wire::GsmChannel;
  OfCell& of_cell = cells_[cell];
  if (++of_cell.any <= k_repeats_kept) {
    return true;
  }
  switch (block.channel) {
  case Channel::sdcch4:
  case Channel::sdcch8: return true;
  case Channel::ccch:
    return block.data[2] == k_assignment || block.data[2] == k_extended ||
           block.data[2] == k_reject;
  case Channel::sch: return ++of_cell.sch <= k_repeats_kept;
  default: break;
  }
  // The message type is the third octet on BCCH, and further on behind LAPDm.
  const int type = block.channel == Channel::sacch ? 0x100 + block.data[6] : block.data[2];
  Repeats& same = of_cell.contents[type];
  if (same.data != block.data) {
    same = {block.data, 0};
  }
  return ++same.count <= k_repeats_kept;
}

void EvidenceKeeper::add(std::size_t cell, const wire::GsmBlock& block) {
  if (wanted(cell, block)) {
    kept_.push_back({cell, block});
  }
}

std::vector<StoredBlock> EvidenceKeeper::take() {
  return std::exchange(kept_, {});
}

void EvidenceKeeper::drop(std::size_t cell) {
  cells_.erase(cell);
}

} // namespace cw::detector
