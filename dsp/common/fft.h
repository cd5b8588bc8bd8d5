// One-dimensional complex transforms: FFTW in single precision behind an object that owns its plan.
#pragma once

#include "dsp/common/aligned.h"
#include "dsp/common/complex.h"

#include <cstddef>
#include <memory>

namespace cw::dsp {

/// A transform of fixed size. Unnormalised in both directions, as FFTW's.
/// Plans are estimated, not measured: measuring picks another plan on another day.
class Fft {
public:
  enum class Direction { forward, backward };
  Fft(std::size_t size, Direction direction);
  ~Fft();
  Fft(Fft&&) noexcept;
  Fft& operator=(Fft&&) noexcept;

  /// in and out hold size() samples each, must not overlap, and begin on a multiple of 32 octets
  /// (AlignedVector). Safe to call from several threads.
  void run(const cf* in, cf* out) const noexcept;
  std::size_t size() const noexcept { return size_; }

private:
  struct Plan;
  std::size_t size_;
  std::unique_ptr<Plan> plan_;
};

/// The sizes FFTW is quick at, nearest to wanted by ratio: 2^a times 1, 3, 5, 9 or 15, multiples
/// of 8.
std::size_t quick_fft_size(double wanted) noexcept;

} // namespace cw::dsp
