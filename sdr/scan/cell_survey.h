// What a scan has heard of each cell so far: whether a visit may end, and what heartbeats tell.
#pragma once

#include "wire/gsm_block.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace cw::sdr {

/// Thread safe. Times are those of the blocks.
class CellSurvey {
public:
  void note(const wire::GsmBlock& block);
  void note(const wire::GsmMeasurement& measurement);

  /// The radio has changed its tuning.
  void begin_visit();
  /// Whether a cell heard in this visit has not said all a survey wants of it (SI2, SI3, SI4), or
  /// not lately (its LAC may have changed). One that cannot be read in several visits is let be for
  /// a while.
  bool wants_more() const;

  std::uint32_t cells_heard(double since_s) const;
  std::uint32_t cells_read() const; ///< all of SI2, SI3 and SI4
  std::uint64_t blocks() const;
  /// The radio's own error: what most cells agree on. Of three cells at least.
  std::optional<double> ppm() const;

private:
  using Key = std::pair<std::int64_t, std::uint32_t>; ///< carrier in kHz, train
  struct Cell {
    std::uint8_t read = 0; ///< bit 0 SI2, 1 SI3, 2 SI4
    double identity_s = 0; ///< when SI3 or SI4 was read last
    double last_s = 0;
    double ppm = 0;
    bool measured = false;
    bool in_visit = false;
    unsigned visits_unread = 0;
    double rests_until_s = 0;
  };
  bool wants(const Cell& cell) const;

  mutable std::mutex mutex_;
  std::map<Key, Cell> cells_;
  double now_s_ = 0;
  std::uint64_t blocks_ = 0;
};

} // namespace cw::sdr
