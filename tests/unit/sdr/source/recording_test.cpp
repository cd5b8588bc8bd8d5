#include "sdr/source/recording.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/sdr/source/wav_file.h"

using namespace cw::sdr;
using Catch::Matchers::ContainsSubstring;
using cw::test::TempFolder;

namespace {

const std::string k_meta =
    R"({"global": {"core:datatype": "cu8", "core:sample_rate": 1000000}, "captures": [{"core:frequency": 935200000}]})";

std::string error_of(const std::string& path, const RecordingHints& hints = {}) {
  const auto recording = find_recording(path, hints);
  return recording ? "" : recording.error();
}

} // namespace

TEST_CASE("recording: SigMF by either file or the common name", "[sdr][recording]") {
  const TempFolder folder;
  folder.write("a.sigmf-meta", k_meta);
  folder.write("a.sigmf-data", std::string(2000, 'x'));
  for (const char* name : {"a.sigmf-meta", "a.sigmf-data", "a"}) {
    const auto recording = find_recording(folder.path(name), {});
    CAPTURE(name);
    REQUIRE(recording);
    CHECK(recording->path == folder.path(name));
    CHECK(total_samples(*recording) == 1000);
    CHECK(recording->segments[0].center_hz == 935.2e6);
  }
}

TEST_CASE("recording: raw samples by ending, or as the user says", "[sdr][recording]") {
  const TempFolder folder;
  const std::string named = folder.write("x_937MHz.cs8", std::string(101, 'x'));
  const auto by_name = find_recording(named, {.sample_rate_hz = 1e6});
  REQUIRE(by_name);
  CHECK(by_name->format == SampleFormat::ci8);
  CHECK(by_name->segments[0].center_hz == 937e6);
  CHECK(by_name->segments[0].samples == 50);
  CHECK(by_name->warnings.size() == 2);
  const auto as_told = find_recording(
      named, {.format = SampleFormat::ci16, .sample_rate_hz = 1e6, .center_hz = 940e6});
  REQUIRE(as_told);
  CHECK(as_told->format == SampleFormat::ci16);
  CHECK(as_told->segments[0].center_hz == 940e6);
}

TEST_CASE("recording: WAV, also one whose header was never finished", "[sdr][recording]") {
  const TempFolder folder;
  const std::string whole = test::wav_file(test::format_chunk(1, 2, 16), std::string(400, 'x'));
  const auto recording = find_recording(folder.write("a.wav", whole), {});
  REQUIRE(recording);
  CHECK(recording->datatype == "wav/ci16");
  CHECK(total_samples(*recording) == 100);
  CHECK(recording->warnings.empty());
  std::string open_ended = whole;
  open_ended.replace(open_ended.size() - 404, 4, 4, '\0');
  const auto unfinished = find_recording(folder.write("b.wav", open_ended), {.center_hz = 935e6});
  REQUIRE(unfinished);
  CHECK(total_samples(*unfinished) == 100);
  CHECK(unfinished->segments[0].center_hz == 935e6);
  CHECK(unfinished->warnings.size() == 1);
}

TEST_CASE("recording: the clock of a session goes on through holes and tunings",
          "[sdr][recording]") {
  const TempFolder folder;
  folder.write("a.sigmf-data", std::string(6000, 'x'));
  folder.write("a.sigmf-meta",
               R"({"global": {"core:datatype": "cu8", "core:sample_rate": 1000000}, "captures": [
    {"core:sample_start": 0, "core:frequency": 935e6, "core:datetime": "2026-01-01T00:00:00Z", "core:global_index": 0},
    {"core:sample_start": 1000, "core:frequency": 935e6, "core:datetime": "2026-01-01T00:00:00.003Z", "core:global_index": 3000},
    {"core:sample_start": 2000, "core:frequency": 945e6, "core:datetime": "2026-01-01T00:00:10Z"}]})");
  const auto recording = find_recording(folder.path("a"), {});
  REQUIRE(recording);
  REQUIRE(recording->segments.size() == 3);
  CHECK(recording->segments[1].lost_before == 2000);
  CHECK(recording->segments[1].start_s == Approx(0.003));
  CHECK(recording->segments[2].retuned);
  CHECK(recording->segments[2].start_s == Approx(10));
}

