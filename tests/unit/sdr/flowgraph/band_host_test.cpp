#include "sdr/flowgraph/band_host.h"
#include "tests/support/catch.hpp"
#include "tests/unit/sdr/flowgraph/collected_signal.h"
#include "tests/unit/sdr/flowgraph/generated_recording.h"

#include <algorithm>

using namespace cw::sdr;
using cw::sdr::test::CollectedSignal;
using cw::sdr::test::k_rate_hz;
using cw::sdr::test::one_cell;

namespace {

Segment segment(std::uint64_t samples, double start_s, bool retuned, std::uint64_t lost) {
  Segment made;
  made.samples = samples;
  made.center_hz = 947.4e6;
  made.start_s = start_s;
  made.retuned = retuned;
  made.lost_before = lost;
  return made;
}

struct Hosted {
  CollectedSignal signal;
  SessionPosition position;
  std::size_t searches = 0;
};

// The same samples for each segment of the recording.
Hosted host(const Recording& recording,
            const std::vector<cf>& samples,
            bool keep_identities = false,
            SessionPosition start = {}) {
  Hosted hosted;
  BlockExit exit(hosted.signal, keep_identities);
  BandHost band({.sample_rate_hz = recording.sample_rate_hz}, exit, start);
  for (const Segment& segment : recording.segments) {
    REQUIRE(band.begin_segment(segment));
    band.process(samples);
  }
  band.finish();
  hosted.position = band.position();
  hosted.searches = band.take_searches().size();
  return hosted;
}

Recording recording_of(std::vector<Segment> segments) {
  Recording recording;
  recording.sample_rate_hz = k_rate_hz;
  recording.segments = std::move(segments);
  return recording;
}

} // namespace

TEST_CASE("band host: blocks are numbered and timed over the whole session", "[sdr][flowgraph]") {
  const auto samples = one_cell(0.8);
  const double length_s = static_cast<double>(samples.size()) / k_rate_hz;
  const Hosted hosted = host(recording_of({segment(samples.size(), 0, true, 0)}),
                             samples,
                             false,
                             {.samples = 1'000'000, .seconds = 100, .trains = 5});
  REQUIRE(hosted.signal.blocks.size() > 10);
  for (std::size_t i = 0; i < hosted.signal.blocks.size(); ++i) {
    const auto& block = hosted.signal.blocks[i];
    CHECK(block.n == i);
    CHECK(block.t_s >= 100);
    CHECK(block.t_s <= 100 + length_s);
    CHECK(block.first_sample >= 1'000'000);
    CHECK(block.heard_on.train > 5);
  }
  CHECK(hosted.position.seconds == Approx(100 + length_s));
  CHECK(hosted.position.samples == 1'000'000 + samples.size());
}

TEST_CASE("band host: a hole takes its time, on one frequency the cell goes on",
          "[sdr][flowgraph]") {
  const auto samples = one_cell(0.8);
  const double length_s = static_cast<double>(samples.size()) / k_rate_hz;
  const auto lost = static_cast<std::uint64_t>(3 * k_rate_hz);
  const Hosted hosted = host(recording_of({segment(samples.size(), 0, true, 0),
                                           segment(samples.size(), length_s + 3, false, lost)}),
                             samples);
  const auto in_hole = [&](const cw::wire::GsmBlock& block) {
    return block.t_s > length_s && block.t_s < length_s + 2.99;
  };
  CHECK(std::none_of(hosted.signal.blocks.begin(), hosted.signal.blocks.end(), in_hole));
  CHECK(hosted.signal.blocks.back().t_s > length_s + 3);
  CHECK(hosted.position.seconds == Approx(2 * length_s + 3));
  CHECK(hosted.searches == 1);
}

TEST_CASE("band host: another frequency is another band with its own trains", "[sdr][flowgraph]") {
  const auto samples = one_cell(0.8);
  Recording recording =
      recording_of({segment(samples.size(), 0, true, 0), segment(samples.size(), 10, true, 0)});
  recording.segments[1].center_hz = 957.4e6;
  const Hosted hosted = host(recording, samples);
  CHECK(hosted.searches == 2);
  const auto& first = hosted.signal.blocks.front();
  const auto& last = hosted.signal.blocks.back();
  CHECK(first.heard_on.carrier_hz == 947.4e6);
  CHECK(last.heard_on.carrier_hz == 957.4e6);
  CHECK(first.heard_on.train != last.heard_on.train);
  CHECK(last.t_s > 10);
}

TEST_CASE("band host: what a tuner that has not moved gives is dropped", "[sdr][flowgraph]") {
  const auto samples = one_cell(2.0);
  const std::size_t half = samples.size() / 2;
  const std::span all(samples);
  CollectedSignal signal;
  BlockExit exit(signal, false);
  BandHost band({.sample_rate_hz = k_rate_hz}, exit, {});
  Segment first = segment(half, 0, true, 0);
  Segment second = segment(half, static_cast<double>(half) / k_rate_hz, true, 0);
  second.center_hz = 957.4e6;
  REQUIRE(band.begin_segment(first));
  band.process(all.first(half));
  REQUIRE(band.begin_segment(second));
  band.process(all.subspan(half));
  band.finish();
  REQUIRE(signal.blocks.size() > 10);
  for (const auto& block : signal.blocks) {
    CHECK(block.heard_on.carrier_hz == 947.4e6);
  }
  CHECK(band.take_echoes() == 1);
  CHECK(band.take_echoes() == 0);
}

TEST_CASE("band host: identities leave only if asked for", "[sdr][flowgraph]") {
  const auto samples = one_cell(1.5);
  const Recording recording = recording_of({segment(samples.size(), 0, true, 0)});
  const auto redacted = [](const Hosted& hosted) {
    return std::count_if(hosted.signal.blocks.begin(),
                         hosted.signal.blocks.end(),
                         [](const auto& block) { return block.redacted; });
  };
  CHECK(redacted(host(recording, samples, false)) > 0);
  CHECK(redacted(host(recording, samples, true)) == 0);
}
