// Blocks of cells that exist nowhere, as lines of blocks.jsonl.
#pragma once

#include "wire/gsm_block.h"

#include <cstdint>
#include <string>

namespace cw::bench {

/// Lawful cells of four operators on 500 carriers: SCH, SI1 to SI4, paging by TMSI.
class MadeUpAir {
public:
  explicit MadeUpAir(unsigned cells) : cells_(cells) {}

  /// What cells `first` to `first + count` send in one 51-multiframe: five SCH, one BCCH block,
  /// three of paging. Then time goes on.
  void append_multiframe(std::string& lines, unsigned first, unsigned count);

  /// Four blocks of a cell that was never there before, with an identity and a train of its own.
  void append_stranger(std::string& lines, unsigned number);

private:
  wire::GsmBlock block(unsigned cell, unsigned frame);
  void append(std::string& lines, wire::GsmBlock made);

  unsigned cells_ = 0;
  std::uint32_t multiframe_ = 0;
  std::uint64_t n_ = 0;
  double t_s_ = 0;
};

} // namespace cw::bench
