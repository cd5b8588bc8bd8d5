// A recording as if it were a radio: at its own rate, on its own frequency.
#include "sdr/flowgraph/pace.h"
#include "sdr/flowgraph/recording_source.h"
#include "sdr/scan/radio_source.h"

#include <fmt/format.h>

#include <chrono>

namespace cw::sdr {
namespace {

class FileRadio : public RadioSource {
public:
  FileRadio(Recording recording, SampleReader reader)
      : RadioSource({*recording.segments.front().center_hz,
                     *recording.segments.front().center_hz,
                     recording.sample_rate_hz,
                     1.0},
                    0,
                    0),
        recording_(std::move(recording)), reader_(std::move(reader)),
        pace_(recording_.sample_rate_hz, stop_), block_(gnuradio::make_block_sptr<RecordingSource>(
                                                     reader_, stop_, [this](std::uint64_t samples) {
                                                       read_.store(samples);
                                                       pace_.wait_for(samples);
                                                     })) {}

  gr::basic_block_sptr block() const override { return block_; }
  std::optional<double> fixed_center_hz() const override {
    return recording_.segments.front().center_hz;
  }
  double gain_db() const override { return 0; }
  /// Half a second late, so that what was read last is worked through.
  std::string ended() const override {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds k_late(500);
    if (read_.load() < total_samples(recording_)) {
      return {};
    }
    if (!at_end_) {
      at_end_ = Clock::now();
    }
    return Clock::now() - *at_end_ < k_late ? "" : fmt::format("{} is at its end", recording_.path);
  }
  void stop() override { stop_.store(true); }

private:
  tl::expected<void, std::string> set_center(double /*hz*/) override { return {}; }

  Recording recording_;
  SampleReader reader_;
  std::atomic<bool> stop_{false};
  std::atomic<std::uint64_t> read_{0};
  mutable std::optional<std::chrono::steady_clock::time_point> at_end_;
  Pace pace_;
  std::shared_ptr<RecordingSource> block_;
};

} // namespace

OpenedRadio open_file(const SourceSpec& spec, const RadioSettings& settings) {
  auto recording = find_recording(spec.args, {.sample_rate_hz = settings.rate_hz});
  if (!recording) {
    return tl::unexpected(recording.error());
  }
  if (!recording->segments.front().center_hz) {
    return tl::unexpected(fmt::format(
        "{} does not say its frequency, and a scan has to know where it listens: 'cellwarden "
        "replay --freq HZ' can work with it",
        spec.args));
  }
  if (recording->segments.size() > 1) {
    return tl::unexpected(fmt::format(
        "{} has holes or several frequencies: 'cellwarden replay' can work with it", spec.args));
  }
  auto reader = SampleReader::open(*recording);
  if (!reader) {
    return tl::unexpected(reader.error());
  }
  return std::make_unique<FileRadio>(std::move(*recording), std::move(*reader));
}

} // namespace cw::sdr
