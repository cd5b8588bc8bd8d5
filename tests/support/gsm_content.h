// What a generated cell says: the few messages a lawful cell cannot do without. All identities are
// invented.
#pragma once

#include "tests/support/gsm_cell.h"

#include <span>
#include <vector>

namespace cw::support {

struct Dialogue {
  std::uint32_t assigned_multiframe = 0; ///< Immediate Assignment goes out in this 51-multiframe
                                         ///< (counted from the hyperframe's start)
  std::uint8_t sub = 0;
  std::vector<BlockOctets>
      blocks; ///< one each 51-multiframe from the second after the assignment on
};

BlockOctets si1(const CellSpec& cell);          ///< TS 44.018 §9.1.31, cell channel {ARFCN}
BlockOctets si2(const CellSpec& cell);          ///< §9.1.32, neighbours 10, 20 and 30
BlockOctets si3(const CellSpec& cell);          ///< §9.1.35
BlockOctets si4(const CellSpec& cell);          ///< §9.1.36
BlockOctets si6_on_sacch(const CellSpec& cell); ///< §9.1.40 behind L1 header and UI frame
BlockOctets empty_paging();                     ///< §9.1.22, no identity
BlockOctets paging_tmsi(std::uint32_t first, std::uint32_t second);       ///< §9.1.22, two TMSIs
BlockOctets immediate_assignment(const CellSpec& cell, std::uint8_t sub); ///< §9.1.18, to its SDCCH

/// System Information by TC (TS 45.002 §6.3.1.3), paging in seven of ten blocks, the dialogues
/// given.
Content ordinary_content(const CellSpec& cell, const std::vector<Dialogue>& dialogues = {});

} // namespace cw::support
