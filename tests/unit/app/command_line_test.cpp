// The program started in every bad way there is: status, one sentence, nothing on stdout, what was
// written.
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/app/program.h"
#include "tests/unit/sdr/flowgraph/generated_recording.h"

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

using Catch::Matchers::ContainsSubstring;
using cw::test::file_content;
using cw::test::ProgramRun;
using cw::test::run_program;
using cw::test::TempFolder;
using Json = nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

// A generated cell, made once for all tests of this file.
const std::string& recording() {
  static const TempFolder folder;
  static const std::string base = [] {
    std::string path = folder.path("cell");
    cw::sdr::test::write_recording(
        path, cw::sdr::test::one_cell(2), R"({"core:frequency": 947.4e6})");
    return path;
  }();
  static const std::string meta = base + ".sigmf-meta";
  return meta;
}

long lines(const std::string& text) {
  return std::count(text.begin(), text.end(), '\n');
}

void check_refused(const Arguments& arguments, const std::string& says) {
  const ProgramRun run = run_program(arguments);
  CAPTURE(arguments, run.out, run.err);
  CHECK(run.status == 2);
  CHECK(run.out.empty());
  CHECK(lines(run.err) == 1);
  CHECK_THAT(run.err, Catch::Matchers::StartsWith("cellwarden: ") && ContainsSubstring(says));
}

} // namespace

TEST_CASE("command line: a call that cannot be is refused with one sentence", "[app][cli]") {
  check_refused({}, "give one of the commands");
  check_refused({"scam"}, "give one of the commands");
  check_refused({"replay"}, "give a recording to read");
  check_refused({"replay", recording(), "--colour"}, "--colour");
  check_refused({"replay", recording(), "--fail-on", "panic"}, "--fail-on");
  check_refused({"replay", recording(), "--rat", "umts"}, "--rat");
  check_refused({"replay", recording(), "--rat", "lte"}, "not received yet");
  check_refused({"replay", recording(), "--rate", "fast"}, "--rate fast");
  check_refused({"replay", recording(), "--rate", "1000G"}, "outside 270.833 kHz to 61.44 MHz");
  check_refused({"replay", recording(), "--freq", "100G"}, "--freq 100G is outside 1 MHz to 6 GHz");
  check_refused({"replay", recording(), "--freq", "947.4"}, "outside 1 MHz to 6 GHz");
  check_refused({"replay", recording(), "--format", "mp3"}, "--format mp3");
  check_refused({"replay", recording(), "--threads", "0"}, "--threads");
  check_refused({"replay", recording(), "--threads", "65"}, "--threads 65 is not a number from 1");
  check_refused({"replay", recording(), "--threads", "many"}, "--threads");
  check_refused({"replay", recording(), "--json", "--blocks", "-"}, "only one of");
  check_refused({"replay", recording(), "--blocks", "x", "--pcap", "x"}, "the same file");
  check_refused({"replay", recording(), "--thresholds", "none.toml"}, "none.toml");
  check_refused({"replay", recording(), "--licences", "none.toml"}, "none.toml");
  check_refused({"baseline"}, "give one of the commands learn, ");
  check_refused({"baseline", "lern"}, "give one of the commands learn, ");
  check_refused({"baseline", "learn", recording()}, "--db");
  check_refused({"baseline", "learn", "--db", "x.db"}, "give a recording to read");
  check_refused({"baseline", "diff", "--db", "x.db"}, "nothing to compare with");
  check_refused({"rules", "extra"}, "extra");
}

TEST_CASE("command line: an input that cannot be is refused with one sentence", "[app][cli]") {
  const TempFolder folder;
  check_refused({"replay", folder.path("none.sigmf-meta")}, "no such file");
  check_refused({"replay", folder.path("")}, "is a directory");
  check_refused({"replay", folder.write("empty.cu8", ""), "--rate", "1M"}, "empty");
  check_refused({"replay", folder.write("one.cu8", "x"), "--rate", "1M"}, "less than one sample");
  check_refused({"replay", folder.write("some.cu8", "samples.")}, "--rate");
  check_refused({"replay", folder.path("some.cu8"), "--rate", "1000G"}, "outside");
  check_refused({"replay", folder.write("some.txt", "text"), "--rate", "1M"}, "--format");
  check_refused({"replay", "-"}, "--format");
  folder.write("one.sigmf-data", "samples.");
  check_refused({"replay", folder.write("one.sigmf-meta", "x")}, "not a JSON object");
  check_refused({"replay", folder.write("x.wav", "RIFF\x10")}, "not a WAV file");
  check_refused({"replay", folder.write("x.pcap", "\xD4\xC3\xB2\xA1")}, "cut within its header");
  for (const char* name : {"junk.pcap", "junk.pcapng"}) {
    check_refused({"replay", folder.write(name, "junk")}, "it is no packet capture");
  }
  check_refused({"replay", folder.write("empty.pcap", "")}, "empty");
  check_refused({"replay", folder.path("none.pcap")}, "no such file");
  check_refused({"replay", recording(), folder.path("none.cu8"), "--rate", "1M"}, "no such file");
}

