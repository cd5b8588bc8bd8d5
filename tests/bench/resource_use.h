// What a stretch of a program cost.
#pragma once

#include <cstdint>

namespace cw::bench {

struct ResourceUse {
  double cpu_s = 0; ///< all threads of the process
  double wall_s = 0;
};

ResourceUse resource_use() noexcept; ///< since the process began; wall_s since some instant
std::uint64_t peak_rss_bytes() noexcept;

inline ResourceUse operator-(const ResourceUse& late, const ResourceUse& early) noexcept {
  return {late.cpu_s - early.cpu_s, late.wall_s - early.wall_s};
}

} // namespace cw::bench
