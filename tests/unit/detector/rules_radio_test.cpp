// Family radio: R01, R17.
#include "tests/support/catch.hpp"
#include "tests/unit/detector/world.h"

using namespace cw::detector;

namespace {
/// Six peers within 0.02 ppm, receiver 1.3 ppm off.
World tuned_world(double error_ppm, double sigma_ppm = 0.01) {
  World world(6);
  set_carrier_error(world.cell, error_ppm, sigma_ppm, -1.3);
  for (std::size_t i = 0; i < world.others.size(); ++i) {
    set_carrier_error(world.others[i], 0.004 * static_cast<double>(i) - 0.01, 0.01, -1.3);
  }
  return world;
}
} // namespace

TEST_CASE("R01 fires on 1.2 ppm among six within 0.02", "[rules]") {
  const World world = tuned_world(1.2);
  const auto result = rule_r01().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->form == "gross");
  CHECK(finding(result)->observed.starts_with("carrier +1.20 ppm off"));
}

TEST_CASE("R01 is silent for a weak indoor cell at 0.18 ppm", "[rules]") {
  World world = tuned_world(0.18);
  CHECK(finding(rule_r01().check(world.scene())) != nullptr);
  world.cell.level_dbfs = -81; // 31 dB below the strongest
  CHECK(is_silent(rule_r01().check(world.scene())));
  world = tuned_world(0.31);
  world.cell.level_dbfs = -81;
  CHECK(finding(rule_r01().check(world.scene())) != nullptr);
}

TEST_CASE("R01 is silent when the receiver drifts: all move together", "[rules]") {
  World world = tuned_world(0.01);
  for (auto* cell : {&world.cell, &world.others[0]}) {
    cell->carrier_error.front().ppm -= 1.0;
  }
  CHECK(is_silent(rule_r01().check(world.scene())));
}

TEST_CASE("R01 knows its limits", "[rules]") {
  CHECK(is_silent(rule_r01().check(tuned_world(0.049).scene())));
  CHECK(is_silent(rule_r01().check(tuned_world(-0.049, 0.001).scene())));
  CHECK(finding(rule_r01().check(tuned_world(0.06).scene()))->form == "notice");
  CHECK(finding(rule_r01().check(tuned_world(-0.099).scene()))->form == "notice");
  CHECK(finding(rule_r01().check(tuned_world(0.101).scene()))->form == "base");
  CHECK(finding(rule_r01().check(tuned_world(0.499).scene()))->form == "base");
  CHECK(finding(rule_r01().check(tuned_world(-0.501).scene()))->form == "gross");
  CHECK(finding(rule_r01().check(tuned_world(0.2, 0.03).scene())) != nullptr);
  CHECK_FALSE(needs(rule_r01().check(tuned_world(0.2, 0.031).scene())).empty());
  CHECK(finding(rule_r01().check(tuned_world(0.11, 0.0219).scene())) != nullptr);
  CHECK_FALSE(needs(rule_r01().check(tuned_world(0.11, 0.0221).scene())).empty()); // 5 sigma
}

TEST_CASE("R01 needs three others that agree, and two measurements", "[rules]") {
  World world = tuned_world(1.2);
  for (std::size_t i = 2; i < world.others.size(); ++i) {
    world.others[i].carrier_error.clear();
  }
  CHECK(needs(rule_r01().check(world.scene())) == "carrier errors of a cell and of 3 others");
  world = tuned_world(1.2);
  world.cell.consensus_spread_ppm = 0.06;
  CHECK(needs(rule_r01().check(world.scene())) == "cells that agree on one carrier error");
  world = tuned_world(1.2);
  world.cell.carrier_error[1].t_s = 2.9;
  CHECK_FALSE(needs(rule_r01().check(world.scene())).empty());
  world.cell.carrier_error[1].t_s = 3;
  CHECK(finding(rule_r01().check(world.scene())) != nullptr);
}

