// One recording as it lies on disk: which octets are samples, at what rate, around which frequency.
#pragma once

#include "sdr/source/sample_format.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cw::sdr {

/// What dsp can work with.
inline constexpr double k_min_rate_hz = 270'833;
inline constexpr double k_max_rate_hz = 61.44e6;

/// What receivers can be tuned to; NaN is not.
inline constexpr double k_min_center_hz = 1e6;
inline constexpr double k_max_center_hz = 6e9;
bool is_possible_center(double hz) noexcept;

/// What the user adds where the file does not say it. What the file says wins; the recording warns
/// of a hint that says otherwise.
struct RecordingHints {
  std::optional<SampleFormat> format = {};
  std::optional<double> sample_rate_hz = {};
  std::optional<double> center_hz = {};
};

/// Samples without a hole on one frequency.
struct Segment {
  std::uint64_t byte_offset = 0; ///< of its first sample
  std::uint64_t samples = 0;     ///< a stream of unknown length: k_until_end
  std::optional<double> center_hz = {};
  std::optional<std::int64_t> start_unix_ns = {};
  bool retuned = true;           ///< another frequency than the one before; the first is
  std::uint64_t lost_before = 0; ///< samples missing before it if not retuned, 0: unknown
  double start_s = 0;            ///< of its first sample, from the recording's start
};

inline constexpr std::uint64_t k_until_end = UINT64_MAX;

struct Recording {
  std::string path;      ///< as the user gave it, "-" for stdin
  std::string data_path; ///< where the samples are
  std::string datatype;
  SampleFormat format = SampleFormat::cf32;
  double sample_rate_hz = 0;
  std::vector<Segment> segments;     ///< at least one, none empty
  std::uint32_t captures = 1;        ///< as the metadata lists them
  std::vector<std::string> warnings; ///< what is odd but can be worked with
};

/// Opens a SigMF recording (either file or the common base name), a WAV file, a raw file, or stdin
/// ("-"), looks at what it says of itself and closes it again.
///
/// Errors  one sentence with the path: what is wrong and what to do.
tl::expected<Recording, std::string> find_recording(const std::string& path,
                                                    const RecordingHints& hints);

/// Samples in all segments together; k_until_end if that is not known.
std::uint64_t total_samples(const Recording& recording) noexcept;

} // namespace cw::sdr
