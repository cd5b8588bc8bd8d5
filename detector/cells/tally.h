// How often something was said, and in which blocks: what findings show as evidence.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cw::detector {

inline constexpr std::size_t k_evidence_blocks = 4; ///< block numbers kept of each thing said

struct Tally {
  std::uint64_t count = 0;
  double first_s = 0, last_s = 0;
  std::vector<std::uint64_t> blocks; ///< numbers of the first few

  void add(std::uint64_t n, double t_s) {
    first_s = count == 0 ? t_s : std::min(first_s, t_s);
    last_s = count == 0 ? t_s : std::max(last_s, t_s);
    ++count;
    if (blocks.size() < k_evidence_blocks) {
      blocks.push_back(n);
    }
  }
};

/// A message's content as last said; the tally counts since it is what it is.
template <class T>
struct Said {
  T value;
  Tally tally;
};

} // namespace cw::detector
