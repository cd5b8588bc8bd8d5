// A wide recording as part of what is on the air: cut out, filtered and resampled to what a tuner
// hears of it.
#pragma once

#include "sdr/source/recording.h"
#include "tests/support/standins/cell_air.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace cw::standins {

/// Input   a recording of one of the formats sdr/source reads, its first segment; it begins at
/// second 0 of the scene and is played in a loop.
/// State   filters for the rate and frequency last asked for.
class RecordedAir {
public:
  static tl::expected<RecordedAir, std::string> open(const std::string& path);
  ~RecordedAir();
  RecordedAir(RecordedAir&& other) noexcept;
  RecordedAir& operator=(RecordedAir&&) = delete;

  double center_hz() const noexcept { return center_hz_; }
  double rate_hz() const noexcept { return recording_.sample_rate_hz; }
  /// Adds what lies around center_hz, where sampling.turns_per_sample is that of the recording's
  /// centre.
  void add(const Sampling& sampling, double center_hz, std::span<cf> out);

private:
  explicit RecordedAir(sdr::Recording recording);
  void make_filters(double true_rate_hz, double offset_hz);
  void load(std::int64_t first, std::size_t count);
  cf filtered(std::size_t at, std::size_t phase) const noexcept;

  sdr::Recording recording_;
  double center_hz_ = 0;
  std::size_t samples_ = 0;
  const std::byte* octets_ = nullptr; ///< mapped
  std::size_t mapped_ = 0;
  double filter_rate_hz_ = 0, filter_offset_hz_ = 0;
  std::size_t taps_ = 0;               ///< a multiple of 8
  std::vector<float> tap_re_, tap_im_; ///< of all phases, one after another
  std::vector<float> loaded_re_, loaded_im_;
  std::vector<cf> converted_;
  std::uint64_t angle_ = 0;
};

} // namespace cw::standins
