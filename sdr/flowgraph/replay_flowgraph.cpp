#include "sdr/flowgraph/replay_flowgraph.h"

#include "sdr/flowgraph/band_sink.h"
#include "sdr/flowgraph/gnu_radio_home.h"
#include "sdr/flowgraph/pace.h"
#include "sdr/flowgraph/recording_source.h"
#include "sdr/source/sample_reader.h"

#include <fmt/format.h>
#include <gnuradio/top_block.h>

#include <utility>

namespace cw::sdr {
namespace {

// Half a MiB: enough that the scheduler's switching does not show, little beside dsp's own buffers.
constexpr int k_buffer_samples = 65536;

wire::InputReport describe(const Recording& recording, const SampleReader& reader) {
  wire::InputReport input;
  input.path = recording.path;
  input.datatype = recording.datatype;
  input.sample_rate_hz = recording.sample_rate_hz;
  input.center_hz = recording.segments.front().center_hz;
  input.samples = reader.samples_read();
  input.duration_s = static_cast<double>(input.samples) / recording.sample_rate_hz;
  input.captures = recording.captures;
  input.warnings = recording.warnings;
  std::uint64_t sample = 0;
  for (const Segment& segment : recording.segments) {
    if (!segment.retuned && sample < input.samples) {
      input.gaps.push_back({.sample = sample, .lost = segment.lost_before});
    }
    sample += segment.samples;
  }
  const ConvertCounts& counts = reader.counts();
  if (input.samples > 0) {
    input.clipped_fraction =
        static_cast<double>(counts.clipped) / (2.0 * static_cast<double>(input.samples));
  }
  if (counts.not_finite > 0) {
    input.warnings.push_back(
        fmt::format("{} values were NaN or infinite and were taken as 0", counts.not_finite));
  }
  if (reader.octets_left_over() > 0) {
    input.warnings.push_back(fmt::format("the last {} octets are no whole sample and were left out",
                                         reader.octets_left_over()));
  }
  return input;
}

void run(gr::top_block& graph, int max_chunk) {
  const GnuRadioHome home; // over the whole run: no thread of it may see the environment change
  graph.start(max_chunk);
  graph.wait();
}

} // namespace

ReplayResult replay_recording(const Recording& recording,
                              const ReplayOptions& options,
                              BlockExit& exit,
                              const SessionPosition& start,
                              const std::atomic<bool>& stop) {
  ReplayResult result;
  auto reader = SampleReader::open(recording);
  if (!reader) {
    result.error = reader.error();
    return result;
  }
  BandHost host(
      {.sample_rate_hz = recording.sample_rate_hz, .threads = options.threads}, exit, start);
  Pace pace(recording.sample_rate_hz, stop);
  const auto progress = [&](std::uint64_t samples) {
    if (options.progress) {
      options.progress(samples);
    }
    if (options.realtime) {
      pace.wait_for(samples);
    }
  };
  const auto graph = gr::make_top_block("replay");
  const auto source = gnuradio::make_block_sptr<RecordingSource>(*reader, stop, progress);
  const auto sink = gnuradio::make_block_sptr<BandSink>(host, recording.segments);
  source->set_min_output_buffer(0, k_buffer_samples);
  graph->connect(source, 0, sink, 0);
  try {
    run(*graph, options.max_chunk);
    host.finish();
  } catch (const std::exception& failure) {
    result.error = fmt::format("the flowgraph failed: {}", failure.what());
  }
  if (result.error.empty()) {
    result.error = reader->error().empty() ? sink->error() : reader->error();
  }
  result.input = describe(recording, *reader);
  result.searches = host.take_searches();
  result.position = host.position();
  return result;
}

} // namespace cw::sdr
