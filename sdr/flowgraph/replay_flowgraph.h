// One recording through the flowgraph: recording source -> band sink, in GNU Radio's scheduler.
#pragma once

#include "sdr/flowgraph/band_host.h"
#include "sdr/source/recording.h"
#include "wire/report.h"

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace cw::sdr {

struct ReplayOptions {
  unsigned threads = 1;
  bool realtime = false; ///< not faster than it was recorded
  int max_chunk = 32768; ///< most samples handed on at once; changes nothing that comes out
  std::function<void(std::uint64_t samples)> progress; ///< called often, from the source's thread
};

struct ReplayResult {
  wire::InputReport input;
  std::vector<TunedSearch> searches;
  SessionPosition position; ///< where the next input begins
  std::string error;        ///< what broke it off; what came before is good
};

/// Blocks until the recording is through or `stop` is set. Results do not depend on how the
/// scheduler cuts the stream: one thread reads, one hosts the band, and GNU Radio's buffer between
/// them is the bounded queue that loses nothing.
ReplayResult replay_recording(const Recording& recording,
                              const ReplayOptions& options,
                              BlockExit& exit,
                              const SessionPosition& start,
                              const std::atomic<bool>& stop);

} // namespace cw::sdr
