// The whole detector on blocks made here: a catcher is named with reasons, a lawful cell is not.
#include "detector/detector.h"
#include "detector/known_cells.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/detector/air.h"

#include <algorithm>

using namespace cw::detector;
using cw::test::Air;
using cw::test::TempFolder;

namespace {

void catch_a_phone(Air& air, std::uint8_t sub) {
  air.assign_sdcch8(sub);
  air.sdcch8(sub, Air::k_update_request);
  air.sdcch8(sub, {0x03, 0x20, 0x0d, 0x05, 0x18, 0x01});
  air.sdcch8(sub, {0x03, 0x22, 0x0d, 0x05, 0x04, 0x0f});
  air.sdcch8(sub, {0x03, 0x24, 0x0d, 0x06, 0x0d, 0x00});
}

/// Lists only itself, pulls, asks for IMSIs and rejects.
Air catcher() {
  Air air;
  for (std::uint8_t i = 0; i < 4; ++i) {
    air.si2({85});
    air.si3(666, 11, 1, true);
    air.si4(666, true);
    catch_a_phone(air, i);
  }
  return air;
}

Air lawful() {
  Air air;
  for (int i = 0; i < 8; ++i) {
    air.si2({1, 2, 3, 4, 5, 85});
    air.si3(318, 10);
    air.si4(318);
  }
  return air;
}

cw::wire::Report judge(const Air& air, const DetectorConfig& config = {}) {
  auto detector = Detector::create(config);
  REQUIRE(detector);
  air.play(*detector);
  REQUIRE(detector->finish());
  cw::wire::Report report;
  detector->fill(report);
  return report;
}

} // namespace

TEST_CASE("detector: a catcher is named, high, with three families", "[detector]") {
  const auto report = judge(catcher());
  REQUIRE(report.cells.size() == 1);
  REQUIRE(report.alerts.size() == 1);
  const auto& alert = report.alerts[0];
  CHECK(alert.severity == cw::wire::Severity::high);
  CHECK(alert.families.size() == 3);
  CHECK(alert.cell_id == "262-02-666-11");
  CHECK(alert.cell == 0);
  for (const auto& finding : alert.findings) {
    CHECK_FALSE(finding.observed.empty());
    CHECK_FALSE(finding.expected.empty());
    CHECK_FALSE(finding.evidence.empty());
  }
}

TEST_CASE("detector: a lawful cell has no alert", "[detector]") {
  const auto report = judge(lawful());
  REQUIRE(report.cells.size() == 1);
  CHECK(report.cells[0].id == "262-02-318-10");
  CHECK(report.cells[0].lac == 318);
  CHECK(report.alerts.empty());
  CHECK_FALSE(report.rules_evaluated.empty());
  for (const auto& needs : report.rules_not_evaluated) {
    CHECK_FALSE(needs.needs.empty());
  }
  CHECK(report.rules_evaluated.size() + report.rules_not_evaluated.size() == rules().size());
}

TEST_CASE("detector: nothing heard is nothing evaluated", "[detector]") {
  const auto report = judge(Air());
  CHECK(report.cells.empty());
  CHECK(report.rules_evaluated.empty());
  CHECK(report.rules_not_evaluated.size() == 25);
}

TEST_CASE("detector: the same blocks give the same alert", "[detector]") {
  const auto one = judge(catcher());
  const auto other = judge(catcher());
  CHECK(one.alerts[0].id == other.alerts[0].id);
  CHECK(one.alerts[0].score == other.alerts[0].score);
  CHECK(one.alerts[0].raised_at_s == other.alerts[0].raised_at_s);
}

TEST_CASE("detector: learns lawful cells, and not suspects", "[detector]") {
  const TempFolder folder;
  const std::string db = folder.path("b.db");
  for (const Air& air : {lawful(), catcher()}) {
    auto detector = Detector::create({});
    air.play(*detector);
    REQUIRE(detector->finish());
    REQUIRE(learn(db, *detector));
  }
  REQUIRE(show(db)->size() == 1);
  CHECK(show(db)->at(0).id == "262-02-318-10");
  DetectorConfig config;
  config.baseline_path = db;
  CHECK(judge(lawful(), config).cells[0].differs_from_baseline.empty());
  CHECK(judge(lawful(), config).alerts.empty());
}

TEST_CASE("detector: says what differs from the baseline, and does not write it", "[detector]") {
  const TempFolder folder;
  const std::string db = folder.path("b.db");
  auto detector = Detector::create({});
  lawful().play(*detector);
  REQUIRE(detector->finish());
  REQUIRE(learn(db, *detector));
  const std::string before = cw::test::file_content(db);
  Air changed;
  for (int i = 0; i < 4; ++i) {
    changed.si2({1, 2, 3, 4, 5, 85});
    changed.si3(318, 10, 1);
    changed.si4(318);
  }
  DetectorConfig config;
  config.baseline_path = db;
  const auto report = judge(changed, config);
  CHECK(report.cells.at(0).differs_from_baseline ==
        std::vector<std::string>{"t3212_min: 240 -> 6"});
  CHECK(cw::test::file_content(db) == before);
  auto now = Detector::create({});
  changed.play(*now);
  REQUIRE(now->finish());
  const auto found = diff(db, *now);
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  CHECK(found->at(0).change == CellChange::changed);
}

TEST_CASE("detector: what cannot be used is said at once", "[detector]") {
  const TempFolder folder;
  DetectorConfig config;
  config.baseline_path = folder.path("none.db");
  CHECK_FALSE(Detector::create(config));
  config = {};
  config.thresholds_path = folder.path("none.toml");
  CHECK_FALSE(Detector::create(config));
  config = {};
  config.store_path = folder.path("no/folder/s.db");
  CHECK_FALSE(Detector::create(config));
}

TEST_CASE("detector: what an alert shows as evidence is in the store", "[detector]") {
  const TempFolder folder;
  DetectorConfig config;
  config.store_path = folder.path("s.db");
  const auto report = judge(catcher(), config);
  REQUIRE(report.alerts.size() == 1);
  // sqlite is not ours to open here: the file must hold the alert's sentence and the raw SI3
  const std::string file = cw::test::file_content(config.store_path.value()) +
                           cw::test::file_content(config.store_path.value() + "-wal");
  CHECK(file.find(report.alerts[0].id) != std::string::npos);
  CHECK(file.find(std::string("\x49\x06\x1b\x00\x0b\x62\xf2\x20", 8)) != std::string::npos);
}

TEST_CASE("detector: hostile blocks of every kind do no harm", "[detector]") {
  auto detector = Detector::create({});
  std::uint32_t seed = 1;
  const auto random = [&] { return seed = seed * 1664525U + 1013904223U, seed >> 24U; };
  for (std::uint64_t n = 0; n < 20000; ++n) {
    cw::wire::GsmBlock block;
    block.n = n;
    block.t_s = static_cast<double>(n) * 0.01;
    block.channel = static_cast<cw::wire::GsmChannel>(random() % 8);
    block.fn = random() * 10000U;
    block.slot = static_cast<std::uint8_t>(random() % 8);
    block.sub = static_cast<std::uint8_t>(random() % 8);
    block.heard_on.train = random() % 3;
    for (auto& octet : block.data) {
      octet = static_cast<std::uint8_t>(random());
    }
    block.data[1] = random() % 2 == 0 ? 0x06 : block.data[1];
    detector->add(block);
  }
  CHECK(detector->finish());
}
