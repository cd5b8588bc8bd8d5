#include "app/commands.h"
#include "app/console.h"
#include "app/default_paths.h"
#include "app/output_file.h"
#include "app/status_text.h"
#include "app/stop_signal.h"
#include "wire/bus/client.h"
#include "wire/codec/bus_frame.h"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <thread>

namespace cw::app {
namespace {

struct StatusCommand {
  std::string bus_address = default_bus_address();
  std::string keys_folder, client = "status";
  bool json = false, once = false;
};

constexpr std::chrono::seconds k_patience(3);
constexpr std::chrono::seconds k_every(1);

/// The screen cleared, the cursor at its top.
constexpr const char* k_clear = "\x1b[H\x1b[2J";

ExitStatus show_status(const StatusCommand& command) {
  wire::bus::ClientConfig config{.address = command.bus_address, .keys = {}};
  if (!command.keys_folder.empty()) {
    auto keys =
        wire::bus::read_peer_keys(command.keys_folder, wire::bus::Role::client, command.client);
    if (!keys) {
      print_error(keys.error());
      return ExitStatus::unusable;
    }
    config.keys = std::move(*keys);
  }
  auto client = wire::bus::Client::create(config);
  if (!client) {
    print_error(client.error());
    return ExitStatus::unusable;
  }
  const bool live = !command.json && !command.once && ::isatty(STDOUT_FILENO) == 1;
  const std::atomic<bool>& stop = stop_on_signals();
  do {
    const auto snapshot = client->snapshot(k_patience);
    if (!snapshot && !live) {
      print_error(snapshot.error());
      return ExitStatus::failed;
    }
    const std::string shown = !snapshot      ? snapshot.error() + "\n"
                              : command.json ? wire::snapshot_json(*snapshot)
                                             : status_text(*snapshot);
    if (const auto written = write_stdout((live ? k_clear : "") + shown); !written) {
      print_error(written.error());
      return ExitStatus::failed;
    }
    for (auto waited = std::chrono::milliseconds(0); live && waited < k_every && !stop.load();
         waited += std::chrono::milliseconds(100)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  } while (live && !stop.load());
  return ExitStatus::done;
}

} // namespace

void add_status_command(CLI::App& app, Run& run) {
  CLI::App* command = app.add_subcommand(
      "status", "how sensors and detector are doing, what stands; live on a terminal");
  const auto options = std::make_shared<StatusCommand>();
  command->add_option("--bus", options->bus_address, "the detector's address")
      ->type_name("ADDRESS")
      ->capture_default_str();
  command->add_option("--keys", options->keys_folder, "keys, for a detector on another machine")
      ->type_name("DIR");
  command->add_option("--client", options->client, "whose key it is (default: status)")
      ->type_name("NAME");
  command->add_flag("--once", options->once, "once, on a terminal too");
  command->add_flag("--json", options->json, "once, as one JSON document");
  command->footer("Example:\n  cellwarden status --json | jq '.sensors[].heartbeat.troubles'");
  command->callback([options, &run] { run = [options] { return show_status(*options); }; });
}

} // namespace cw::app
