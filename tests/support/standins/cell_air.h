// The carrier of one cell at any moment: every burst follows from the cell and its frame number.
#pragma once

#include "tests/support/standins/scene.h"
#include "tests/support/standins/scene_content.h"

#include <array>
#include <complex>
#include <cstdint>
#include <span>

namespace cw::standins {

using cf = std::complex<float>;

/// A carrier as a receiver samples it.
struct Sampling {
  double scene_s = 0;          ///< of the first sample
  double true_rate_hz = 0;     ///< samples in a true second
  double turns_per_sample = 0; ///< of the carrier
  float amplitude = 1;
};

/// Input   moments in any order; rising ones cost least, and only they are continuous in phase.
/// State   two frames and their blocks, so that nothing is made twice.
class CellAir {
public:
  explicit CellAir(const SceneCell& cell);

  const SceneCell& cell() const noexcept { return cell_; }
  double carrier_hz() const noexcept { return carrier_hz_; }
  /// Adds the carrier to out.
  void add(const Sampling& sampling, std::span<cf> out);

private:
  /// Where in the phase table each symbol of a frame is: the bits around it, and in the upper bits
  /// the quarter turns before.
  using Frame = std::array<std::uint8_t, support::k_frame_symbols>;

  void make_frame(std::int64_t frame);
  void fill_slot(std::int64_t frame, unsigned slot, support::BurstBits& burst);
  bool control_burst(std::int64_t frame, std::uint8_t slot, support::BurstBits& burst);
  bool traffic_burst(std::int64_t frame, unsigned slot, support::BurstBits& burst) const;

  struct Coded {
    std::int64_t first_frame = -1;
    bool sent = false;
    support::CodedBlock bursts{};
  };

  SceneCell cell_;
  SceneContent content_;
  double carrier_hz_;
  double symbols_per_s_;
  std::int64_t frame_ = -1; ///< in symbols_
  unsigned quarters_ = 0;   ///< before its first symbol
  unsigned next_quarters_ = 0;
  Frame symbols_{};
  std::array<Coded, 2> coded_{}; ///< of TS0 and TS1
  std::uint64_t carrier_angle_ = 0;
  std::vector<std::uint8_t> bits_;
};

} // namespace cw::standins
