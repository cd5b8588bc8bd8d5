#include "app/progress_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace cw::app {

ProgressBar::ProgressBar(std::string name,
                         std::uint64_t total_samples,
                         double sample_rate_hz,
                         bool shown)
    : name_(std::move(name)), total_samples_(total_samples), sample_rate_hz_(sample_rate_hz),
      shown_(shown) {}

ProgressBar::~ProgressBar() {
  if (shown_) {
    fmt::print(stderr, "\r\x1b[K");
  }
}

std::string ProgressBar::line(const std::string& name, double done_s, double total_s) {
  if (total_s <= 0) {
    return fmt::format("{}  {:.1f} s", name, done_s);
  }
  constexpr std::size_t k_width = 30;
  const double part = std::clamp(done_s / total_s, 0.0, 1.0);
  const auto filled = static_cast<std::size_t>(part * k_width);
  return fmt::format("{}  [{}{}] {:3.0f} %  {:.1f} of {:.1f} s",
                     name,
                     std::string(filled, '#'),
                     std::string(k_width - filled, '.'),
                     100 * part,
                     done_s,
                     total_s);
}

void ProgressBar::update(std::uint64_t samples) {
  if (!shown_) {
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) {
    return;
  }
  next_ = now + std::chrono::milliseconds(200);
  const auto seconds = [&](std::uint64_t count) {
    return static_cast<double>(count) / sample_rate_hz_;
  };
  fmt::print(stderr, "\r{}\x1b[K", line(name_, seconds(samples), seconds(total_samples_)));
  std::fflush(stderr);
}

} // namespace cw::app
