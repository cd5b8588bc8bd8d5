// From argv to an exit status.
#pragma once

namespace cw::app {

/// Parses, runs, reports: nothing it is given makes it throw.
int run_command_line(int argc, const char* const* argv);

} // namespace cw::app
