// Starts the program as a user would and keeps what it said.
#pragma once

#include <string>
#include <vector>

namespace cw::test {

struct ProgramRun {
  int status = -1; ///< exit status; 128 + signal if one ended it
  std::string out, err;
};

/// Input     the arguments; octets for its stdin; where stdout goes if not into `out`.
/// The home folder it is given does not exist, so that a test notices who writes there.
ProgramRun run_program(const std::vector<std::string>& arguments,
                       const std::string& standard_input = {},
                       const std::string& stdout_path = {});

} // namespace cw::test
