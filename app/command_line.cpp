#include "app/command_line.h"

#include "app/commands.h"
#include "app/console.h"
#include "app/manual.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cctype>
#include <exception>
#include <string_view>
#include <vector>

namespace cw::app {
namespace {

// CLI11 begins with a capital and names no way out.
std::string sentence(std::string message) {
  if (message.size() > 1 && std::islower(static_cast<unsigned char>(message[1])) != 0) {
    message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
  }
  for (char& c : message) {
    c = c == '\n' ? ' ' : c;
  }
  return message + " (see --help)";
}

std::string missing_command(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return fmt::format("give one of the commands {} (see --help)", fmt::join(names, ", "));
}

std::string sentence(const CLI::ParseError& error, const CLI::App& app) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
  }
  if (!command->get_subcommands([](const CLI::App*) { return true; }).empty()) {
    return missing_command(*command);
  }
  return error.what() == std::string_view("recording is required")
             ? "give a recording to read: SigMF, WAV, raw samples or GSMTAP (see --help)"
             : sentence(error.what());
}

} // namespace

int run_command_line(int argc, const char* const* argv) {
  CLI::App app(
      "Finds fake GSM base stations by what they broadcast, on the air or in recordings. Only ever "
      "listens.",
      "cellwarden");
  app.set_version_flag("--version", "cellwarden " CW_VERSION);
  app.footer("Example:\n  cellwarden replay samples/legit_sample.sigmf-meta");
  app.require_subcommand(1);
  Run run;
  add_replay_command(app, run);
  add_scan_command(app, run);
  add_status_command(app, run);
  add_baseline_command(app, run);
  add_devices_command(app, run);
  add_keys_command(app, run);
  add_rules_command(app, run);
  add_manual_options(app, CW_VERSION);
  try {
    app.parse(argc, argv);
    return static_cast<int>(run());
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      return app.exit(error); // --help, --version: stdout
    }
    print_error(sentence(error, app));
    return static_cast<int>(ExitStatus::unusable);
  } catch (const std::exception& error) {
    print_error(fmt::format("unexpected failure: {}: please report it", error.what()));
    return static_cast<int>(ExitStatus::failed);
  }
}

} // namespace cw::app
