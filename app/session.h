// A session: several inputs in order, each through the receiver it needs, into one consumer.
#pragma once

#include "app/gsmtap_input.h"
#include "sdr/flowgraph/band_host.h"
#include "sdr/flowgraph/signal_consumer.h"
#include "sdr/source/recording.h"
#include "wire/report.h"

#include <tl/expected.hpp>

#include <atomic>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cw::app {

using SessionInput = std::variant<sdr::Recording, GsmtapInput>;

/// Looks at every input before anything is done with one. Errors: one sentence about the first bad
/// one.
tl::expected<std::vector<SessionInput>, std::string>
find_inputs(const std::vector<std::string>& paths, const sdr::RecordingHints& hints);

/// When the first input began, nanoseconds since 1970, if it says so.
std::optional<std::int64_t> start_unix_ns(const std::vector<SessionInput>& inputs);

struct SessionOptions {
  unsigned threads = 1;
  bool keep_identities = false;
  bool realtime = false;
  bool progress = false; ///< draw a bar on stderr
};

/// What was looked at in one input while tuned to one frequency.
struct InputSearch {
  std::size_t input = 0; ///< index into the inputs
  double sample_rate_hz = 0;
  double clipped_fraction = 0;
  sdr::TunedSearch tuned;
};

struct SessionResult {
  std::vector<wire::InputReport> inputs;
  std::vector<InputSearch> searches; ///< an entry a tuning, none for GSMTAP
  double signal_s = 0;
  std::uint64_t blocks = 0;
  std::vector<std::string> errors; ///< sentences; what came before them is good
};

SessionResult run_session(const std::vector<SessionInput>& inputs,
                          const SessionOptions& options,
                          sdr::SignalConsumer& consumer,
                          const std::atomic<bool>& stop);

} // namespace cw::app
