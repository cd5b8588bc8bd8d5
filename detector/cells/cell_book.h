// All cells of a session: which block belongs to which, and what their carriers agree on.
#pragma once

#include "detector/cells/cell_state.h"
#include "wire/power_scan.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace cw::detector {

/// Downlink frequencies a session listened to. Unknown if the recording's centre is.
struct Coverage {
  double low_hz = 0, high_hz = 0;
  bool covers(double carrier_hz) const noexcept {
    return carrier_hz >= low_hz && carrier_hz <= high_hz;
  }
};

/// One number for what counts as one carrier: by ARFCN, else by offset to the kilohertz.
std::int64_t carrier_key(const wire::RadioId& heard_on);

/// Cells have numbers from 0 in the order they were met. A number is given once: a cell that is
/// dropped leaves a gap.
class CellBook {
public:
  /// Files a block; returns the number of its cell.
  std::size_t apply(const wire::GsmBlock& block);
  /// Files a measurement; ignored if no block of its train has come yet.
  void apply(const wire::GsmMeasurement& measurement);
  void apply(const wire::PowerScan& scan);
  /// The receiver began anew: what is heard from here has other trains, and timings that compare
  /// with none before.
  void end_trains();
  /// Ends silent dialogues, and computes the consensus of all carriers' errors anew.
  void settle(double now_s);

  /// Cells that sent something since the last call, rising.
  std::vector<std::size_t> take_touched();
  void drop(std::size_t number);
  /// A cell as it was stored: some of its blocks, and how many there were since when. Rising
  /// numbers, before any apply().
  void restore(std::size_t number,
               const wire::RadioId& heard_on,
               const std::vector<wire::GsmBlock>& blocks,
               const Tally& heard);

  const std::map<std::size_t, CellState>& cells() const noexcept { return cells_; }
  std::optional<Coverage> coverage() const;

private:
  using Key = std::tuple<std::int64_t, std::uint32_t, int>; ///< carrier, train, BSIC if no train
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  struct Place {
    std::size_t number = 0;
    CellState* state = nullptr; ///< nodes of a map stay where they are
  };

  static Key key_of(const wire::RadioId& heard_on);
  Place find_or_add(const wire::GsmBlock& block);
  Place add(const wire::GsmBlock& block);
  Place remember(const Key& key, Place place);
  std::optional<std::size_t> fell_silent(const wire::GsmBlock& block) const;
  void touch(const Place& place);
  void find_consensus(double now_s);

  std::map<std::size_t, CellState> cells_;
  std::size_t next_ = 0;
  std::unordered_map<Key, Place, KeyHash> index_;
  std::unordered_map<std::size_t, std::vector<Key>> keys_; ///< of each cell, newest few
  std::unordered_map<std::int64_t, std::vector<std::size_t>> on_carrier_; ///< rising
  std::vector<std::size_t> touched_;
  std::set<std::size_t> talking_; ///< with dialogues going on
  std::set<std::size_t> voters_;  ///< with a carrier error
  std::uint64_t look_ = 1;
  bool measured_ = false;
  std::optional<double> center_hz_;
  std::optional<Coverage> scanned_offsets_; ///< from the centre
  std::optional<Coverage> heard_;
};

} // namespace cw::detector
