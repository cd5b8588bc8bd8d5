// Family paging_dialogue, CCCH: G14 to G16.
#include "tests/support/catch.hpp"
#include "tests/unit/detector/world.h"

using namespace cw::detector;

namespace {

void set_paging(CellFacts& cell, double span_s, std::uint64_t records) {
  cell.heard = said(1000, 0, span_s);
  cell.paging.records = records;
}

/// A cell silent for five minutes among peers with 400 pages a minute.
World silent_world() {
  World world(3);
  world.now_s = 300;
  set_paging(world.cell, 300, 0);
  for (CellFacts& other : world.others) {
    set_paging(other, 300, 2000);
  }
  return world;
}

/// `records` pages in each of `minutes`, of which `imsi` by IMSI.
void set_minutes(CellFacts& cell, int minutes, std::uint32_t records, std::uint32_t imsi) {
  cell.ccch.clear();
  for (int i = 0; i < minutes; ++i) {
    CcchStretch stretch;
    stretch.index = i * 6 + 2;
    stretch.imsi = imsi;
    stretch.tmsi = records - imsi;
    cell.ccch.push_back(stretch);
  }
}

void assign(CellFacts& cell, int count, double from_s, double to_s, int paged = 0) {
  for (int i = 0; i < count; ++i) {
    cell.assignments.push_back(
        {from_s + (to_s - from_s) * i / count, static_cast<std::uint64_t>(i), i < paged});
  }
}

} // namespace

TEST_CASE("G14 fires on a cell that calls nobody among busy ones", "[rules]") {
  const World world = silent_world();
  const auto result = rule_g14().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->observed == "0 paging records in 300 s");
}

TEST_CASE("G14 is silent at night when the peers are quiet too", "[rules]") {
  World world = silent_world();
  for (CellFacts& other : world.others) {
    set_paging(other, 300, 25);
  }
  CHECK(is_silent(rule_g14().check(world.scene())));
}

TEST_CASE("G14 knows its limits", "[rules]") {
  World world = silent_world();
  world.cell.paging.records = 2;
  CHECK(finding(rule_g14().check(world.scene())) != nullptr);
  world.cell.paging.records = 3;
  CHECK(is_silent(rule_g14().check(world.scene())));
  world = silent_world();
  for (CellFacts& other : world.others) {
    other.paging.records = 150; // 30 a minute
  }
  CHECK(finding(rule_g14().check(world.scene())) != nullptr);
  for (CellFacts& other : world.others) {
    other.paging.records = 149;
  }
  CHECK(is_silent(rule_g14().check(world.scene())));
  world = silent_world();
  set_paging(world.cell, 179, 0);
  CHECK(needs(rule_g14().check(world.scene())) == "180 s of CCCH");
  world = silent_world();
  world.cell.measured->blocks_good = 1799;
  CHECK(needs(rule_g14().check(world.scene())) == "180 s of CCCH");
  world.cell.measured->blocks_good = 1800;
  CHECK(finding(rule_g14().check(world.scene())) != nullptr);
}

TEST_CASE("G14 needs the paging of two peers", "[rules]") {
  World world = silent_world();
  set_paging(world.others[0], 100, 1000);
  set_paging(world.others[1], 100, 1000);
  CHECK(needs(rule_g14().check(world.scene())) == "paging of 2 peers");
}

TEST_CASE("G14 does not care for a weak cell that serves nobody", "[rules]") {
  World world = silent_world();
  world.cell.level_dbfs = -70;
  CHECK(is_silent(rule_g14().check(world.scene())));
  world.cell.immediate_assignments = 1;
  CHECK(finding(rule_g14().check(world.scene())) != nullptr);
}

TEST_CASE("G15 fires on nine of ten pages by IMSI where peers have one", "[rules]") {
  World world;
  set_minutes(world.cell, 2, 200, 180);
  for (CellFacts& other : world.others) {
    other.paging = {.records = 200, .imsi = 24, .tmsi = 176};
  }
  const auto result = rule_g15().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->observed == "360 of 400 pages by IMSI");
}

