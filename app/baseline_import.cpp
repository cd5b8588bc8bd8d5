#include "app/baseline_import.h"

#include "app/console.h"
#include "app/output_file.h"
#include "app/stop_signal.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

namespace cw::app {
namespace {

struct ImportCommand {
  std::vector<std::string> paths;
  std::string db_path, format = "auto", columns;
  bool json = false, quiet = false;
};

constexpr detector::ImportSource k_sources[] = {detector::ImportSource::opencellid,
                                                detector::ImportSource::tower_collector,
                                                detector::ImportSource::wigle,
                                                detector::ImportSource::anfr,
                                                detector::ImportSource::ised,
                                                detector::ImportSource::csv};

std::vector<std::string> format_names() {
  std::vector<std::string> names{"auto"};
  for (const auto source : k_sources) {
    names.emplace_back(detector::import_source_name(source));
  }
  return names;
}

std::optional<detector::ImportSource> source_named(const std::string& name) {
  const auto* const found =
      std::find_if(std::begin(k_sources), std::end(k_sources), [&](detector::ImportSource source) {
        return detector::import_source_name(source) == name;
      });
  return found == std::end(k_sources) ? std::nullopt : std::optional(*found);
}

/// One line of the terminal, drawn over and over.
class ImportBar {
public:
  explicit ImportBar(bool shown) : shown_(shown) {}
  ~ImportBar() {
    if (shown_) {
      fmt::print(stderr, "\r\x1b[K");
    }
  }
  ImportBar(const ImportBar&) = delete;
  ImportBar& operator=(const ImportBar&) = delete;

  void show(const detector::ImportProgress& now) const {
    if (shown_) {
      fmt::print(stderr,
                 "\r{}: {} {:3.0f} %, {} rows\x1b[K",
                 printable(now.path),
                 now.writing ? "writing" : "reading",
                 100 * std::clamp(now.part, 0.0, 1.0),
                 with_spaces(now.rows));
      std::fflush(stderr);
    }
  }

private:
  bool shown_;
};

ExitStatus end(ExitStatus status, const std::string& sentence) {
  print_error(sentence);
  return status;
}

ExitStatus baseline_import(const ImportCommand& command) {
  if (!command.columns.empty() && command.format != "auto" && command.format != "csv") {
    return end(ExitStatus::unusable,
               fmt::format("--columns is for tables of your own, and --format says {}; leave one "
                           "of them out",
                           command.format));
  }
  const ImportBar bar(!command.quiet && stderr_is_terminal());
  detector::ImportOptions options;
  options.source = source_named(command.format);
  options.columns = command.columns;
  options.stop = &stop_on_signals();
  options.progress = [&](const detector::ImportProgress& now) { bar.show(now); };
  const auto report = detector::import_tables(command.paths, command.db_path, options);
  if (!report) {
    return end(ExitStatus::unusable, report.error());
  }
  const auto written = write_stdout(command.json ? import_json(*report) : import_text(*report));
  if (!report->error.empty()) {
    return end(ExitStatus::failed,
               report->error + "; what was written until then stays in the baseline");
  }
  return written ? ExitStatus::done : end(ExitStatus::failed, written.error());
}

} // namespace

std::string with_spaces(std::uint64_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t at = text.size(); at > 3; at -= 3) {
    text.insert(at - 3, " ");
  }
  return text;
}

void add_baseline_import(CLI::App& baseline, Run& run) {
  const auto options = std::make_shared<ImportCommand>();
  CLI::App* command = baseline.add_subcommand(
      "import", "add what crowds and licence registers say; makes the file if missing");
  command->add_option("table", options->paths, "tables of cells, also packed with gzip")
      ->type_name("FILE")
      ->required();
  command->add_option("--db", options->db_path, "the baseline, an SQLite file")
      ->type_name("DB")
      ->required();
  command
      ->add_option("--format", options->format, "what the tables are; auto looks at the first line")
      ->check(CLI::IsMember(format_names()))
      ->capture_default_str();
  command
      ->add_option("--columns",
                   options->columns,
                   "of a table of your own: role=column or role:value, with commas between; "
                   "roles are rat, mcc, mnc, plmn, area, tac, cell, unit, pci, channel, lat, lon, "
                   "range_m, samples, first_seen, last_seen")
      ->type_name("MAP");
  command->add_flag("--json", options->json, "as JSON");
  command->add_flag("--quiet", options->quiet, "no progress");
  command->footer(
      "Imported cells are kept apart from those that were learned, and that a cell is not among\n"
      "them never makes it suspicious. Rows that cannot be right are counted and left out.\n"
      "Examples:\n  cellwarden baseline import 262.csv.gz --db known.db\n"
      "  cellwarden baseline import mine.csv --db known.db "
      "--columns rat:LTE,plmn=PLMN,cell=ECI,lat=Lat,lon=Lon");
  command->callback([options, &run] { run = [options] { return baseline_import(*options); }; });
}

} // namespace cw::app
