#include "app/commands.h"
#include "app/replay.h"

#include <CLI/CLI.hpp>

#include <array>
#include <memory>

namespace cw::app {
namespace {

wire::Severity severity_of(const std::string& name) {
  constexpr std::array<wire::Severity, 4> k_severities = {
      wire::Severity::low, wire::Severity::medium, wire::Severity::high, wire::Severity::critical};
  for (const wire::Severity severity : k_severities) {
    if (name == wire::severity_name(severity)) {
      return severity;
    }
  }
  throw CLI::ValidationError("--fail-on takes low, medium, high or critical, not " + name);
}

void take_rat(const std::string& rat) {
  if (rat == "lte") {
    throw CLI::ValidationError("--rat lte is not received yet, use gsm or auto");
  }
  if (rat != "gsm" && rat != "auto") {
    throw CLI::ValidationError("--rat takes gsm, lte or auto, not " + rat);
  }
}

} // namespace

void add_replay_command(CLI::App& app, Run& run) {
  CLI::App* command = app.add_subcommand(
      "replay", "decode recordings, compare, and say which cell is fake and why");
  const auto options = std::make_shared<ReplayCommand>();
  add_input_options(*command, options->input);
  command->get_option("recording")->required();
  command->add_option_function<std::string>("--rat", take_rat, "gsm, lte or auto (default)")
      ->type_name("RAT");
  command->add_flag("--json", options->json, "the report as one JSON document instead of tables");
  command
      ->add_option(
          "--blocks", options->blocks_path, "every decoded block as JSON lines; - is stdout")
      ->type_name("FILE");
  command
      ->add_option(
          "--pcap", options->pcap_path, "every block but SCH as GSMTAP in pcapng; - is stdout")
      ->type_name("FILE");
  command
      ->add_option(
          "--baseline", options->baseline_path, "known-good cells, see baseline learn; only read")
      ->type_name("DB");
  command->add_option("--store", options->store_path, "SQLite store to add cells and alerts to")
      ->type_name("DB");
  command
      ->add_option("--thresholds",
                   options->thresholds_path,
                   "limits of the rules, in the form of firmware-configs/thresholds.toml")
      ->type_name("FILE");
  command
      ->add_option("--licences",
                   options->licences_path,
                   "TOML: which operator may use which carrier, for G02")
      ->type_name("FILE");
  command
      ->add_option_function<std::string>(
          "--fail-on",
          [options](const std::string& name) { options->fail_on = severity_of(name); },
          "exit status 3 at an alert of low, medium, high or critical and above")
      ->type_name("SEVERITY");
  command->add_flag(
      "--keep-identities", options->keep_identities, "do not zero subscribers' identities");
  command->add_flag("--realtime", options->realtime, "not faster than it was recorded");
  command->footer("Examples:\n"
                  "  cellwarden replay capture.sigmf-meta --baseline known.db\n"
                  "  cellwarden replay capture.cu8 --rate 2.4M --freq 947.2M --json\n"
                  "  rtl_sdr -f 947200000 -s 2400000 - | cellwarden replay - --format cu8 --rate "
                  "2.4M --freq 947.2M");
  command->callback([options, &run] { run = [options] { return replay(*options); }; });
}

} // namespace cw::app
