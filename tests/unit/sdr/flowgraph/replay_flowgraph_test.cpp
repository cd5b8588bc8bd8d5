#include "sdr/flowgraph/replay_flowgraph.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/sdr/flowgraph/collected_signal.h"
#include "tests/unit/sdr/flowgraph/generated_recording.h"

#include <filesystem>

using namespace cw::sdr;
using cw::sdr::test::CollectedSignal;
using cw::sdr::test::one_cell;
using cw::sdr::test::write_recording;
using cw::test::TempFolder;

namespace {

struct Replayed {
  CollectedSignal signal;
  ReplayResult result;
};

Replayed replay(const std::string& path, const ReplayOptions& options = {}) {
  const auto recording = find_recording(path, {});
  REQUIRE(recording);
  Replayed replayed;
  BlockExit exit(replayed.signal, false);
  const std::atomic<bool> stop = false;
  replayed.result = replay_recording(*recording, options, exit, {}, stop);
  return replayed;
}

bool same(const std::vector<cw::wire::GsmBlock>& a, const std::vector<cw::wire::GsmBlock>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.n == y.n && x.first_sample == y.first_sample && x.fn == y.fn && x.data == y.data &&
           x.heard_on == y.heard_on && x.level_dbfs == y.level_dbfs && x.snr_db == y.snr_db &&
           x.cfo_hz == y.cfo_hz;
  });
}

} // namespace

TEST_CASE("flowgraph: threads and cuts of the stream change nothing", "[sdr][flowgraph]") {
  const TempFolder folder;
  write_recording(folder.path("a"), one_cell(1), R"({"core:frequency": 947.4e6})");
  const Replayed whole = replay(folder.path("a"));
  CHECK(whole.result.error.empty());
  CHECK(whole.signal.blocks.size() > 20);
  CHECK_FALSE(whole.signal.measurements.empty());
  for (const unsigned threads : {1U, 2U, 4U}) {
    for (const int chunk : {997, 65536}) {
      ReplayOptions options;
      options.threads = threads;
      options.max_chunk = chunk;
      const Replayed other = replay(folder.path("a"), options);
      CAPTURE(threads, chunk);
      CHECK(same(other.signal.blocks, whole.signal.blocks));
      CHECK(other.signal.measurements.size() == whole.signal.measurements.size());
    }
  }
}

TEST_CASE("flowgraph: the input's report", "[sdr][flowgraph]") {
  const TempFolder folder;
  const auto samples = one_cell(0.4);
  write_recording(folder.path("a"),
                  samples,
                  R"({"core:frequency": 947.4e6, "core:global_index": 0},
                     {"core:frequency": 947.4e6, "core:sample_start": 100000, "core:global_index": 100500})");
  const ReplayResult result = replay(folder.path("a")).result;
  CHECK(result.input.samples == samples.size());
  CHECK(result.input.datatype == "ci8");
  CHECK(result.input.center_hz == 947.4e6);
  CHECK(result.input.captures == 2);
  REQUIRE(result.input.gaps.size() == 1);
  CHECK(result.input.gaps[0].sample == 100000);
  CHECK(result.input.gaps[0].lost == 500);
  CHECK(result.input.clipped_fraction < 0.01);
  REQUIRE(result.searches.size() == 1);
  CHECK_FALSE(result.searches[0].band.carriers.empty());
}

TEST_CASE("flowgraph: a file cut while it is read keeps what came", "[sdr][flowgraph]") {
  const TempFolder folder;
  write_recording(folder.path("a"), one_cell(1), R"({"core:frequency": 947.4e6})");
  const auto recording = find_recording(folder.path("a"), {});
  std::filesystem::resize_file(folder.path("a.sigmf-data"), 600'000);
  CollectedSignal signal;
  BlockExit exit(signal, false);
  const std::atomic<bool> stop = false;
  const ReplayResult result = replay_recording(*recording, {}, exit, {}, stop);
  CHECK_THAT(result.error, Catch::Matchers::ContainsSubstring("shorter"));
  CHECK(result.input.samples == 300'000);
  CHECK(signal.blocks.size() > 5);
}

TEST_CASE("flowgraph: told to stop before it begins, it gives nothing and ends",
          "[sdr][flowgraph]") {
  const TempFolder folder;
  write_recording(folder.path("a"), one_cell(0.4), "{}");
  CollectedSignal signal;
  BlockExit exit(signal, false);
  const std::atomic<bool> stop = true;
  const ReplayResult result =
      replay_recording(*find_recording(folder.path("a"), {}), {}, exit, {}, stop);
  CHECK(result.input.samples == 0);
  CHECK(signal.blocks.empty());
}
