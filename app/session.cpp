#include "app/session.h"

#include "app/progress_bar.h"
#include "sdr/flowgraph/block_exit.h"
#include "sdr/flowgraph/replay_flowgraph.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace cw::app {
namespace {

class Runner {
public:
  Runner(const SessionOptions& options,
         sdr::SignalConsumer& consumer,
         const std::atomic<bool>& stop)
      : options_(options), exit_(consumer, options.keep_identities), stop_(stop) {}

  void operator()(const sdr::Recording& recording) {
    const std::uint64_t total = sdr::total_samples(recording);
    ProgressBar bar(std::filesystem::path(recording.path).filename().string(),
                    total == sdr::k_until_end ? 0 : total,
                    recording.sample_rate_hz,
                    options_.progress);
    sdr::ReplayOptions options;
    options.threads = options_.threads;
    options.realtime = options_.realtime;
    options.progress = [&bar](std::uint64_t samples) { bar.update(samples); };
    auto replayed = sdr::replay_recording(recording, options, exit_, position_, stop_);
    position_ = replayed.position;
    result_.signal_s += replayed.input.duration_s;
    for (sdr::TunedSearch& tuned : replayed.searches) {
      result_.searches.push_back({.input = result_.inputs.size(),
                                  .sample_rate_hz = replayed.input.sample_rate_hz,
                                  .clipped_fraction = replayed.input.clipped_fraction,
                                  .tuned = std::move(tuned)});
    }
    add(std::move(replayed.input), replayed.error);
  }

  void operator()(const GsmtapInput& input) {
    auto replayed = replay_gsmtap(input, position_.seconds, exit_, stop_);
    position_.seconds += replayed.input.duration_s;
    result_.signal_s += replayed.input.duration_s;
    add(std::move(replayed.input), replayed.error);
  }

  SessionResult take_result() {
    result_.blocks = exit_.blocks();
    return std::move(result_);
  }

  double seconds() const { return position_.seconds; }

private:
  void add(wire::InputReport input, const std::string& error) {
    result_.inputs.push_back(std::move(input));
    if (!error.empty()) {
      result_.errors.push_back(error);
    }
  }

  const SessionOptions& options_;
  sdr::BlockExit exit_;
  const std::atomic<bool>& stop_;
  sdr::SessionPosition position_;
  SessionResult result_;
};

} // namespace

tl::expected<std::vector<SessionInput>, std::string>
find_inputs(const std::vector<std::string>& paths, const sdr::RecordingHints& hints) {
  std::vector<SessionInput> inputs;
  for (const std::string& path : paths) {
    if (!hints.format && is_packet_capture(path)) {
      auto capture = find_gsmtap(path);
      if (!capture) {
        return tl::unexpected(capture.error());
      }
      inputs.emplace_back(*capture);
      continue;
    }
    if (!hints.format && is_named_capture(path)) {
      return tl::unexpected(fmt::format(
          "cannot use {}: it is no packet capture, whatever its name says; capture it again, or "
          "give --format if it holds samples",
          path));
    }
    auto recording = sdr::find_recording(path, hints);
    if (!recording) {
      return tl::unexpected(recording.error());
    }
    inputs.emplace_back(std::move(*recording));
  }
  return inputs;
}

std::optional<std::int64_t> start_unix_ns(const std::vector<SessionInput>& inputs) {
  if (inputs.empty()) {
    return std::nullopt;
  }
  if (const auto* capture = std::get_if<GsmtapInput>(&inputs.front())) {
    return capture->start_unix_ns;
  }
  return std::get<sdr::Recording>(inputs.front()).segments.front().start_unix_ns;
}

SessionResult run_session(const std::vector<SessionInput>& inputs,
                          const SessionOptions& options,
                          sdr::SignalConsumer& consumer,
                          const std::atomic<bool>& stop) {
  Runner runner(options, consumer, stop);
  for (const SessionInput& input : inputs) {
    if (!stop.load()) {
      std::visit(runner, input);
    }
  }
  const double seconds = runner.seconds();
  SessionResult result = runner.take_result();
  if (stop.load()) {
    result.errors.push_back(fmt::format(
        "stopped after {:.1f} s of signal: what was found until then is reported", seconds));
  }
  return result;
}

} // namespace cw::app