namespace {
/// A second train on the cell's carrier, older and weaker.
World doubled_world(std::uint8_t bsic) {
  World world(0);
  world.cell = lawful_cell(1000, 60);
  world.cell.heard = said(2000, 20, 60);
  world.cell.heard_on.bsic = 48;
  world.cell.measured->timing_symbols = 1000;
  world.others.push_back(lawful_cell(2000, 60));
  world.others.back().heard_on.bsic = bsic;
  world.others.back().level_dbfs = -80;
  world.others.back().measured->timing_symbols = 9000;
  return world;
}
} // namespace

TEST_CASE("R17 fires on a second train with the same BSIC", "[rules]") {
  const World world = doubled_world(48);
  const auto result = rule_r17().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->form == "base");
}

TEST_CASE("R17 leaves the victim alone", "[rules]") {
  World world = doubled_world(48);
  std::swap(world.cell, world.others.front());
  CHECK(is_silent(rule_r17().check(world.scene())));
  world.others.front().heard = said(10, 4.9, 60); // nobody was clearly first
  CHECK(finding(rule_r17().check(world.scene())) != nullptr);
}

TEST_CASE("R17 is silent for reuse the baseline has known for long", "[rules]") {
  World world = doubled_world(35);
  world.cell.heard_on.bsic = 12;
  CHECK(finding(rule_r17().check(world.scene())) != nullptr);
  world.place.cell = KnownCell{.bsic = 12};
  CHECK(is_silent(rule_r17().check(world.scene())));
}

TEST_CASE("R17 calls another operator's weak train reuse", "[rules]") {
  World world = doubled_world(35);
  set_identity(world.others.front(), lai("262", "02", 1), 2000);
  world.others.front().level_dbfs = -30; // no takeover
  CHECK(finding(rule_r17().check(world.scene()))->form == "reuse");
  world.others.front().level_dbfs = -80;
  CHECK(finding(rule_r17().check(world.scene()))->form == "base"); // takeover
}

TEST_CASE("R17 knows its limits", "[rules]") {
  World world = doubled_world(48);
  world.others.front().measured->timing_symbols = 1030;
  CHECK(is_silent(rule_r17().check(world.scene()))); // a repeater
  world.others.front().measured->timing_symbols = 1031;
  CHECK(finding(rule_r17().check(world.scene())) != nullptr);
  world.others.front().measured->timing_symbols = 1000 + 51 * 1250 - 30; // around the end
  CHECK(is_silent(rule_r17().check(world.scene())));
  world = doubled_world(48);
  world.others.front().heard = said(10, -100, -40);
  CHECK(finding(rule_r17().check(world.scene())) != nullptr); // 60 s apart
  world.others.front().heard = said(10, -100, -40.1);
  CHECK(is_silent(rule_r17().check(world.scene())));
}

TEST_CASE("R17 takes one train after another for lost samples unless the new one is louder",
          "[rules]") {
  World world = doubled_world(48);
  world.cell.heard = said(10, 5, 10);
  world.others.front().heard = said(10, 0, 5.4);
  world.others.front().level_dbfs = world.cell.level_dbfs - 5.9;
  CHECK(is_silent(rule_r17().check(world.scene())));
  world.others.front().level_dbfs = world.cell.level_dbfs - 6;
  CHECK(finding(rule_r17().check(world.scene())) != nullptr);
  world.others.front().level_dbfs = world.cell.level_dbfs;
  world.others.front().heard = said(10, 0, 5.5); // side by side for half a second
  CHECK(finding(rule_r17().check(world.scene())) != nullptr);
}

TEST_CASE("R17 needs five SCH of each train", "[rules]") {
  World world = doubled_world(48);
  world.others.front().sch = said(4);
  world.others.front().measured->sch = 4;
  CHECK(needs(rule_r17().check(world.scene())) == "3 s of the carrier");
  world.others.front().measured->sch = 5;
  CHECK(finding(rule_r17().check(world.scene())) != nullptr);
  world.cell.sch = said(4);
  world.cell.measured->sch = 4;
  CHECK(needs(rule_r17().check(world.scene())) == "3 s of the carrier");
}
