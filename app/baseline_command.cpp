#include "app/baseline.h"
#include "app/baseline_import.h"
#include "app/commands.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace cw::app {
namespace {

using Action = ExitStatus (*)(const BaselineCommand&);

CLI::App* add(CLI::App& parent,
              Run& run,
              const char* name,
              const char* help,
              Action action,
              const std::shared_ptr<BaselineCommand>& options) {
  CLI::App* command = parent.add_subcommand(name, help);
  command->add_option("--db", options->db_path, "the baseline, an SQLite file")
      ->type_name("DB")
      ->required();
  command->add_flag("--json", options->json, "as JSON");
  command->callback(
      [options, action, &run] { run = [options, action] { return action(*options); }; });
  return command;
}

} // namespace

void add_baseline_command(CLI::App& app, Run& run) {
  CLI::App* baseline =
      app.add_subcommand("baseline", "learn which cells are known to be good, show them, compare");
  baseline->require_subcommand(1);
  baseline->footer(
      "Example:\n  cellwarden baseline learn monday.sigmf-meta tuesday.sigmf-meta --db known.db");

  const auto learning = std::make_shared<BaselineCommand>();
  CLI::App* learn = add(*baseline,
                        run,
                        "learn",
                        "add the cells of recordings; makes the file if missing",
                        baseline_learn,
                        learning);
  add_input_options(*learn, learning->input);
  learn->get_option("recording")->required();
  learn->footer("Cells with an alert of medium or above are left out.\n"
                "Example:\n  cellwarden baseline learn quiet-day.sigmf-meta --db known.db");

  CLI::App* show = add(*baseline,
                       run,
                       "show",
                       "list the known cells",
                       baseline_show,
                       std::make_shared<BaselineCommand>());
  show->footer("Example:\n  cellwarden baseline show --db known.db");

  const auto comparing = std::make_shared<BaselineCommand>();
  CLI::App* diff = add(*baseline,
                       run,
                       "diff",
                       "what recordings, or another baseline, show that this one does not",
                       baseline_diff,
                       comparing);
  add_input_options(*diff, comparing->input);
  CLI::Option* against = diff->add_option(
      "--against", comparing->against_path, "another baseline in place of recordings");
  against->type_name("DB")->excludes(diff->get_option("recording"));
  diff->footer("Examples:\n  cellwarden baseline diff today.sigmf-meta --db known.db\n"
               "  cellwarden baseline diff --db known.db --against newer.db");

  add_baseline_import(*baseline, run);
}

} // namespace cw::app
