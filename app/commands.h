// The program's commands: each adds itself to the command line and says what to run.
#pragma once

#include "app/exit_status.h"

#include <functional>

namespace CLI {
class App;
}

namespace cw::app {

/// Set by the command the user chose, while the command line is parsed.
using Run = std::function<ExitStatus()>;

/// `run` must outlive the parsing.
void add_replay_command(CLI::App& app, Run& run);
void add_scan_command(CLI::App& app, Run& run);
void add_status_command(CLI::App& app, Run& run);
void add_baseline_command(CLI::App& app, Run& run);
void add_devices_command(CLI::App& app, Run& run);
void add_keys_command(CLI::App& app, Run& run);
void add_rules_command(CLI::App& app, Run& run);

} // namespace cw::app
