// How far a session is, on stderr when that is a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace cw::app {

class ProgressBar {
public:
  /// total_samples 0: not known, then only the seconds are shown.
  ProgressBar(std::string name, std::uint64_t total_samples, double sample_rate_hz, bool shown);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void update(std::uint64_t samples);

  /// One line without its carriage return, as update() draws it.
  static std::string line(const std::string& name, double done_s, double total_s);

private:
  std::string name_;
  std::uint64_t total_samples_;
  double sample_rate_hz_;
  bool shown_;
  std::chrono::steady_clock::time_point next_{};
};

} // namespace cw::app
