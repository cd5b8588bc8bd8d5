// What is in a spool, and whether its counts hold.
#pragma once

#include "wire/bus/spool.h"

#include <vector>

namespace cw::wire::test {

/// Made-up blocks with n from `first`.
std::vector<SensorItem> some_blocks(std::uint64_t first, std::size_t count);

std::size_t blocks_in(const SensorBatch& batch);

/// Everything waiting after `after`, read; fails the test if it cannot be.
std::vector<SensorBatch> waiting(bus::Spool& spool, std::uint64_t after = 0);

/// A detector's view: every batch's own counts fit what it has stored so far.
struct Books {
  std::uint64_t stored = 0, seq = 0, lost = 0;
  /// Stores it unless it is a repeat; false if the counts do not fit.
  bool store(const SensorBatch& batch);
};

} // namespace cw::wire::test
