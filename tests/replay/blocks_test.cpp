// Every block of --blocks against what was sent: nothing missing, nothing invented.
#include "tests/replay/sample_run.h"
#include "tests/replay/sent_blocks.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace cw::test;
using Json = nlohmann::json;

namespace {

constexpr double k_frame_s = 120e-3 / 26; // TS 45.002 §4.3.2
constexpr int k_hyperframe = 2715648;

/// A sample of which some samples are missing from `at` on; told in its metadata or not.
Sample with_hole(const Sample& whole, const TempFolder& folder, bool told) {
  constexpr std::size_t k_at = 700'000, k_lost = 40'000, k_octets = 2; // ci8
  Sample holed = whole;
  holed.name += told ? " with a hole" : " with a hole nobody knows of";
  holed.recording = folder.path("holed.sigmf-meta");
  Json meta = Json::parse(file_content(whole.recording));
  if (told) {
    Json later = meta.at("captures").at(0);
    meta["captures"][0]["core:global_index"] = 0;
    later["core:sample_start"] = k_at;
    later["core:global_index"] = k_at + k_lost;
    meta["captures"].push_back(later);
  }
  folder.write("holed.sigmf-meta", meta.dump());
  const std::string stem = whole.recording.substr(0, whole.recording.rfind('.'));
  std::string samples = file_content(stem + ".sigmf-data");
  samples.erase(k_at * k_octets, k_lost * k_octets);
  folder.write("holed.sigmf-data", samples);
  return holed;
}

/// Frame, slot and octets of every block.
std::set<std::string> contents(const SampleRun& run) {
  std::set<std::string> all;
  for (const Json& block : run.blocks) {
    all.insert(block.at("fn").dump() + " " + block.at("slot").dump() + " " + octets_of(block));
  }
  return all;
}

} // namespace

TEST_CASE("replay: BCCH and CCCH of each sample are all there, by type, and nothing else",
          "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const SampleRun& run = plain_run(sample);
    REQUIRE(run.status == 0);
    std::map<std::string, int> heard;
    for (const char* const channel : {"bcch", "bcch-ext", "ccch"}) {
      for (const Json& block : run.blocks_of(channel)) {
        ++heard[sent_name(block)];
        CHECK(block.at("slot") == 0);
      }
    }
    CHECK(heard == sent_broadcast(sample));
  }
}

TEST_CASE("replay: SDCCH blocks are exactly those sent in clear, to the octet", "[replay]") {
  std::size_t compared = 0;
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const std::string channel = sample.cell.at("combined").get<bool>() ? "sdcch4" : "sdcch8";
    std::vector<ClearBlock> heard;
    for (const Json& block : unredacted_run(sample).blocks_of(channel)) {
      heard.push_back({block.at("fn"), block.at("sub"), octets_of(block)});
    }
    std::ranges::sort(heard, {}, &ClearBlock::fn);
    CHECK(heard == sent_in_clear(sample));
    compared += heard.size();
  }
  CHECK(compared > 0);
}

TEST_CASE("replay: SACCH carries SI5 and SI6 and no more of them than were sent", "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const SentSacch sent = sent_sacch(sample);
    int heard = 0;
    for (const Json& block : plain_run(sample).blocks_of("sacch")) {
      CHECK(sent_name(block).starts_with("SACCH:SI"));
      ++heard;
    }
    // Truth does not say which of them are ciphered.
    CHECK((sent.some_ciphered ? heard <= sent.count && heard > 0 : heard == sent.count));
  }
}

TEST_CASE("replay: no channel but those the cell has", "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const std::string dedicated = sample.cell.at("combined").get<bool>() ? "sdcch4" : "sdcch8";
    for (const Json& block : plain_run(sample).blocks) {
      const std::string channel = block.at("channel");
      CAPTURE(block.at("n").get<int>(), channel);
      CHECK((channel == "sch" || channel == "bcch" || channel == "ccch" || channel == "sacch" ||
             channel == dedicated));
    }
  }
}

TEST_CASE("replay: every block lies on the cell's carrier, in its frame count", "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const Json& cell = sample.cell;
    for (const Json& block : plain_run(sample).blocks) {
      CAPTURE(block.dump());
      CHECK(block.at("arfcn") == cell.at("arfcn"));
      CHECK(block.at("bsic") == cell.at("bsic_value"));
      CHECK(block.at("carrier_hz") == cell.at("carrier_hz"));
      // The recording starts timing_sym symbols into frame fn0.
      const double start_s = cell.at("timing_sym").get<double>() / 270833.333;
      const double frames = (block.at("t").get<double>() + start_s) / k_frame_s;
      const int fn =
          (cell.at("fn0").get<int>() + static_cast<int>(std::floor(frames + 0.01))) % k_hyperframe;
      CHECK(block.at("fn") == fn);
    }
  }
}

TEST_CASE("replay: of the SCH bursts at most the two at the edges are missing", "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const int frames = sample.cell.at("frames");
    const auto heard = static_cast<int>(plain_run(sample).blocks_of("sch").size());
    CHECK(heard >= frames / 51 * 5 - 2); // five in a 51-multiframe
    CHECK(heard <= frames / 51 * 5 + 5);
    for (const Json& block : plain_run(sample).blocks_of("sch")) {
      CHECK(block.at("fn").get<int>() % 51 % 10 == 1);
    }
  }
}

TEST_CASE("replay: the report counts the blocks that were written", "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const SampleRun& run = plain_run(sample);
    std::map<std::string, int> written;
    for (const Json& block : run.blocks) {
      ++written[block.at("channel").get<std::string>()];
    }
    REQUIRE(run.report.at("cells").size() == 1);
    CHECK(run.report["cells"][0].at("blocks") == Json(written));
    CHECK(run.report.at("stats").at("blocks") == run.blocks.size());
  }
}

TEST_CASE("replay: samples missing in the middle cost blocks there, and no wrong one comes of it",
          "[replay]") {
  for (const Sample& whole : samples()) {
    const std::set<std::string> all = contents(plain_run(whole));
    for (const bool told : {true, false}) {
      const TempFolder folder;
      const Sample holed = with_hole(whole, folder, told);
      CAPTURE(holed.name);
      const SampleRun run = run_sample(holed);
      REQUIRE(run.status == 0);
      const std::set<std::string> left = contents(run);
      CHECK(std::ranges::includes(all, left));
      // The hole is 0.1 s; half a second of blocks may pass until the cell is held again.
      CHECK(left.size() * 9 >= all.size() * 8);
      CHECK((whole.fake || run.report.at("alerts").empty()));
      CHECK((told ? run.report.at("cells").size() == 1 : !run.report.at("cells").empty()));
    }
  }
}
