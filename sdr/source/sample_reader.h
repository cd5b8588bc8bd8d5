// Reads the samples of one recording in order, in units of full scale.
#pragma once

#include "sdr/source/recording.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>

namespace cw::sdr {

struct ReadResult {
  std::size_t samples = 0;    ///< 0: nothing more comes, see error()
  std::size_t segment = 0;    ///< index into the recording's segments; samples are all of it
  bool segment_start = false; ///< samples[0] is the first of its segment
};

/// Input   a recording as find_recording() laid it out.
/// Output  samples as they come; a read never crosses a segment's end.
/// State   one buffer of octets; counts of what was clipped or not finite.
/// Errors  a file that gets shorter or cannot be read on the way ends the stream; what came before
/// is good.
class SampleReader {
public:
  static tl::expected<SampleReader, std::string> open(const Recording& recording);
  ~SampleReader();
  SampleReader(SampleReader&&) noexcept;
  SampleReader& operator=(SampleReader&&) noexcept;

  /// Waits for samples of a pipe only until `stop` is set.
  ReadResult read(std::span<cf> out, const std::atomic<bool>& stop);

  std::uint64_t samples_read() const noexcept;
  const ConvertCounts& counts() const noexcept;
  /// What broke the stream off, or odd octets left at a pipe's end; empty if nothing did.
  const std::string& error() const noexcept;
  std::size_t octets_left_over() const noexcept;

private:
  struct State;
  explicit SampleReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace cw::sdr
