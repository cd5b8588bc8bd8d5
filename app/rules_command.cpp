#include "app/commands.h"
#include "app/console.h"
#include "app/output_file.h"
#include "detector/detector.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace cw::app {
namespace {

std::string rules_json(const std::vector<detector::RuleInfo>& rules) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const detector::RuleInfo& rule : rules) {
    list.push_back({{"rule", rule.id},
                    {"version", rule.version},
                    {"name", rule.name},
                    {"family", rule.family},
                    {"needs", rule.needs},
                    {"sentence", rule.sentence},
                    {"benign_causes", rule.benign_causes},
                    {"thresholds", rule.thresholds}});
  }
  return list.dump(2) + "\n";
}

std::string rules_text(const std::vector<detector::RuleInfo>& rules) {
  constexpr std::size_t k_indent = 17;
  std::string out;
  for (const detector::RuleInfo& rule : rules) {
    out += fmt::format(
        "{}  {} (version {}, family {})\n", rule.id, rule.name, rule.version, rule.family);
    out += fmt::format("     says        {}\n", wrapped(rule.sentence, k_indent));
    out += fmt::format("     needs       {}\n", wrapped(rule.needs, k_indent));
    out += fmt::format("     innocent if {}\n",
                       wrapped(fmt::format("{}", fmt::join(rule.benign_causes, "; ")), k_indent));
  }
  return out;
}

} // namespace

void add_rules_command(CLI::App& app, Run& run) {
  CLI::App* command = app.add_subcommand(
      "rules", "list every rule: what it says, needs, and what else may look like it");
  const auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "as a JSON array");
  command->footer("Example:\n  cellwarden rules --json | jq -r '.[].rule'");
  command->callback([json, &run] {
    run = [json] {
      const std::vector<detector::RuleInfo> rules = detector::rules();
      const auto written = write_stdout(*json ? rules_json(rules) : rules_text(rules));
      if (!written) {
        print_error(written.error());
      }
      return written ? ExitStatus::done : ExitStatus::failed;
    };
  });
}

} // namespace cw::app
