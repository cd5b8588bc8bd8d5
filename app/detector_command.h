// What cellwarden-detector was asked to do.
#pragma once

#include "app/exit_status.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cw::app {

struct DetectorCommand {
  std::vector<std::string> bus; ///< addresses; empty: the machine's own, unless there are inputs
  std::string keys;             ///< folder; empty: in the state folder
  std::string store;            ///< empty: in the state folder, unless only files are read
  std::optional<std::string> baseline, thresholds, licences;
  std::optional<std::string> gsmtap_udp;   ///< "[ADDR:]PORT"
  std::vector<std::string> gsmtap, blocks; ///< files; "-" is stdin
  std::string exec, webhook;
  double hook_limit_s = 10;
  double keep_days = 30;
  double store_limit_gb = 0; ///< 0: no limit
  std::size_t max_cells = 2000, max_sensors = 64;
  bool keep_identities = false;
  bool json = false, log_json = false;

  /// Only files: it ends with them.
  bool ends_by_itself() const {
    return bus.empty() && !gsmtap_udp && !(gsmtap.empty() && blocks.empty());
  }
};

int run_detector_command_line(int argc, const char* const* argv);

/// Until a signal, or the end of all files.
ExitStatus run_detector(const DetectorCommand& command);

} // namespace cw::app
