// The options every command that reads recordings has in common.
#pragma once

#include "sdr/source/recording.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cw::app {

struct InputOptions {
  std::vector<std::string> paths;
  sdr::RecordingHints hints;
  unsigned threads = 1; ///< add_input_options() sets it to the number of processors
  bool quiet = false;
};

/// `options` must live until the command line has been parsed.
void add_input_options(CLI::App& command, InputOptions& options);

} // namespace cw::app
