#include "app/commands.h"
#include "app/console.h"
#include "app/default_paths.h"
#include "app/output_file.h"
#include "app/text_table.h"
#include "wire/bus/keys.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>
#include <memory>

namespace cw::app {
namespace {

using wire::bus::KeyEntry;
using wire::bus::Role;

struct KeysCommand {
  std::string folder = state_folder() + "/keys";
  std::string role, name;
  bool json = false;
};

const std::map<std::string, Role> k_roles = {
    {"server", Role::server}, {"sensor", Role::sensor}, {"client", Role::client}};

std::string role_name(Role role) {
  for (const auto& [name, known] : k_roles) {
    if (known == role) {
      return name;
    }
  }
  return "?";
}

ExitStatus print(const std::string& text) {
  const auto written = write_stdout(text);
  if (!written) {
    print_error(written.error());
  }
  return written ? ExitStatus::done : ExitStatus::failed;
}

std::string what_next(Role role, const KeysCommand& command) {
  if (role == Role::server) {
    return fmt::format("copy {}/server.pub to every sensor and client, into its own keys folder; "
                       "server.key stays here\n",
                       command.folder);
  }
  return fmt::format("move {0}/{1}s/{2}.key to that {1}, into {1}s/ of its own keys folder, over a "
                     "safe way such as scp, and copy server.pub beside it\n",
                     command.folder,
                     role_name(role),
                     command.name);
}

ExitStatus make(const KeysCommand& command) {
  const Role role = k_roles.at(command.role);
  if ((role == Role::server) != command.name.empty()) {
    print_error(
        role == Role::server
            ? "the server's key has no name: give `keys make server` alone"
            : fmt::format("give the {}'s name: `keys make {} NAME`", command.role, command.role));
    return ExitStatus::unusable;
  }
  const auto made = wire::bus::make_key(command.folder, role, command.name);
  if (!made) {
    print_error(made.error());
    return ExitStatus::unusable;
  }
  std::string text;
  for (const std::string& path : *made) {
    text += fmt::format("made {}\n", path);
  }
  return print(text + what_next(role, command));
}

std::string list_json(const std::vector<KeyEntry>& keys) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const KeyEntry& key : keys) {
    list.push_back(
        {{"role", role_name(key.role)},
         {"name", key.name.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(key.name)},
         {"public_key", key.public_key},
         {"has_secret", key.has_secret},
         {"allowed", key.allowed}});
  }
  return list.dump(2) + "\n";
}

std::string list_text(const std::vector<KeyEntry>& keys) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(keys.size());
  for (const KeyEntry& key : keys) {
    rows.push_back({role_name(key.role),
                    key.name.empty() ? "-" : key.name,
                    key.has_secret ? "here" : "elsewhere",
                    key.role == Role::server ? "-" : (key.allowed ? "yes" : "no"),
                    key.public_key});
  }
  return text_table({{.title = "role"},
                     {.title = "name"},
                     {.title = "secret"},
                     {.title = "allowed"},
                     {.title = "public key"}},
                    rows);
}

ExitStatus list(const KeysCommand& command) {
  const auto keys = wire::bus::list_keys(command.folder);
  if (!keys) {
    print_error(keys.error());
    return ExitStatus::unusable;
  }
  return print(command.json ? list_json(*keys) : list_text(*keys));
}

void add_folder(CLI::App& command, KeysCommand& options) {
  command.add_option("--keys", options.folder, "the folder with the keys")
      ->type_name("DIR")
      ->capture_default_str();
}

} // namespace

void add_keys_command(CLI::App& app, Run& run) {
  CLI::App* keys = app.add_subcommand(
      "keys", "make and list the keys by which a detector knows sensors and clients elsewhere");
  keys->require_subcommand(1);
  keys->footer(
      "A detector needs keys once others can reach its address; on one machine it needs none.\n"
      "Example:\n  cellwarden keys make server\n  cellwarden keys make sensor van-1\n"
      "  cellwarden keys list");

  const auto making = std::make_shared<KeysCommand>();
  CLI::App* const make_command =
      keys->add_subcommand("make", "make a key pair; overwrites nothing");
  make_command->add_option("role", making->role, "server (the detector), sensor or client")
      ->required()
      ->check(CLI::IsMember({"server", "sensor", "client"}));
  make_command->add_option("name", making->name, "the sensor's or client's name")
      ->type_name("NAME");
  add_folder(*make_command, *making);
  make_command->footer("Delete allowed/sensors/NAME.pub to lock a sensor out.\n"
                       "Example:\n  cellwarden keys make sensor van-1 --keys /etc/cellwarden/keys");
  make_command->callback([making, &run] { run = [making] { return make(*making); }; });

  const auto listing = std::make_shared<KeysCommand>();
  CLI::App* const list_command = keys->add_subcommand("list", "list the keys, never a secret one");
  add_folder(*list_command, *listing);
  list_command->add_flag("--json", listing->json, "as a JSON array");
  list_command->footer(
      "Example:\n  cellwarden keys list --json | jq -r '.[] | select(.allowed) | .name'");
  list_command->callback([listing, &run] { run = [listing] { return list(*listing); }; });
}

} // namespace cw::app
