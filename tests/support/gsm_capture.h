// Several generated cells on one recording, with noise: what a receiver's antenna socket would
// give.
#pragma once

#include "tests/support/gmsk.h"
#include "tests/support/gsm_cell.h"

#include <complex>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cw::support {

using cf = std::complex<float>;

struct CaptureSpec {
  double sample_rate_hz = 2 * k_symbol_rate_hz;
  std::optional<double> center_hz = {}; ///< default: the first cell's carrier
  double seconds = 1;
  std::optional<double> esn0_db = {}; ///< of a cell at 0 dB; nothing: no noise
  double recorder_error_ppm = 0;      ///< of the clock that tunes and samples
  std::uint64_t seed = 1;             ///< of the noise
  std::vector<CellSpec> cells = {};
};

/// Everything follows from the spec: the same samples and blocks on every machine, to rounding.
class GsmCapture {
public:
  explicit GsmCapture(const CaptureSpec& spec);
  ~GsmCapture();
  GsmCapture(const GsmCapture&) = delete;
  GsmCapture& operator=(const GsmCapture&) = delete;

  std::size_t samples() const noexcept { return samples_; }
  double center_hz() const noexcept { return center_hz_; }
  /// Every block that lies in the recording from first to last burst, ordered by cell, then time.
  const std::vector<SentBlock>& sent() const noexcept { return sent_; }
  /// Index, with fraction, of the sample at which a block's first burst begins on the direct path.
  double first_sample(const SentBlock& block) const noexcept;
  /// Where a cell's carrier lies in the recording, all errors included.
  double carrier_offset_hz(std::size_t cell) const noexcept;
  /// Mean power of the noise in a sample; a cell at 0 dB has power 1.
  double noise_power() const noexcept;

  /// One cell's share of samples first, first + 1, ..., added to out.
  void add_cell(std::size_t cell, std::size_t first, std::span<cf> out) const;
  /// All of it at once.
  std::vector<cf> clean() const;
  std::vector<cf> noisy() const;

private:
  struct Transmitter;
  CaptureSpec spec_;
  double center_hz_ = 0;
  double true_rate_hz_ = 0; ///< samples in a true second
  std::size_t samples_ = 0;
  std::vector<Transmitter> transmitters_;
  std::vector<SentBlock> sent_;
};

/// Complex white noise of this mean power, added.
void add_noise(std::span<cf> samples, double power, Random& random);

} // namespace cw::support
