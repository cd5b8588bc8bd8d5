// A recording as if it were a radio: at its own rate, on its own frequency.
#include "sdr/flowgraph/pace.h"
#include "sdr/flowgraph/recording_source.h"
#include "sdr/scan/radio_source.h"

#include <fmt/format.h>

namespace cw::sdr {
namespace {

class FileRadio : public RadioSource {
public:
  FileRadio(Recording recording, SampleReader reader)
      : recording_(std::move(recording)), reader_(std::move(reader)),
        pace_(recording_.sample_rate_hz, stop_),
        block_(gnuradio::make_block_sptr<RecordingSource>(
            reader_, stop_, [this](std::uint64_t samples) { pace_.wait_for(samples); })) {}

  gr::basic_block_sptr block() const override { return block_; }
  TunerLimits limits() const override {
    const double center_hz = *fixed_center_hz();
    return {center_hz, center_hz, recording_.sample_rate_hz, 1.0};
  }
  double settle_s() const override { return 0; }
  std::optional<double> fixed_center_hz() const override {
    return recording_.segments.front().center_hz;
  }
  tl::expected<void, std::string> tune(double /*center_hz*/) override { return {}; }
  double gain_db() const override { return 0; }
  std::string ended() const override {
    return reader_.error().empty() ? fmt::format("{} is at its end", recording_.path)
                                   : reader_.error();
  }
  void stop() override { stop_.store(true); }

private:
  Recording recording_;
  SampleReader reader_;
  std::atomic<bool> stop_{false};
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
