// Manual pages and bash completion out of the option tables, so that they cannot go stale.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace cw::app {

/// A script for bash-completion: commands, options, and files where an option takes one.
std::string bash_completion(const CLI::App& program);

/// Adds to a program, unseen in its help:
///   --manual DIR   writes a page of it and of each of its commands into DIR, and ends
///   --completion   writes the completion script to stdout, and ends
/// `version` is the program's: "0.1.0".
void add_manual_options(CLI::App& program, const std::string& version);

} // namespace cw::app
