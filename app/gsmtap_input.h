// A packet capture with GSMTAP in place of I/Q: the detector gets the same blocks.
#pragma once

#include "sdr/flowgraph/block_exit.h"
#include "wire/report.h"

#include <tl/expected.hpp>

#include <atomic>
#include <cstdint>
#include <string>

namespace cw::app {

struct GsmtapInput {
  std::string path;
  std::int64_t start_unix_ns = 0; ///< of its first packet
};

/// By its first four octets.
bool is_packet_capture(const std::string& path);

/// A file that is not empty and whose name promises a capture.
bool is_named_capture(const std::string& path);

/// Errors  one sentence: not a capture, or no packet in it.
tl::expected<GsmtapInput, std::string> find_gsmtap(const std::string& path);

struct GsmtapResult {
  wire::InputReport input;
  std::string error; ///< what broke it off; what came before is good
};

/// Every GSM downlink block to the exit, its t_s counted from `start_s` at the first packet.
GsmtapResult replay_gsmtap(const GsmtapInput& input,
                           double start_s,
                           sdr::BlockExit& exit,
                           const std::atomic<bool>& stop);

} // namespace cw::app
