// All cells of a session: which block belongs to which, and what their carriers agree on.
#pragma once

#include "detector/cells/cell_state.h"
#include "wire/power_scan.h"

#include <deque>
#include <map>
#include <optional>
#include <tuple>

namespace cw::detector {

/// Downlink frequencies a session listened to. Unknown if the recording's centre is.
struct Coverage {
  double low_hz = 0, high_hz = 0;
  bool covers(double carrier_hz) const noexcept {
    return carrier_hz >= low_hz && carrier_hz <= high_hz;
  }
};

class CellBook {
public:
  /// Files a block; returns the index of its cell. Indices stay good.
  std::size_t apply(const wire::GsmBlock& block);
  /// Files a measurement; ignored if no block of its train has come yet.
  void apply(const wire::GsmMeasurement& measurement);
  void apply(const wire::PowerScan& scan);
  /// Ends silent dialogues, and computes the consensus of all carriers' errors anew.
  void settle(double now_s);

  const std::deque<CellState>& cells() const noexcept { return cells_; }
  std::optional<Coverage> coverage() const;

private:
  using Key = std::tuple<std::int64_t, std::uint32_t, int>; ///< carrier, train, BSIC if no train
  static Key key_of(const wire::RadioId& heard_on);
  std::size_t find_or_add(const wire::GsmBlock& block);
  void find_consensus();

  std::deque<CellState> cells_;
  std::map<Key, std::size_t> index_;
  std::optional<double> center_hz_;
  std::optional<Coverage> scanned_offsets_; ///< from the centre
};

} // namespace cw::detector
