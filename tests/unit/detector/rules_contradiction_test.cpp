// Family identity, over time and messages: G08, G13.
#include "tests/support/catch.hpp"
#include "tests/unit/detector/world.h"

using namespace cw::detector;

TEST_CASE("G08 fires when SI3 and SI4 name other LACs for a minute", "[rules]") {
  World world;
  world.cell.si4->value.lai.lac = 666;
  const auto result = rule_g08().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->form == "base");
  CHECK(finding(result)->observed == "LAC 4711 in SI3, 666 in SI4, for 60.0 s");
}

TEST_CASE("G08 weighs less below ten seconds, and is silent below two cycles", "[rules]") {
  World world;
  world.cell.si4->value.lai.lac = 666;
  world.cell.si4->tally = said(10, 50);
  CHECK(finding(rule_g08().check(world.scene()))->form == "base");
  world.cell.si4->tally = said(10, 50.1);
  CHECK(finding(rule_g08().check(world.scene()))->form == "short");
  world.cell.si4->tally = said(10, 56.5);
  CHECK(finding(rule_g08().check(world.scene()))->form == "short");
  world.cell.si4->tally = said(10, 56.6);
  CHECK(is_silent(rule_g08().check(world.scene())));
}

TEST_CASE("G08 is silent while one message has not changed yet", "[rules]") {
  World world;
  world.cell.si3->value.lai.lac = 666; // switched a second before SI4
  world.cell.si3->tally = said(2, 59);
  CHECK(is_silent(rule_g08().check(world.scene())));
}

TEST_CASE("G08 sees CI, RACH control and selection parameters too", "[rules]") {
  World world;
  world.cell.si6 = {cw::messages::gsm::Si6{}, said(2)};
  world.cell.si6->value.lai = world.cell.si3->value.lai;
  world.cell.si6->value.ci = 7;
  CHECK(finding(rule_g08().check(world.scene())) != nullptr);
  world.cell.si6.reset();
  CHECK(is_silent(rule_g08().check(world.scene())));
  world.cell.si1->value.rach.tx_integer_code = 9;
  CHECK(finding(rule_g08().check(world.scene())) != nullptr);
  world.cell.si1->value.rach.tx_integer_code = 0;
  world.cell.si4->value.reselection->cell_reselect_offset_code = 3;
  CHECK(finding(rule_g08().check(world.scene())) != nullptr);
}

TEST_CASE("G08 needs two blocks of each, and SI4 or SI6", "[rules]") {
  World world;
  world.cell.si4->value.lai.lac = 666;
  world.cell.si4->tally = said(1);
  CHECK(is_silent(rule_g08().check(world.scene())));
  world.cell.si4.reset();
  CHECK(needs(rule_g08().check(world.scene())) == "si3 and si4");
}

namespace {
/// LAC 318 becomes 4021 as an unbroken signal.
void change_lac(CellFacts& cell, double gap_s, bool unbroken) {
  set_identity(cell, lai("262", "02", 318), 10);
  cell.identities.back().said = said(10, 0, 20);
  cell.identities.push_back({.lai = lai("262", "02", 4021),
                             .ci = 10,
                             .said = said(10, 20 + gap_s, 60),
                             .first_fn = 1203455,
                             .gap_s = gap_s,
                             .unbroken = unbroken});
}
} // namespace

TEST_CASE("G13 fires on another LAC without a break", "[rules]") {
  World world;
  change_lac(world.cell, 0.2, true);
  const auto result = rule_g13().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(
      finding(result)->observed ==
      "262-02 LAC 318 CI 10 became 262-02 LAC 4021 CI 10 at frame 1203455 with no break in timing");
}

TEST_CASE("G13 needs unbroken tracking and a short gap", "[rules]") {
  World world;
  change_lac(world.cell, 0.2, false);
  CHECK(needs(rule_g13().check(world.scene())) == "unbroken tracking");
  change_lac(world.cell, 10, true);
  CHECK(finding(rule_g13().check(world.scene())) != nullptr);
  change_lac(world.cell, 10.1, true);
  CHECK(needs(rule_g13().check(world.scene())) == "unbroken tracking");
  world.cell.identities.clear();
  CHECK(needs(rule_g13().check(world.scene())) == "si3 and si4");
}

TEST_CASE("G13 asks for three blocks of either identity", "[rules]") {
  World world;
  change_lac(world.cell, 0.2, true);
  world.cell.identities.back().said = said(2, 20, 60);
  CHECK(is_silent(rule_g13().check(world.scene())));
  world.cell.identities.back().said = said(3, 20, 60);
  CHECK(finding(rule_g13().check(world.scene())) != nullptr);
  world.cell.identities.front().said = said(2, 0, 20);
  CHECK(is_silent(rule_g13().check(world.scene())));
}

TEST_CASE("G13 is silent on a cell that keeps its identity", "[rules]") {
  CHECK(is_silent(rule_g13().check(World().scene())));
}
