// The whole captured band: samples in, blocks and measurements out. Hosts every receiver there is.
#pragma once

#include "wire/gsm_block.h"
#include "wire/power_scan.h"

#include <tl/expected.hpp>

#include <complex>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cw::dsp {

using cf = std::complex<float>;

struct BandConfig {
  double sample_rate_hz = 0;            ///< 270 833 to 61.44e6, any value
  std::optional<double> center_hz = {}; ///< what the recorder believed it tuned to
  double usable = 1;    ///< share of the rate that is looked at; a radio's filters let
                        ///< images in beyond it
  unsigned threads = 1; ///< 1 to 64; never changes what comes out
};

/// What came out since the caller last emptied it. Blocks are in rising time.
struct BandOutput {
  std::vector<wire::GsmBlock> blocks;
  std::vector<wire::GsmMeasurement> measurements;
  std::vector<wire::PowerScan> scans;
};

/// What was looked at: the answer to "why is there nothing in it?".
struct BandSearch {
  struct Carrier {
    double offset_hz = 0;
    float level_dbfs = 0.0F;
    float best_fcch_snr_db = 0.0F;   ///< strongest tone-like stretch, whether or not it passed
    std::uint32_t fcch = 0, sch = 0; ///< accepted
  };
  float level_dbfs = 0.0F; ///< mean power of the whole capture
  double searched_s = 0;
  std::vector<Carrier> carriers; ///< all that were searched, strongest first
};

/// Input   complex baseband in units of full scale (1.0), any number of samples a call.
/// Output  blocks whose check held; identities are not zeroed here.
/// State   buffers about a quarter of a second; cutting the stream elsewhere, or more threads,
/// gives the
///         same output bit for bit.
/// Errors  only create() can fail, with one sentence. NaN and infinity are taken as 0.
class Band {
public:
  static tl::expected<Band, std::string> create(const BandConfig& config);
  ~Band();
  Band(Band&&) noexcept;
  Band& operator=(Band&&) noexcept;

  void process(std::span<const cf> samples, BandOutput& out);
  /// The stream has a hole here: `lost` samples are missing (0: unknown) before the next one.
  /// Sample numbers go on counting only what was given.
  void gap(std::uint64_t lost, BandOutput& out);
  /// The stream is over: work through what is still buffered.
  void finish(BandOutput& out);
  /// The next sample is of another frequency: as a new Band, for less. What is buffered is dropped:
  /// finish() first. Sample numbers and trains count from the start again, and so does search().
  void retune(std::optional<double> center_hz);
  BandSearch search() const;

private:
  class Impl;
  explicit Band(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

} // namespace cw::dsp
