#include "app/commands.h"
#include "app/console.h"
#include "app/output_file.h"
#include "sdr/scan/radio_list.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace cw::app {
namespace {

std::string devices_json(const std::vector<sdr::ListedRadio>& radios) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const sdr::ListedRadio& radio : radios) {
    list.push_back({{"name", radio.name},
                    {"serial", radio.serial},
                    {"source", radio.source},
                    {"works", radio.trouble.empty()},
                    {"trouble", radio.trouble}});
  }
  return list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

// What radios say of themselves is made safe to print.
std::string devices_text(const std::vector<sdr::ListedRadio>& radios) {
  constexpr std::size_t k_indent = 12;
  if (radios.empty()) {
    return "no radio found: plug one in (README.md says which), or take --source "
           "rtl_tcp:HOST:PORT\n";
  }
  std::string out;
  for (const sdr::ListedRadio& radio : radios) {
    out += fmt::format("{}\n  --source {}\n", printable(radio.name), printable(radio.source));
    out += radio.trouble.empty()
               ? "  works\n"
               : fmt::format("  does not: {}\n", wrapped(printable(radio.trouble), k_indent));
  }
  return out;
}

} // namespace

void add_devices_command(CLI::App& app, Run& run) {
  CLI::App* command =
      app.add_subcommand("devices", "list the radios there are, and what keeps one from working");
  const auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "as a JSON array");
  command->footer("Example:\n  cellwarden devices --json | jq -r '.[] | select(.works) | .source'");
  command->callback([json, &run] {
    run = [json] {
      const std::vector<sdr::ListedRadio> radios = sdr::radios_here();
      const auto written = write_stdout(*json ? devices_json(radios) : devices_text(radios));
      if (!written) {
        print_error(written.error());
      }
      return written ? ExitStatus::done : ExitStatus::failed;
    };
  });
}

} // namespace cw::app