TEST_CASE("command line: a refused call leaves no output behind", "[app][cli]") {
  const TempFolder folder;
  const std::string out = folder.path("out.jsonl");
  run_program({"replay",
               folder.path("none.cu8"),
               "--rate",
               "1M",
               "--blocks",
               out,
               "--store",
               folder.path("s.db")});
  CHECK_FALSE(std::filesystem::exists(out));
  CHECK_FALSE(std::filesystem::exists(folder.path("s.db")));
  check_refused({"replay", recording(), "--blocks", folder.path("no/such/folder/x")},
                "give another path");
  check_refused({"replay", recording(), "--pcap", folder.path("")}, "give another path");
}

TEST_CASE("command line: a baseline that is none is refused and stays as it was", "[app][cli]") {
  const TempFolder folder;
  const std::string text = folder.write("text.db", std::string(5000, 'x'));
  for (const Arguments& arguments :
       {Arguments{"replay", recording(), "--baseline", text},
        Arguments{"replay", recording(), "--baseline", folder.path("none.db")},
        Arguments{"replay", recording(), "--baseline", folder.path("")},
        Arguments{"baseline", "show", "--db", text},
        Arguments{"baseline", "show", "--db", folder.path("none.db")},
        Arguments{"baseline", "diff", recording(), "--db", text}}) {
    check_refused(arguments, "");
  }
  CHECK(file_content(text) == std::string(5000, 'x'));
  CHECK_FALSE(std::filesystem::exists(folder.path("none.db")));
}

TEST_CASE("command line: a store given as a baseline is refused, and called a store",
          "[app][cli]") {
  const TempFolder folder;
  const std::string store = folder.path("store.db");
  REQUIRE(run_program({"replay", recording(), "--store", store}).status == 0);
  const std::string before = file_content(store);
  for (const Arguments& arguments : {Arguments{"baseline", "learn", recording(), "--db", store},
                                     Arguments{"baseline", "show", "--db", store},
                                     Arguments{"baseline", "diff", recording(), "--db", store},
                                     Arguments{"replay", recording(), "--baseline", store}}) {
    check_refused(arguments, "it is a store of Cellwarden (replay --store), not a baseline");
  }
  CHECK(file_content(store) == before);
}

TEST_CASE("command line: a store another program holds is one sentence, and nothing hangs",
          "[app][cli]") {
  const TempFolder folder;
  const std::string path = folder.path("store.db");
  REQUIRE(run_program({"replay", recording(), "--store", path}).status == 0);
  sqlite3* holder = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &holder) == SQLITE_OK);
  REQUIRE(sqlite3_exec(holder, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) == SQLITE_OK);
  const ProgramRun run = run_program({"replay", recording(), "--store", path});
  CAPTURE(run.err);
  CHECK((run.status == 1 || run.status == 2));
  CHECK(lines(run.err) == 1);
  CHECK((run.status == 2 ? run.out.empty() : !run.out.empty()));
  sqlite3_close(holder);
}

TEST_CASE("command line: a full disk is status 1, the rest is written", "[app][cli]") {
  const TempFolder folder;
  for (const char* full : {"--blocks", "--pcap"}) {
    const std::string other = std::string(full) == "--blocks" ? "--pcap" : "--blocks";
    const ProgramRun run =
        run_program({"replay", recording(), full, "/dev/full", other, folder.path("other")});
    CAPTURE(full, run.err);
    CHECK(run.status == 1);
    CHECK(lines(run.err) == 1);
    CHECK_THAT(run.err, ContainsSubstring("/dev/full") && ContainsSubstring("No space left"));
    CHECK_THAT(run.out, ContainsSubstring("BSIC"));
    CHECK(std::filesystem::file_size(folder.path("other")) > 1000);
  }
  for (const Arguments& arguments : {Arguments{"replay", recording()},
                                     Arguments{"replay", recording(), "--json"},
                                     Arguments{"replay", recording(), "--blocks", "-"},
                                     Arguments{"rules"}}) {
    const ProgramRun run = run_program(arguments, "", "/dev/full");
    CAPTURE(arguments, run.err);
    CHECK(run.status == 1);
    CHECK(lines(run.err) == 1);
  }
}

