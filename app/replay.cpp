#include "app/replay.h"

#include "app/console.h"
#include "app/detector_feed.h"
#include "app/nothing_found.h"
#include "app/output_file.h"
#include "app/process_stats.h"
#include "app/report_text.h"
#include "app/session.h"
#include "app/stop_signal.h"
#include "wire/codec/report_json.h"

#include <algorithm>
#include <chrono>

namespace cw::app {
namespace {

using Clock = std::chrono::steady_clock;

ExitStatus unusable(const std::string& sentence) {
  print_error(sentence);
  return ExitStatus::unusable;
}

detector::DetectorConfig detector_config(const ReplayCommand& command,
                                         std::optional<std::int64_t> start_ns) {
  detector::DetectorConfig config;
  config.baseline_path = command.baseline_path;
  config.store_path = command.store_path;
  config.thresholds_path = command.thresholds_path;
  config.licences_path = command.licences_path;
  if (start_ns) {
    config.start_unix_s = static_cast<double>(*start_ns) * 1e-9;
  }
  return config;
}

wire::Report make_report(const ReplayCommand& command,
                         const detector::Detector& detector,
                         SessionResult& session,
                         Clock::time_point began) {
  wire::Report report;
  detector.fill(report);
  report.inputs = std::move(session.inputs);
  if (command.keep_identities) {
    for (wire::InputReport& input : report.inputs) {
      input.warnings.emplace_back("subscribers' identities are kept in blocks, files and store");
    }
  }
  for (const InputSearch& search : session.searches) {
    report.stats.carriers_searched += search.tuned.band.carriers.size();
    if (report.cells.empty()) {
      std::vector<std::string>& warnings = report.inputs[search.input].warnings;
      const std::vector<std::string> why = why_nothing(search);
      warnings.insert(warnings.end(), why.begin(), why.end());
    }
  }
  const ProcessStats process = process_stats();
  report.stats.signal_s = session.signal_s;
  report.stats.blocks = session.blocks;
  report.stats.cpu_s = process.cpu_s;
  report.stats.peak_rss_bytes = process.peak_rss_bytes;
  report.stats.wall_s = std::chrono::duration<double>(Clock::now() - began).count();
  return report;
}

bool stdout_is_taken(const ReplayCommand& command) {
  return command.blocks_path == "-" || command.pcap_path == "-";
}

// Writes the report and says everything that failed; the errors decide between done and failed.
ExitStatus conclude(const ReplayCommand& command,
                    const wire::Report& report,
                    std::vector<std::string> errors) {
  if (!stdout_is_taken(command)) {
    const auto written =
        write_stdout(command.json ? wire::report_json(report) : report_text(report));
    if (!written) {
      errors.push_back(written.error());
    }
  }
  for (const std::string& error : errors) {
    print_error(error);
  }
  if (!errors.empty()) {
    return ExitStatus::failed;
  }
  const bool alarmed =
      command.fail_on &&
      std::any_of(report.alerts.begin(), report.alerts.end(), [&](const auto& alert) {
        return alert.severity >= *command.fail_on;
      });
  return alarmed ? ExitStatus::alert : ExitStatus::done;
}

} // namespace

ExitStatus replay(const ReplayCommand& command) {
  const Clock::time_point began = Clock::now();
  if ((command.blocks_path == "-") + (command.pcap_path == "-") + (command.json ? 1 : 0) > 1) {
    return unusable(
        "only one of --json, --blocks - and --pcap - can have stdout: give the others a file");
  }
  const auto inputs = find_inputs(command.input.paths, command.input.hints);
  if (!inputs) {
    return unusable(inputs.error());
  }
  const std::optional<std::int64_t> start_ns = start_unix_ns(*inputs);
  auto detector = detector::Detector::create(detector_config(command, start_ns));
  if (!detector) {
    return unusable(detector.error());
  }
  if (!command.blocks_path.empty() && command.blocks_path == command.pcap_path) {
    return unusable("--blocks and --pcap name the same file: give each its own");
  }
  auto files = BlockFiles::create(command.blocks_path, command.pcap_path, start_ns.value_or(0));
  if (!files) {
    return unusable(files.error());
  }
  DetectorFeed feed(*detector, &*files);
  SessionOptions options;
  options.threads = command.input.threads;
  options.keep_identities = command.keep_identities;
  options.realtime = command.realtime;
  options.progress = !command.input.quiet && stderr_is_terminal();
  SessionResult session = run_session(*inputs, options, feed, stop_on_signals());
  std::vector<std::string> errors = std::move(session.errors);
  if (const auto finished = detector->finish(); !finished) {
    errors.push_back(finished.error());
  }
  const std::vector<std::string> incomplete = files->close();
  errors.insert(errors.end(), incomplete.begin(), incomplete.end());
  return conclude(command, make_report(command, *detector, session, began), std::move(errors));
}

} // namespace cw::app
