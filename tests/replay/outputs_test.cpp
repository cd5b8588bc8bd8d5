// What replay writes beside the report: the same for any number of threads, readable by others.
#include "tests/replay/sample_run.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/app/program.h"

#include <cstdio>
#include <cstdlib>
#include <sstream>

using namespace cw::test;
using Json = nlohmann::json;

namespace {

/// What a shell command prints; its stderr is dropped.
std::string printed_by(const std::string& command) {
  std::string text;
  std::FILE* const pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
  REQUIRE(pipe != nullptr);
  for (int octet = std::fgetc(pipe); octet != EOF; octet = std::fgetc(pipe)) {
    text.push_back(static_cast<char>(octet));
  }
  REQUIRE(::pclose(pipe) == 0);
  return text;
}

std::string without_stats(const std::string& report) {
  return report.substr(0, report.find("\"stats\""));
}

} // namespace

TEST_CASE("replay: one, two and four threads write the same octets", "[replay]") {
  for (const Sample& any : samples()) {
    CAPTURE(any.name);
    const SampleRun& plain = plain_run(any);
    REQUIRE_FALSE(plain.block_lines.empty());
    for (const std::string threads : {"1", "2", "4"}) {
      CAPTURE(threads);
      const SampleRun run = run_sample(any, {"--threads", threads});
      CHECK(run.status == 0);
      CHECK((run.block_lines == plain.block_lines));
      CHECK((without_stats(run.report_text) == without_stats(plain.report_text)));
    }
  }
}

TEST_CASE("replay: blocks of the three samples in one session are those of each", "[replay]") {
  const TempFolder folder;
  std::vector<std::string> arguments = {"replay"};
  std::size_t blocks = 0;
  for (const Sample& any : samples()) {
    arguments.push_back(any.recording);
    blocks += plain_run(any).blocks.size();
  }
  arguments.insert(arguments.end(), {"--json", "--quiet"});
  const ProgramRun run = run_program(arguments);
  REQUIRE(run.status == 0);
  const Json report = Json::parse(run.out);
  CHECK(report.at("inputs").size() == samples().size());
  CHECK(report.at("cells").size() == samples().size());
  CHECK(report.at("stats").at("blocks") == blocks);
}

TEST_CASE("replay: tshark reads every packet of --pcap without an option", "[replay]") {
  if (std::system("command -v tshark >/dev/null 2>&1") != 0) {
    WARN("not checked: tshark is not installed");
    return;
  }
  for (const Sample& any : samples()) {
    CAPTURE(any.name);
    const TempFolder folder;
    const std::string path = folder.path("blocks.pcapng");
    const SampleRun run = run_sample(any, {"--pcap", path});
    std::istringstream packets(printed_by("tshark -r " + path +
                                          " -T fields -E separator=, -e _ws.malformed" +
                                          " -e gsmtap.arfcn -e gsmtap.frame_nr -e gsmtap.ts"));
    auto block = run.blocks.begin();
    std::size_t read = 0;
    for (std::string line; std::getline(packets, line); ++read) {
      while (block != run.blocks.end() && block->at("channel") == "sch") { // GSMTAP has no such
        ++block;
      }
      REQUIRE(block != run.blocks.end());
      CAPTURE(block->dump());
      std::ostringstream expected;
      expected << ',' << block->at("arfcn") << ',' << block->at("fn") << ',' << block->at("slot");
      CHECK(line == expected.str());
      ++block;
    }
    CHECK(read + run.blocks_of("sch").size() == run.blocks.size());
  }
}

TEST_CASE("replay: --pcap replayed gives the cell and the alert the samples gave", "[replay]") {
  for (const Sample& any : samples()) {
    CAPTURE(any.name);
    const TempFolder folder;
    const std::string path = folder.path("blocks.pcapng");
    const SampleRun first = run_sample(any, {"--pcap", path});
    const ProgramRun again = run_program({"replay", path, "--json", "--quiet"});
    CAPTURE(again.err);
    REQUIRE(again.status == 0);
    const Json report = Json::parse(again.out);
    REQUIRE(report.at("cells").size() == 1);
    CHECK(report["cells"][0].at("id") == cell_id(any.cell));
    CHECK(report["cells"][0].at("system_information") ==
          first.report.at("cells")[0].at("system_information"));
    // GSMTAP tells neither BSIC nor timing, so the severity may be another.
    REQUIRE(report.at("alerts").size() == first.report.at("alerts").size());
    for (const Json& alert : report["alerts"]) {
      CHECK(alert.at("cell_id") == cell_id(any.cell));
      CHECK(alert.at("severity") != "low");
    }
  }
}
