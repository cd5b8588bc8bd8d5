// `cellwarden baseline`: learn known-good cells, show them, compare.
#pragma once

#include "app/exit_status.h"
#include "app/input_options.h"

#include <string>

namespace cw::app {

struct BaselineCommand {
  InputOptions input;
  std::string db_path;
  std::string against_path; ///< diff only: another baseline in place of recordings
  bool json = false;
};

ExitStatus baseline_learn(const BaselineCommand& command);
ExitStatus baseline_show(const BaselineCommand& command);
ExitStatus baseline_diff(const BaselineCommand& command);

} // namespace cw::app
