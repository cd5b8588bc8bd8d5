// A session that lasts for days: what is remembered has a bound, and what matters goes last.
#include "detector/detector.h"
#include "detector/rules/surroundings.h"
#include "detector/session.h"
#include "tests/support/catch.hpp"
#include "tests/unit/detector/air.h"

using namespace cw::detector;
using cw::test::Air;

namespace {

/// SI2 to SI4 of a lawful cell of its own, moved to `start_s`, carrier, train and LAC by number.
std::vector<cw::wire::GsmBlock> stranger(std::uint32_t number, double start_s, int repeats = 1) {
  Air air;
  for (int i = 0; i < repeats; ++i) {
    air.si2({1, 2, 3, 4, 5, 85});
    air.si3(static_cast<std::uint16_t>(1 + number / 50), static_cast<std::uint16_t>(10 + number));
    air.si4(static_cast<std::uint16_t>(1 + number / 50));
  }
  std::vector<cw::wire::GsmBlock> blocks = air.blocks();
  for (cw::wire::GsmBlock& block : blocks) {
    block.t_s += start_s;
    block.heard_on.arfcn->number = static_cast<std::uint16_t>(1 + number % 124);
    block.heard_on.carrier_hz = cw::wire::downlink_hz(*block.heard_on.arfcn);
    block.heard_on.bsic = static_cast<std::uint8_t>(number % 64);
    block.heard_on.train = 100 + number;
  }
  return blocks;
}

void play(Detector& detector, const std::vector<cw::wire::GsmBlock>& blocks) {
  for (const auto& block : blocks) {
    detector.add(block);
  }
}

/// Pulls and names no neighbours: an alert of its own.
std::vector<cw::wire::GsmBlock> suspect() {
  Air air;
  for (int i = 0; i < 8; ++i) {
    air.si2({85});
    air.si3(666, 11, 1, true);
    air.si4(666, true);
  }
  return air.blocks();
}

} // namespace

TEST_CASE("memory: of too many cells the silent ones go, and are counted", "[detector]") {
  DetectorConfig config;
  config.max_cells = 50;
  auto detector = Detector::create(config);
  for (std::uint32_t i = 0; i < 500; ++i) {
    play(*detector, stranger(i, i * 2.0));
    CHECK(detector->session().book().cells().size() <= 50);
  }
  REQUIRE(detector->finish());
  CHECK(detector->session().book().cells().size() + detector->forgotten().cells == 500);
  CHECK(detector->forgotten().alerts == 0);
  CHECK(detector->session().book().cells().contains(499)); // numbers are not used twice
  CHECK_FALSE(detector->session().book().cells().contains(0));
}

TEST_CASE("memory: a cell with an alert outlives a flood of others", "[detector]") {
  DetectorConfig config;
  config.max_cells = 50;
  auto detector = Detector::create(config);
  play(*detector, suspect());
  for (std::uint32_t i = 0; i < 500; ++i) {
    play(*detector, stranger(i, 10 + i * 2.0));
  }
  REQUIRE(detector->finish());
  cw::wire::Report report;
  detector->fill(report);
  REQUIRE_FALSE(report.alerts.empty());
  CHECK(report.alerts[0].cell_id == "262-02-666-11");
  CHECK(detector->forgotten().alerts == 0);
}

TEST_CASE("memory: alerts that had to go are counted", "[detector]") {
  DetectorConfig config;
  config.max_cells = 20;
  auto detector = Detector::create(config);
  for (std::uint32_t i = 0; i < 100; ++i) {
    auto blocks = suspect();
    for (auto& block : blocks) {
      block.t_s += i * 10.0;
      block.heard_on.train = 1 + i;
      block.heard_on.bsic = static_cast<std::uint8_t>(i % 64);
      block.heard_on.arfcn->number = static_cast<std::uint16_t>(1 + i);
      if (block.data[2] != 0x1a) { // each of its own operator: they are no peers
        block.data[block.data[2] == 0x1b ? 7 : 5] =
            static_cast<std::uint8_t>(i / 10 | (i % 10) << 4U);
      }
    }
    play(*detector, blocks);
  }
  CHECK(detector->forgotten().alerts > 50);
  CHECK(detector->forgotten().alerts == detector->forgotten().cells);
}

TEST_CASE("memory: a cell silent for a day is forgotten, one with an alert is not", "[detector]") {
  auto detector = Detector::create({});
  play(*detector, stranger(1, 0));
  play(*detector, suspect());
  play(*detector, stranger(2, 26 * 3600));
  play(*detector, stranger(2, 26 * 3600 + 700));
  REQUIRE(detector->finish());
  CHECK(detector->forgotten().cells == 1);
  cw::wire::Report report;
  detector->fill(report);
  CHECK(report.cells.size() == 2);
  CHECK(report.alerts.size() == 1);
}

TEST_CASE("memory: a clock that was set back does not stop the looks", "[detector]") {
  auto detector = Detector::create({});
  play(*detector, stranger(1, 1e9));
  play(*detector, suspect()); // a billion seconds earlier
  cw::wire::Report report;
  detector->fill(report);
  CHECK(report.alerts.size() == 1);
}

TEST_CASE("surroundings: few cells are all compared, of many those heard last", "[detector]") {
  CellBook book;
  Surroundings surroundings;
  const Thresholds limits = Thresholds::built_in();
  const auto scene_of = [&](std::size_t number) {
    Scene scene{.cell = book.cells().at(number).facts(), .limits = limits};
    surroundings.fill(scene, number);
    return scene;
  };
  const auto peers = [](const Scene& scene) {
    return std::distance(scene.peers.begin(), scene.peers.end());
  };
  for (std::uint32_t i = 0; i < 500; ++i) {
    for (const auto& block : stranger(i, i * 2.0)) {
      book.apply(block);
    }
    surroundings.update(book, book.take_touched());
    if (i == 60) {
      CHECK(scene_of(0).others.size() == 60);
      CHECK(peers(scene_of(0)) == 60);
    }
  }
  const Scene scene = scene_of(499);
  CHECK(peers(scene) >= static_cast<std::ptrdiff_t>(Surroundings::k_enough) - 1);
  CHECK(peers(scene) <= static_cast<std::ptrdiff_t>(2 * Surroundings::k_enough));
  // Those on its own carrier and on those it lists are all there: 499 % 124 + 1 and 1 to 5, 85.
  for (const std::uint32_t listed : {3U, 124U, 127U, 372U + 3U, 499U - 124U}) {
    const CellFacts* facts = &book.cells().at(listed).facts();
    CAPTURE(listed);
    CHECK((std::ranges::find(scene.others, facts) != scene.others.end()) ==
          (facts->heard_on.arfcn->number <= 5 || listed % 124 == 499 % 124));
  }
}