TEST_CASE("recording: what cannot be used has one sentence with its path", "[sdr][recording]") {
  const TempFolder folder;
  const RecordingHints complete = {.format = SampleFormat::cu8, .sample_rate_hz = 1e6};
  CHECK_THAT(error_of(folder.path("none.cu8"), complete), ContainsSubstring("no such file"));
  CHECK_THAT(error_of(folder.path("")), ContainsSubstring("is a directory"));
  CHECK_THAT(error_of(folder.write("empty.cu8", ""), complete), ContainsSubstring("empty"));
  CHECK_THAT(error_of(folder.write("one.cu8", "x"), complete),
             ContainsSubstring("less than one sample"));
  CHECK_THAT(error_of(folder.write("some.bin", "xxxx")), ContainsSubstring("--format"));
  CHECK_THAT(error_of(folder.write("some.cu8", "xxxx")), ContainsSubstring("--rate"));
  CHECK_THAT(error_of(folder.path("some.cu8"), {.sample_rate_hz = 1e12}),
             ContainsSubstring("1e+12 Hz is outside"));
  CHECK_THAT(error_of(folder.path("some.cu8"), {.sample_rate_hz = 8000}),
             ContainsSubstring("8000 Hz is outside"));
  CHECK_THAT(error_of(folder.path("some.cu8"), {.sample_rate_hz = 1e6, .center_hz = 1e15}),
             ContainsSubstring("1e+15 Hz"));
  for (const double center_hz : {0.0, 0.9e6, 6.1e9, 100e9}) {
    CHECK_THAT(error_of(folder.path("some.cu8"), {.sample_rate_hz = 1e6, .center_hz = center_hz}),
               ContainsSubstring("outside 1 MHz to 6 GHz"));
  }
  CHECK(find_recording(folder.path("some.cu8"), {.sample_rate_hz = 1e6, .center_hz = 6e9}));
  CHECK(find_recording(folder.path("some.cu8"), {.sample_rate_hz = 1e6, .center_hz = 1e6}));
  CHECK_THAT(error_of(folder.write("text.wav", "no chunks")), ContainsSubstring("not a WAV file"));
  CHECK_THAT(error_of(folder.write("a.sigmf", "x")), ContainsSubstring("archive"));
  CHECK_THAT(error_of("-"), ContainsSubstring("--format"));
  for (const std::string& path : {folder.path("none.cu8"), folder.path("some.bin")}) {
    CHECK_THAT(error_of(path), ContainsSubstring(path));
  }
}

TEST_CASE("recording: a hint that contradicts the file is told and not used", "[sdr][recording]") {
  const TempFolder folder;
  const auto warnings = [&](const char* name, const RecordingHints& hints) {
    const auto recording = find_recording(folder.path(name), hints);
    REQUIRE(recording);
    CHECK(recording->sample_rate_hz == 1e6);
    return recording->warnings;
  };
  using Sentences = std::vector<std::string>;
  folder.write("a.sigmf-meta", k_meta);
  folder.write("a.sigmf-data", std::string(2000, 'x'));
  CHECK(warnings("a", {SampleFormat::cu8, 1e6, 935.2e6}).empty());
  CHECK(warnings("a", {.sample_rate_hz = 1'000'000.4, .center_hz = 935'199'999.6}).empty());
  CHECK(warnings("a", {SampleFormat::ci16, 2.4e6, 937e6}) ==
        Sentences{"--format ci16 was not used: the file itself says cu8",
                  "--rate 2.4 MHz was not used: the file itself says 1 MHz",
                  "--freq 937 MHz was not used: the file itself says 935.2 MHz"});
  folder.write("two.sigmf-data", std::string(2000, 'x'));
  folder.write("two.sigmf-meta",
               R"({"global": {"core:datatype": "cu8"}, "captures": [
    {"core:sample_start": 0}, {"core:sample_start": 300, "core:frequency": 935e6},
    {"core:sample_start": 600, "core:frequency": 945e6}]})");
  CHECK(warnings("two", {.sample_rate_hz = 1e6, .center_hz = 935e6}) ==
        Sentences{"--freq 935 MHz was not used: the file itself says 945 MHz"});
  folder.write("a.wav",
               test::wav_file(test::format_chunk(1, 2, 16, {}, 1'000'000), std::string(400, 'x')));
  CHECK(warnings("a.wav", {.sample_rate_hz = 1e6}).empty());
  CHECK(warnings("a.wav", {.sample_rate_hz = 2e6}) ==
        Sentences{"--rate 2 MHz was not used: the file itself says 1 MHz"});
}

TEST_CASE("recording: SigMF that lacks a part, or holds one octet", "[sdr][recording]") {
  const TempFolder folder;
  folder.write("a.sigmf-meta", k_meta);
  CHECK_THAT(
      error_of(folder.path("a.sigmf-meta")),
      ContainsSubstring("its .sigmf-data cannot be read, there is no such file: check the path"));
  folder.write("a.sigmf-data", "");
  CHECK_THAT(error_of(folder.path("a.sigmf-meta")),
             ContainsSubstring("its .sigmf-data is empty: record it again"));
  folder.write("a.sigmf-data", "x");
  CHECK_THAT(error_of(folder.path("a.sigmf-meta")), ContainsSubstring("outside the data file"));
  folder.write("b.sigmf-data", "xxxx");
  CHECK_THAT(error_of(folder.path("b.sigmf-data")),
             ContainsSubstring("its .sigmf-meta cannot be read, there is no such file"));
  folder.write("b.sigmf-meta", "x");
  CHECK_THAT(error_of(folder.path("b.sigmf-meta")), ContainsSubstring("not a JSON object"));
  folder.write("b.sigmf-meta", R"({"global": {"core:datatype": "cu8"}})");
  CHECK_THAT(error_of(folder.path("b.sigmf-meta")), ContainsSubstring("--rate"));
}
