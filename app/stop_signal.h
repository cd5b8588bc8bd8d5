// Ctrl-C and a polite kill stop a session cleanly; a second one ends the program.
#pragma once

#include <atomic>

namespace cw::app {

/// Catches SIGINT and SIGTERM from now on and ignores SIGPIPE, so that a closed pipe is an error we
/// can report. The flag is set at the first signal.
const std::atomic<bool>& stop_on_signals();

} // namespace cw::app
