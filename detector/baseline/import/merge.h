// Several records of one cell to one.
#pragma once

#include "detector/baseline/import/records.h"

#include <cstdint>

namespace cw::detector {

/// Takes the records of one cell, one after the other, and gives what they amount to.
///
/// Tables     A row is all that is known: the newest wins.
/// Measured   Position: the mean. Range: half the diagonal of where it was met, if it was met more
///            than once. First and last time, and the newest unit and channel.
class SameCell {
public:
  explicit SameCell(bool measurements) : measurements_(measurements) {}
  void start(const CellRecord& first);
  void add(const CellRecord& next);
  CellRecord result() const;

private:
  bool measurements_;
  CellRecord cell_{};
  std::uint64_t count_ = 0;
  double lat_sum_e7_ = 0, lon_sum_e7_ = 0; ///< from the first record on
  std::int64_t south_ = 0, north_ = 0, west_ = 0, east_ = 0;
};

/// What becomes of a cell that an earlier import of the same source has.
enum class Update : std::uint8_t {
  keep,    ///< the row tells nothing new, or is older
  replace, ///< with `now` as it is after the call
};
Update update(const CellRecord& known, CellRecord& now, bool measurements);

} // namespace cw::detector
