// What the process has cost so far.
#pragma once

#include <cstdint>

namespace cw::app {

struct ProcessStats {
  double cpu_s = 0; ///< user and system, all threads
  std::uint64_t peak_rss_bytes = 0;
};

ProcessStats process_stats() noexcept;

} // namespace cw::app
