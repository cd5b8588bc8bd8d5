#include "app/baseline.h"

#include "app/baseline_text.h"
#include "app/console.h"
#include "app/detector_feed.h"
#include "app/output_file.h"
#include "app/session.h"
#include "app/stop_signal.h"
#include "detector/baseline/imported_cells.h"
#include "detector/known_cells.h"

#include <filesystem>
#include <system_error>

namespace cw::app {
namespace {

ExitStatus unusable(const std::string& sentence) {
  print_error(sentence);
  return ExitStatus::unusable;
}

ExitStatus failed(const std::string& sentence) {
  print_error(sentence);
  return ExitStatus::failed;
}

ExitStatus print(const std::string& text) {
  const auto written = write_stdout(text);
  return written ? ExitStatus::done : failed(written.error());
}

// Runs the recordings through a detector that knows no baseline, then `then` on what it found.
// A session that broke off teaches nothing: what is missing in it may be what matters.
template <class Then>
ExitStatus after_session(const BaselineCommand& command, Then then) {
  const auto inputs = find_inputs(command.input.paths, command.input.hints);
  if (!inputs) {
    return unusable(inputs.error());
  }
  detector::DetectorConfig config;
  if (const auto start_ns = start_unix_ns(*inputs)) {
    config.start_unix_s = static_cast<double>(*start_ns) * 1e-9;
  }
  auto detector = detector::Detector::create(config);
  if (!detector) {
    return unusable(detector.error());
  }
  DetectorFeed feed(*detector, nullptr);
  SessionOptions options;
  options.threads = command.input.threads;
  options.progress = !command.input.quiet && stderr_is_terminal();
  const SessionResult session = run_session(*inputs, options, feed, stop_on_signals());
  if (!session.errors.empty()) {
    return failed(session.errors.front() + "; the baseline was left as it was");
  }
  if (const auto finished = detector->finish(); !finished) {
    return failed(finished.error());
  }
  return then(*detector);
}

ExitStatus
print_differences(const BaselineCommand& command,
                  const tl::expected<std::vector<detector::CellDifference>, std::string>& result) {
  if (!result) {
    return unusable(result.error());
  }
  return print(command.json ? differences_json(*result) : differences_text(*result));
}

} // namespace

ExitStatus baseline_learn(const BaselineCommand& command) {
  const auto ready = detector::can_learn(command.db_path); // before minutes of decoding
  if (!ready) {
    return unusable(ready.error());
  }
  return after_session(command, [&](const detector::Detector& detector) {
    const auto learned = detector::learn(command.db_path, detector);
    if (!learned) {
      return failed(learned.error());
    }
    const ExitStatus printed =
        print(command.json ? learned_json(*learned) : learned_text(*learned));
    if (!learned->added.empty() || !learned->updated.empty()) {
      return printed;
    }
    std::error_code ignored;
    const bool there = std::filesystem::exists(command.db_path, ignored);
    return failed(nothing_learned(*learned, command.db_path, there));
  });
}

ExitStatus baseline_show(const BaselineCommand& command) {
  const auto cells = detector::show(command.db_path);
  if (!cells) {
    return unusable(cells.error());
  }
  const auto imported = detector::ImportedCells::open(command.db_path);
  if (!imported) {
    return unusable(imported.error());
  }
  return print(command.json ? known_cells_json(*cells, imported->counts())
                            : known_cells_text(*cells) + imported_text(imported->counts()));
}

ExitStatus baseline_diff(const BaselineCommand& command) {
  if (!command.against_path.empty()) {
    return print_differences(command, detector::diff(command.db_path, command.against_path));
  }
  if (command.input.paths.empty()) {
    return unusable("nothing to compare with: give recordings, or another baseline with --against");
  }
  if (const auto known = detector::show(command.db_path); !known) { // before minutes of decoding
    return unusable(known.error());
  }
  return after_session(command, [&](const detector::Detector& detector) {
    return print_differences(command, detector::diff(command.db_path, detector));
  });
}

} // namespace cw::app
