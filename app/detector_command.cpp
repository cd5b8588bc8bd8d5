#include "app/detector_command.h"

#include "app/console.h"
#include "app/default_paths.h"
#include "app/manual.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace cw::app {
namespace {

void add_inputs(CLI::App& app, DetectorCommand& command) {
  app.add_option("--bus",
                 command.bus,
                 fmt::format("where receivers and maps connect: ipc:///PATH or tcp://HOST:PORT; "
                             "several are possible ({} if no other input is given)",
                             default_bus_address()))
      ->type_name("ADDRESS");
  app.add_option("--keys",
                 command.keys,
                 "folder of `cellwarden keys`, needed where others than this machine can connect")
      ->type_name("DIR");
  app.add_option("--gsmtap-udp",
                 command.gsmtap_udp,
                 "takes GSMTAP from gr-gsm, SCAT or QCSuper, usually at 4729; each sender is a "
                 "sensor. Without an address only from this machine")
      ->type_name("[ADDR:]PORT");
  app.add_option("--gsmtap", command.gsmtap, "reads GSMTAP in pcap or pcapng; - is stdin")
      ->type_name("FILE");
  app.add_option("--blocks", command.blocks, "reads blocks as JSON lines; - is stdin")
      ->type_name("FILE");
}

void add_judgement(CLI::App& app, DetectorCommand& command) {
  app.add_option("--baseline", command.baseline, "known-good cells, see baseline learn; only read")
      ->type_name("DB");
  app.add_option("--thresholds",
                 command.thresholds,
                 "limits of the rules, in the form of firmware-configs/thresholds.toml")
      ->type_name("FILE");
  app.add_option(
         "--licences", command.licences, "TOML: which operator may use which carrier, for G02")
      ->type_name("FILE");
  app.add_option("--max-cells", command.max_cells, "cells remembered of each sensor")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{10}, std::size_t{1'000'000}));
  app.add_option("--max-sensors", command.max_sensors, "sensors at a time")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, std::size_t{10'000}));
  app.add_flag("--keep-identities", command.keep_identities, "do not zero subscribers' identities");
}

void add_store(CLI::App& app, DetectorCommand& command) {
  app.add_option(
         "--store",
         command.store,
         fmt::format("SQLite store ({}/store.db, unless only files are read)", state_folder()))
      ->type_name("FILE");
  app.add_option("--keep-days",
                 command.keep_days,
                 "days that blocks, cells and closed alerts are kept; open alerts stay")
      ->capture_default_str()
      ->check(CLI::Range(0.01, 1e5));
  app.add_option("--store-limit",
                 command.store_limit_gb,
                 "gigabytes in use of the store, beyond which the oldest blocks go (0: no limit)")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1e6));
}

void add_outputs(CLI::App& app, DetectorCommand& command) {
  app.add_option("--exec",
                 command.exec,
                 "program run for each step of an alert, with the alert as JSON on its stdin; "
                 "words are split at spaces, no shell is involved")
      ->type_name("COMMAND");
  app.add_option("--webhook", command.webhook, "the same JSON sent there with curl (POST)")
      ->type_name("URL");
  app.add_option("--hook-limit", command.hook_limit_s, "seconds after which a hook is ended")
      ->capture_default_str()
      ->check(CLI::Range(0.1, 3600.0));
  app.add_flag("--json", command.json, "steps of alerts as JSON lines instead of sentences");
  app.add_flag("--log-json", command.log_json, "what goes to stderr as JSON lines");
}

std::string sentence(std::string message) {
  std::ranges::replace(message, '\n', ' ');
  return message + " (see --help)";
}

} // namespace

int run_detector_command_line(int argc, const char* const* argv) {
  CLI::App app("Judges what receivers hear, keeps cells and alerts, and tells of fake GSM base "
               "stations. Runs unattended.",
               "cellwarden-detector");
  app.set_version_flag("--version", "cellwarden-detector " CW_VERSION);
  app.footer("Examples:\n"
             "  cellwarden-detector --baseline known.db\n"
             "  cellwarden-detector --gsmtap-udp 4729 --json\n"
             "  cellwarden-detector --blocks blocks.jsonl --store found.db\n"
             "  cellwarden-detector --bus tcp://*:4730 --keys /etc/cellwarden/keys --exec "
             "/usr/local/bin/alarm");
  DetectorCommand command;
  add_inputs(app, command);
  add_judgement(app, command);
  add_store(app, command);
  add_outputs(app, command);
  add_manual_options(app, CW_VERSION);
  try {
    app.parse(argc, argv);
    return static_cast<int>(run_detector(command));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      return app.exit(error); // --help, --version: stdout
    }
    print_error(sentence(error.what()));
    return static_cast<int>(ExitStatus::unusable);
  } catch (const std::exception& error) {
    print_error(fmt::format("unexpected failure: {}: please report it", error.what()));
    return static_cast<int>(ExitStatus::failed);
  }
}

} // namespace cw::app
