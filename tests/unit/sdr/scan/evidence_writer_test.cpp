#include "sdr/evidence/evidence_writer.h"
#include "sdr/source/sample_reader.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"

#include <filesystem>
#include <thread>

using namespace cw::sdr;
namespace fs = std::filesystem;

namespace {

cw::wire::Notice notice(const std::string& id) {
  cw::wire::Notice made;
  made.alert_id = id;
  made.carrier_hz = 947.4e6;
  made.summary = "a fake cell";
  return made;
}

std::vector<IqStretch> two_stretches() {
  return {{947e6, 1.7e9 + 0.25, std::vector<std::int8_t>(2000, 5)},
          {957e6, 1.7e9 + 2.0, std::vector<std::int8_t>(1000, -7)}};
}

} // namespace

TEST_CASE("evidence: a recording that replay can read", "[sdr][evidence]") {
  const cw::test::TempFolder folder;
  EvidenceWriter writer({.folder = folder.path("kept"), .sensor = "van 1", .source = "soapy"});
  const auto path = writer.write(notice("A/1"), two_stretches(), 1e6);
  REQUIRE(path);
  CHECK(fs::path(*path).filename() == "A-1-van-1.sigmf-meta");
  const auto recording = find_recording(*path, {});
  REQUIRE(recording);
  CHECK(recording->sample_rate_hz == 1e6);
  REQUIRE(recording->segments.size() == 2);
  CHECK(recording->segments[0].center_hz == 947e6);
  CHECK(recording->segments[0].samples == 1000);
  CHECK(recording->segments[1].center_hz == 957e6);
  CHECK(recording->segments[1].samples == 500);
  REQUIRE(recording->segments[0].start_unix_ns);
  CHECK(std::abs(static_cast<double>(*recording->segments[0].start_unix_ns) * 1e-9 - 1.7e9 - 0.25) <
        1e-4);
}

TEST_CASE("evidence: the oldest goes when the limit is reached", "[sdr][evidence]") {
  const cw::test::TempFolder folder;
  EvidenceWriter writer(
      {.folder = folder.path("kept"), .limit_octets = 7000, .sensor = "s", .source = "soapy"});
  for (const char* id : {"one", "two", "three"}) {
    REQUIRE(writer.write(notice(id), two_stretches(), 1e6));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK_FALSE(fs::exists(folder.path("kept/one-s.sigmf-data")));
  CHECK_FALSE(fs::exists(folder.path("kept/one-s.sigmf-meta")));
  CHECK(fs::exists(folder.path("kept/two-s.sigmf-data")));
  CHECK(fs::exists(folder.path("kept/three-s.sigmf-meta")));
}

TEST_CASE("evidence: no samples, no folder: said, nothing half is left", "[sdr][evidence]") {
  const cw::test::TempFolder folder;
  EvidenceWriter writer({.folder = folder.path("kept"), .sensor = "s", .source = "soapy"});
  CHECK_FALSE(writer.write(notice("x"), {}, 1e6));
  EvidenceWriter nowhere({.folder = "/proc/none", .sensor = "s", .source = "soapy"});
  CHECK_FALSE(nowhere.write(notice("x"), two_stretches(), 1e6));
}
