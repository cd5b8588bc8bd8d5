// Which tuning a radio looks at next, and for how long. Pure: it is told the time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace cw::sdr {

struct PlannerTimes {
  double settle_s = 0.1;  ///< lost to each change of tuning
  double look_s = 0.35;   ///< least that a visit listens: a C0 sends an SCH every 46 ms
  double read_s = 2.2;    ///< most, where something is still to be read: SI1 to SI4 take 1.88 s
  double period_s = 10.0; ///< every tuning is looked at again within
};

/// Goes round all tunings so that each is looked at once a period, whatever else there is to do,
/// and gives what time is left to those where cells have more to say. Earliest deadline first: a
/// visit is drawn out only as far as all others can still be looked at in time.
///
/// With one tuning the radio stays there. Where even the shortest looks take longer than a period
/// (too many tunings), they go round as fast as they can: round_s() says how fast.
class Planner {
public:
  Planner(std::size_t tunings, const PlannerTimes& times);

  /// Begins a visit: the tuning to change to. Never looked at first, then the one left longest ago.
  std::size_t begin(double now_s);
  /// Whether the visit is over. `more`: a cell in it has not been read through.
  bool over(double now_s, bool more) const;
  /// Ends the visit.
  void end(double now_s);

  std::size_t looked_at() const noexcept { return looked_at_; } ///< tunings seen at least once
  std::uint64_t rounds() const noexcept { return rounds_; }     ///< times all were seen
  /// What a round of shortest looks takes.
  double round_s() const noexcept;

private:
  static constexpr double k_never = -std::numeric_limits<double>::infinity();
  double look_cost_s() const noexcept;
  std::optional<std::size_t> oldest(bool looked_at) const;
  double latest_end_s(double reserve_s) const;
  double fair_look_s() const;

  PlannerTimes times_;
  std::vector<double> left_s_; ///< when each was looked at last
  std::vector<std::uint64_t> visits_;
  std::size_t here_ = 0;
  bool was_fresh_ = false;
  double listening_from_s_ = 0;
  std::size_t looked_at_ = 0;
  std::uint64_t rounds_ = 0;
};

} // namespace cw::sdr