TEST_CASE("command line: an option that contradicts the file is told, not followed", "[app][cli]") {
  const Arguments plain = {"replay", recording(), "--json"};
  const auto warnings = [&](const Arguments& more) {
    Arguments arguments = plain;
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramRun run = run_program(arguments);
    CAPTURE(run.err);
    CHECK(run.status == 0);
    const Json report = Json::parse(run.out);
    CHECK(report["cells"].size() == 1);
    return report["inputs"][0]["warnings"];
  };
  CHECK(warnings({}).empty());
  CHECK(warnings({"--rate", "541666.6667", "--freq", "947.4M", "--format", "ci8"}).empty());
  CHECK(warnings({"--rate", "2.4M", "--freq", "100M", "--format", "cu8"}).size() == 3);
}

TEST_CASE("command line: no signal is told as no signal", "[app][cli]") {
  const TempFolder folder;
  const auto notes = [](const std::string& path) {
    return run_program({"replay", path, "--rate", "1M", "--freq", "937M"}).out;
  };
  const std::string few = notes(folder.write("few.cu8", "abcdefgh"));
  CHECK_THAT(few, ContainsSubstring("4 samples are too few"));
  const std::vector<float> none(600'000, std::nanf(""));
  const std::string nan = notes(folder.write(
      "nan.cf32", {reinterpret_cast<const char*>(none.data()), none.size() * sizeof(float)}));
  CHECK_THAT(nan, ContainsSubstring("there is no signal in 0.3 s"));
  const std::string zero = notes(folder.write("zero.ci8", std::string(600'000, '\0')));
  CHECK_THAT(zero, ContainsSubstring("there is no signal in 0.3 s"));
  for (const std::string& text : {few, nan, zero}) {
    CAPTURE(text);
    CHECK(text.find("dBFS") == std::string::npos);
    CHECK(text.find("gain") == std::string::npos);
  }
}

TEST_CASE("command line: NaN in cf32 is taken as 0 and told", "[app][cli]") {
  const TempFolder folder;
  std::vector<float> values(200'000, 0.01F);
  for (std::size_t i = 0; i < values.size(); i += 100) {
    values[i] = std::nanf("");
  }
  const std::string octets(reinterpret_cast<const char*>(values.data()),
                           values.size() * sizeof(float));
  const ProgramRun run = run_program(
      {"replay", folder.write("x.cf32", octets), "--rate", "1M", "--freq", "937M", "--json"});
  CHECK(run.status == 0);
  CHECK(run.err.empty());
  const Json report = Json::parse(run.out);
  CHECK(report["cells"].empty());
  CHECK_THAT(report["inputs"][0]["warnings"].dump(), ContainsSubstring("2000 values were NaN"));
  CHECK_THAT(report["inputs"][0]["warnings"].dump(), ContainsSubstring("no GSM cell found"));
}

TEST_CASE("command line: a cut recording is read as far as it goes", "[app][cli]") {
  const TempFolder folder;
  const std::string whole =
      file_content(std::string(recording()).replace(recording().size() - 4, 4, "data"));
  folder.write("cut.sigmf-data", whole.substr(0, whole.size() / 4 * 2 + 1));
  folder.write("cut.sigmf-meta", file_content(recording()));
  const ProgramRun run = run_program({"replay", folder.path("cut.sigmf-meta"), "--json"});
  CHECK(run.status == 0);
  const Json report = Json::parse(run.out);
  CHECK(report["cells"].size() == 1);
  CHECK_THAT(report["inputs"][0]["warnings"].dump(), ContainsSubstring("no whole sample"));
}

TEST_CASE("command line: samples missing in the middle are told and survived", "[app][cli]") {
  const TempFolder folder;
  auto samples = cw::sdr::test::one_cell(2);
  cw::support::remove_samples(samples, 500'000, 40'000);
  cw::sdr::test::write_recording(folder.path("told"),
                                 samples,
                                 R"({"core:frequency": 947.4e6, "core:global_index": 0},
                                    {"core:frequency": 947.4e6, "core:sample_start": 500000,
                                     "core:global_index": 540000})");
  const Json told = Json::parse(run_program({"replay", folder.path("told"), "--json"}).out);
  CHECK(told["inputs"][0]["gaps"] == Json::array({{{"sample", 500000}, {"lost", 40000}}}));
  REQUIRE(told["cells"].size() == 1);
  CHECK(told["cells"][0]["id"] == "262-98-318-11225");
  cw::sdr::test::write_recording(folder.path("silent"), samples, R"({"core:frequency": 947.4e6})");
  const Json silent = Json::parse(run_program({"replay", folder.path("silent"), "--json"}).out);
  CHECK(silent["cells"].size() >= 1);
}

TEST_CASE("command line: replay gives tables, a report, blocks and packets of the same cell",
          "[app][cli]") {
  const TempFolder folder;
  const ProgramRun text = run_program({"replay", recording()});
  CHECK(text.status == 0);
  CHECK(text.err.empty());
  CHECK_THAT(text.out,
             ContainsSubstring("262-98-318-11225") && ContainsSubstring("947.4") &&
                 ContainsSubstring("26 (3,2)"));
  const ProgramRun json = run_program(
      {"replay", recording(), "--json", "--blocks", folder.path("b"), "--pcap", folder.path("p")});
  CAPTURE(json.err);
  REQUIRE(json.status == 0);
  const Json report = Json::parse(json.out);
  CHECK(report["cells"][0]["id"] == "262-98-318-11225");
  CHECK(report["stats"]["blocks"] == lines(file_content(folder.path("b"))));
  const ProgramRun again = run_program({"replay", folder.path("p"), "--json"});
  CHECK(again.status == 0);
  const Json from_packets = Json::parse(again.out);
  CHECK(from_packets["cells"][0]["id"] == "262-98-318-11225");
  CHECK(from_packets["cells"][0]["system_information"] == report["cells"][0]["system_information"]);
}

TEST_CASE("command line: stdin, and results on stdout", "[app][cli]") {
  const std::string samples =
      file_content(std::string(recording()).replace(recording().size() - 4, 4, "data"));
  const ProgramRun run = run_program({"replay",
                                      "-",
                                      "--format",
                                      "ci8",
                                      "--rate",
                                      "541666.6667",
                                      "--freq",
                                      "947.4M",
                                      "--blocks",
                                      "-"},
                                     samples);
  CHECK(run.status == 0);
  CHECK(lines(run.out) > 50);
  CHECK(Json::parse(run.out.substr(0, run.out.find('\n')))["channel"].is_string());
}

TEST_CASE("command line: baseline learned, shown, compared", "[app][cli]") {
  const TempFolder folder;
  const std::string db = folder.path("known.db");
  const ProgramRun learn = run_program({"baseline", "learn", recording(), "--db", db});
  CAPTURE(learn.err);
  CHECK(learn.status == 0);
  CHECK_THAT(learn.out, ContainsSubstring("added") && ContainsSubstring("262-98-318-11225"));
  CHECK_THAT(run_program({"baseline", "show", "--db", db}).out,
             ContainsSubstring("262-98-318-11225"));
  CHECK(Json::parse(run_program({"baseline", "show", "--db", db, "--json"}).out)["cells"].size() ==
        1);
  const std::string before = file_content(db);
  const ProgramRun diff = run_program({"baseline", "diff", recording(), "--db", db});
  CHECK(diff.status == 0);
  CHECK(run_program({"replay", recording(), "--baseline", db}).status == 0);
  CHECK(file_content(db) == before);
}

TEST_CASE("command line: a session that teaches nothing makes no baseline and changes none",
          "[app][cli]") {
  const TempFolder folder;
  const std::string silence = folder.write("silence.ci8", std::string(600'000, '\1'));
  const Arguments nothing = {"baseline", "learn", silence, "--rate", "1M", "--db"};
  const auto learn = [&](const std::string& db) {
    Arguments arguments = nothing;
    arguments.push_back(db);
    return run_program(arguments);
  };
  const ProgramRun fresh = learn(folder.path("new.db"));
  CAPTURE(fresh.err);
  CHECK(fresh.status == 1);
  CHECK(lines(fresh.err) == 1);
  CHECK_THAT(fresh.err, ContainsSubstring("no cell was learned"));
  CHECK_FALSE(std::filesystem::exists(folder.path("new.db")));
  const std::string known = folder.path("known.db");
  REQUIRE(run_program({"baseline", "learn", recording(), "--db", known}).status == 0);
  const std::string before = file_content(known);
  CHECK(learn(known).status == 1);
  CHECK(file_content(known) == before);
}

TEST_CASE("command line: help with an example, version, rules", "[app][cli]") {
  for (const Arguments& arguments : {Arguments{"--help"},
                                     Arguments{"replay", "--help"},
                                     Arguments{"rules", "--help"},
                                     Arguments{"baseline", "--help"},
                                     Arguments{"baseline", "learn", "--help"},
                                     Arguments{"baseline", "show", "--help"},
                                     Arguments{"baseline", "diff", "--help"}}) {
    const ProgramRun run = run_program(arguments);
    CAPTURE(arguments);
    CHECK(run.status == 0);
    CHECK(run.err.empty());
    CHECK_THAT(run.out, ContainsSubstring("Example") && ContainsSubstring("cellwarden "));
  }
  CHECK(run_program({"replay", "--help"}).out.find("UINT") == std::string::npos);
  CHECK_THAT(run_program({"--version"}).out, ContainsSubstring("cellwarden 0."));
  CHECK_THAT(run_program({"rules"}).out,
             ContainsSubstring("G03") && ContainsSubstring("innocent if"));
  CHECK(Json::parse(run_program({"rules", "--json"}).out).size() > 10);
}
