#include "app/scan.h"

#include "app/block_files.h"
#include "app/console.h"
#include "app/heartbeat_text.h"
#include "app/live_receiver.h"
#include "app/stop_signal.h"
#include "sdr/flowgraph/gnu_radio_home.h"
#include "wire/codec/heartbeat_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace cw::app {
namespace {

using Clock = std::chrono::steady_clock;
using Receivers = std::vector<std::unique_ptr<LiveReceiver>>;

constexpr std::chrono::seconds k_beat(5);
constexpr std::chrono::seconds k_log(60); // between lines where nobody looks at a terminal
constexpr std::chrono::milliseconds k_step(100);

ExitStatus unusable(const std::string& sentence) {
  print_error(sentence);
  return ExitStatus::unusable;
}

tl::expected<Receivers, std::string> make_receivers(const ScanCommand& command,
                                                    const ScanSurroundings& around) {
  Receivers receivers;
  for (std::size_t i = 0; i < command.sources.size(); ++i) {
    const auto source = sdr::parse_source(command.sources[i]);
    if (!source) {
      return tl::unexpected(source.error());
    }
    const std::string sensor =
        i == 0 ? command.sensor : fmt::format("{}-{}", command.sensor, i + 1);
    auto receiver = LiveReceiver::create(command, *source, sensor, around);
    if (!receiver) {
      return tl::unexpected(receiver.error());
    }
    receivers.push_back(std::move(*receiver));
  }
  return receivers;
}

void tell(const ScanCommand& command, const wire::Heartbeat& beat, bool to_person) {
  if (command.json) {
    (void)write_stdout(wire::heartbeat_json(beat) + "\n");
  } else if (to_person && !command.quiet) {
    print_error(heartbeat_line(beat));
  }
}

/// Heartbeats and evidence, until the signal or until every radio has ended.
void look_after(const ScanCommand& command, Receivers& receivers, const std::atomic<bool>& stop) {
  const auto log_every = stderr_is_terminal() ? k_beat : k_log;
  auto next_beat = Clock::now() + k_beat;
  auto next_log = Clock::now() + k_beat;
  while (!stop.load() &&
         !std::ranges::all_of(receivers, [](const auto& one) { return one->ended(); })) {
    std::this_thread::sleep_for(k_step);
    const auto now = Clock::now();
    for (const auto& receiver : receivers) {
      receiver->look_after_evidence();
      if (now >= next_beat) {
        tell(command, receiver->beat(), now >= next_log);
      }
    }
    next_log += now >= next_beat && now >= next_log ? log_every : std::chrono::seconds(0);
    next_beat += now >= next_beat ? k_beat : std::chrono::seconds(0);
  }
}

} // namespace

ExitStatus scan(const ScanCommand& command) {
  const std::atomic<bool>& stop = stop_on_signals();
  if (command.sources.empty()) {
    return unusable("give a radio with --source: 'cellwarden devices' lists what is plugged in");
  }
  sdr::LiveClock clock;
  auto files = BlockFiles::create(command.blocks_path, "", 0);
  if (!files) {
    return unusable(files.error());
  }
  std::optional<sdr::GpsClient> gps;
  if (command.gps != "off") {
    gps.emplace(command.gps, clock);
  }
  const sdr::GnuRadioHome home; // before any thread of GNU Radio
  std::mutex files_mutex;
  const ScanSurroundings around{.clock = &clock,
                                .gps = gps ? &*gps : nullptr,
                                .files = command.blocks_path.empty() ? nullptr : &*files,
                                .files_mutex = &files_mutex};
  auto receivers = make_receivers(command, around);
  if (!receivers) {
    return unusable(receivers.error());
  }
  for (const auto& receiver : *receivers) {
    receiver->start(stop);
  }
  look_after(command, *receivers, stop);
  ExitStatus status = ExitStatus::done;
  for (const auto& receiver : *receivers) {
    if (const auto ran = receiver->join(); !ran) {
      status = unusable(ran.error());
    }
  }
  for (const std::string& incomplete : files->close()) {
    print_error(incomplete);
    status = ExitStatus::failed;
  }
  return status;
}

} // namespace cw::app
