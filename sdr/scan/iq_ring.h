// The newest seconds of a radio's samples, for evidence.
#pragma once

#include "sdr/source/sample_format.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace cw::sdr {

/// A stretch of samples on one frequency without a hole.
struct IqStretch {
  double center_hz = 0;
  double start_s = 0;              ///< on the clock of add()
  std::vector<std::int8_t> values; ///< I and Q in turn, 127 is full scale
};

/// Keeps 8 bits a value whatever the radio gives: a seventh of a dB of a strong cell, an eighth of
/// the memory.
///
/// Input   add() from one thread, copy() from any.
/// Memory  its limit, taken in the constructor.
class IqRing {
public:
  IqRing(double rate_hz, std::size_t limit_octets);

  /// Samples that follow on the last ones if center and time say so.
  void add(std::span<const cf> samples, double center_hz, double start_s);

  /// What is kept between the two times, oldest first.
  std::vector<IqStretch> copy(double from_s, double to_s) const;

  double rate_hz() const noexcept { return rate_hz_; }
  double seconds() const noexcept; ///< that fit

private:
  struct Mark {
    std::uint64_t first = 0; ///< sample, counted since the start
    double center_hz = 0, start_s = 0;
  };
  double rate_hz_;
  mutable std::mutex mutex_;
  std::vector<std::int8_t> values_;
  std::uint64_t written_ = 0; ///< samples
  std::vector<Mark> marks_;   ///< where stretches begin, oldest first
};

} // namespace cw::sdr
