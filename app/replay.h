// `cellwarden replay`: recordings through receiver and detector in one process.
#pragma once

#include "app/exit_status.h"
#include "app/input_options.h"
#include "wire/report.h"

#include <optional>
#include <string>

namespace cw::app {

struct ReplayCommand {
  InputOptions input;
  bool json = false;
  bool keep_identities = false;
  bool realtime = false;
  std::string blocks_path, pcap_path; ///< empty: not wanted; "-": stdout
  std::optional<std::string> baseline_path, store_path, thresholds_path, licences_path;
  std::optional<wire::Severity> fail_on;
};

/// Writes results to stdout and the files, everything else to stderr.
ExitStatus replay(const ReplayCommand& command);

} // namespace cw::app