TEST_CASE("G15 is silent after a core restart: all cells page by IMSI", "[rules]") {
  World world;
  set_minutes(world.cell, 2, 200, 120);
  for (CellFacts& other : world.others) {
    other.paging = {.records = 200, .imsi = 120, .tmsi = 80};
  }
  CHECK(is_silent(rule_g15().check(world.scene())));
}

TEST_CASE("G15 lets one in five pass, and knows its limits", "[rules]") {
  World world(0);
  set_minutes(world.cell, 2, 100, 20);
  CHECK(is_silent(rule_g15().check(world.scene())));
  set_minutes(world.cell, 2, 100, 59);
  CHECK(is_silent(rule_g15().check(world.scene()))); // below three times the floor
  set_minutes(world.cell, 2, 100, 61);
  CHECK(finding(rule_g15().check(world.scene())) != nullptr);
  set_minutes(world.cell, 1, 100, 61);
  CHECK(needs(rule_g15().check(world.scene())) == "60 paging records in each of 2 minutes");
  set_minutes(world.cell, 2, 60, 60);
  CHECK(finding(rule_g15().check(world.scene())) != nullptr);
  set_minutes(world.cell, 2, 59, 59);
  CHECK_FALSE(needs(rule_g15().check(world.scene())).empty());
}

TEST_CASE("G15 asks the baseline where peers are quiet", "[rules]") {
  World world(0);
  world.place.habit.paging_records = 1000;
  world.place.habit.paging_imsi = 300; // three times that is 90 %
  set_minutes(world.cell, 2, 100, 89);
  CHECK(is_silent(rule_g15().check(world.scene())));
  set_minutes(world.cell, 2, 100, 91);
  CHECK(finding(rule_g15().check(world.scene())) != nullptr);
}

TEST_CASE("G16 fires on a rush that no page called", "[rules]") {
  World world;
  assign(world.cell, 45, 20, 60);
  for (CellFacts& other : world.others) {
    assign(other, 5, 0, 60);
  }
  const auto result = rule_g16().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->expected == "5 in 60 s, median of 5 peers");
}

TEST_CASE("G16 fires without peers when the cell has just appeared", "[rules]") {
  World world(0);
  world.session_start_s = -100;
  assign(world.cell, 30, 20, 60);
  CHECK(finding(rule_g16().check(world.scene())) != nullptr);
  world.cell.assignments.pop_back();
  CHECK(needs(rule_g16().check(world.scene())) == "assignments of a peer");
}

TEST_CASE("G16 is silent on a border cell that authenticates", "[rules]") {
  World world;
  assign(world.cell, 40, 0, 60);
  world.cell.dialogues = {secured_dialogue(), secured_dialogue(), dialogue()};
  CHECK(is_silent(rule_g16().check(world.scene())));
}

TEST_CASE("G16 knows its limits", "[rules]") {
  World world;
  for (CellFacts& other : world.others) {
    assign(other, 3, 0, 60);
  }
  assign(world.cell, 10, 0, 59);
  CHECK(finding(rule_g16().check(world.scene())) != nullptr);
  world.cell.assignments.pop_back();
  CHECK(is_silent(rule_g16().check(world.scene())));
  world.cell.assignments.clear();
  assign(world.cell, 10, 0, 59, 2); // 80 % without a page
  CHECK(finding(rule_g16().check(world.scene())) != nullptr);
  world.cell.assignments.clear();
  assign(world.cell, 10, 0, 59, 3);
  CHECK(is_silent(rule_g16().check(world.scene())));
  for (CellFacts& other : world.others) {
    assign(other, 1, 0, 60);
  }
  world.cell.assignments.clear();
  assign(world.cell, 11, 0, 59); // three times four is twelve
  CHECK(is_silent(rule_g16().check(world.scene())));
}

TEST_CASE("G16 needs CCCH at 90 %", "[rules]") {
  World world;
  world.cell.measured->blocks_good = 1799;
  CHECK(needs(rule_g16().check(world.scene())) == "CCCH at 90 %");
}
