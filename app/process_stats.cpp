#include "app/process_stats.h"

#include <sys/resource.h>

namespace cw::app {

ProcessStats process_stats() noexcept {
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) {
    return {};
  }
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  constexpr std::uint64_t k_kib = 1024; // Linux counts ru_maxrss in KiB
  return {.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime),
          .peak_rss_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * k_kib};
}

} // namespace cw::app
