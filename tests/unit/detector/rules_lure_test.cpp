// Family reselection_lure: G03, G04, G05.
#include "tests/support/catch.hpp"
#include "tests/unit/detector/world.h"

using namespace cw::detector;

TEST_CASE("G03 fires on 126 dB among peers at 0 to 20 dB", "[rules]") {
  World world(5);
  for (std::uint8_t i = 0; i < 5; ++i) {
    set_offset(world.others[i], static_cast<std::uint8_t>(i * 5 / 2), 0);
  }
  set_offset(world.cell, 63, 0);
  const auto result = rule_g03().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->observed.find("126 dB") != std::string::npos);
  CHECK(finding(result)->expected.find("median of 5 peers") != std::string::npos);
}

TEST_CASE("G03 never fires where the penalty time subtracts the offset", "[rules]") {
  for (const std::size_t peers : {std::size_t{0}, std::size_t{5}}) {
    World world(peers);
    set_offset(world.cell, 63, 31);
    CHECK(is_silent(rule_g03().check(world.scene())));
    set_offset(world.cell, 63, 30);
    CHECK(finding(rule_g03().check(world.scene())) != nullptr);
  }
}

TEST_CASE("G03 is silent where the whole layer has the offset", "[rules]") {
  World world(5);
  for (CellFacts& other : world.others) {
    set_offset(other, 20, 0);
  }
  set_offset(world.cell, 25, 0);
  CHECK(is_silent(rule_g03().check(world.scene()))); // 50 dB, 10 over its peers
  set_offset(world.cell, 29, 0);
  CHECK(is_silent(rule_g03().check(world.scene()))); // 18 over
  set_offset(world.cell, 30, 0);
  CHECK(finding(rule_g03().check(world.scene())) != nullptr); // 20 over
}

TEST_CASE("G03 has limits with peers and without", "[rules]") {
  World world(3);
  set_offset(world.cell, 24, 0);
  CHECK(is_silent(rule_g03().check(world.scene())));
  set_offset(world.cell, 25, 0); // 50 dB
  CHECK(finding(rule_g03().check(world.scene())) != nullptr);
  World alone(2);
  set_offset(alone.cell, 29, 0);
  CHECK(is_silent(rule_g03().check(alone.scene())));
  set_offset(alone.cell, 30, 0); // 60 dB
  CHECK(finding(rule_g03().check(alone.scene())) != nullptr);
}

TEST_CASE("G03 takes peers of the baseline, and says so", "[rules]") {
  World world(0);
  for (std::uint16_t ci = 1; ci <= 3; ++ci) {
    world.known.push_back({.id = "262-01-1-" + std::to_string(ci),
                           .mcc = "262",
                           .mnc = "01",
                           .lac = 1,
                           .ci = ci,
                           .fields = {{"cell_reselect_offset_db", {"10"}}}});
  }
  set_offset(world.cell, 25, 0);
  const auto result = rule_g03().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->expected == "10 dB, median of 3 peers (3 from the baseline)");
}

TEST_CASE("G03 needs selection parameters in two blocks", "[rules]") {
  World world;
  set_offset(world.cell, 63, 0);
  world.cell.si3->value.reselection.reset();
  world.cell.si4->tally = said(1);
  CHECK(needs(rule_g03().check(world.scene())) == "2 SI3 or SI4 blocks with the offset");
  world.cell.si4->tally = said(2);
  CHECK(finding(rule_g03().check(world.scene())) != nullptr);
  world.cell.si4->value.reselection.reset();
  CHECK(is_silent(rule_g03().check(world.scene()))); // both say that there are none
  world.cell.si4.reset();
  CHECK(needs(rule_g03().check(world.scene())) == "si3 or si4 selection parameters");
}

TEST_CASE("G04 fires where the offset and not the level pulls", "[rules]") {
  World world;
  set_offset(world.cell, 40, 0); // 80 dB
  world.cell.si3->value.selection.rxlev_access_min_code = 0;
  world.cell.level_dbfs = -45; // 5 dB over the peers
  const auto result = rule_g04().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->observed.find("91 dB") != std::string::npos);
}

TEST_CASE("G04 is silent below a mast: the level explains it", "[rules]") {
  World world;
  world.cell.si3->value.selection.rxlev_access_min_code = 0;
  world.cell.level_dbfs = -5; // 45 dB over the peers
  CHECK(is_silent(rule_g04().check(world.scene())));
}

TEST_CASE("G04 knows its limits", "[rules]") {
  World world;
  world.cell.level_dbfs = -50; // as the peers, access minimum 6 dB lower
  world.cell.si3->value.selection.rxlev_access_min_code = 0;
  set_offset(world.cell, 16, 0); // 32 + 6 = 38 dB
  CHECK(is_silent(rule_g04().check(world.scene())));
  set_offset(world.cell, 17, 0); // 40 dB
  CHECK(finding(rule_g04().check(world.scene())) != nullptr);
  set_offset(world.cell, 17, 31); // subtracted
  CHECK(is_silent(rule_g04().check(world.scene())));
  set_offset(world.cell, 63, 0);
  world.cell.si3->value.selection.rxlev_access_min_code = 1; // -109 dBm
  CHECK(finding(rule_g04().check(world.scene())) != nullptr);
  world.cell.si3->value.selection.rxlev_access_min_code = 2;
  CHECK(is_silent(rule_g04().check(world.scene())));
}

TEST_CASE("G04 takes the level's share into account on both sides", "[rules]") {
  World world;
  world.cell.si3->value.selection.rxlev_access_min_code = 0;
  set_offset(world.cell, 17, 0); // 34 + 6 dB
  world.cell.level_dbfs = -50 + 39;
  CHECK(finding(rule_g04().check(world.scene())) != nullptr); // 39 of 79
  world.cell.level_dbfs = -50 + 40;
  CHECK(is_silent(rule_g04().check(world.scene()))); // 40 of 80
}

TEST_CASE("G04 needs another cell of the PLMN, live", "[rules]") {
  World world(0);
  set_offset(world.cell, 63, 0);
  CHECK(needs(rule_g04().check(world.scene())) == "another cell of the PLMN");
  world.cell.si3.reset();
  CHECK_FALSE(needs(rule_g04().check(world.scene())).empty());
}

TEST_CASE("G05 fires on 6 min among peers at 240 min", "[rules]") {
  World world(5);
  set_t3212(world.cell, 1);
  const auto result = rule_g05().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->form == "strong");
  CHECK(finding(result)->expected == "240 min, median of 5 peers");
}

TEST_CASE("G05 is silent where there is no periodic updating", "[rules]") {
  World world(5);
  set_t3212(world.cell, 0);
  CHECK(is_silent(rule_g05().check(world.scene())));
  for (CellFacts& other : world.others) {
    set_t3212(other, 0);
  }
  CHECK(is_silent(rule_g05().check(world.scene())));
  set_t3212(world.cell, 1); // and where the peers have none, 6 min stand out
  CHECK(finding(rule_g05().check(world.scene())) != nullptr);
}

TEST_CASE("G05 is silent on a private network with 6 min everywhere", "[rules]") {
  World world(3);
  for (CellFacts& other : world.others) {
    set_t3212(other, 1);
  }
  set_t3212(world.cell, 1);
  CHECK(is_silent(rule_g05().check(world.scene())));
}

TEST_CASE("G05 knows its limits", "[rules]") {
  World world(3);
  set_t3212(world.cell, 2); // 12 min
  CHECK(finding(rule_g05().check(world.scene()))->form == "strong");
  set_t3212(world.cell, 3);
  CHECK(finding(rule_g05().check(world.scene()))->form == "base");
  set_t3212(world.cell, 4);
  CHECK(finding(rule_g05().check(world.scene()))->form == "base");
  set_t3212(world.cell, 5); // 30 min
  CHECK(is_silent(rule_g05().check(world.scene())));
  set_t3212(world.cell, 2);
  for (CellFacts& other : world.others) {
    set_t3212(other, 8); // four times 12
  }
  CHECK(finding(rule_g05().check(world.scene())) != nullptr);
  for (CellFacts& other : world.others) {
    set_t3212(other, 7);
  }
  CHECK(is_silent(rule_g05().check(world.scene())));
}

TEST_CASE("G05 without peers believes only the strong value", "[rules]") {
  World world(2);
  set_t3212(world.cell, 2);
  CHECK(finding(rule_g05().check(world.scene()))->form == "alone");
  set_t3212(world.cell, 3);
  CHECK(needs(rule_g05().check(world.scene())) == "3 peers of the same PLMN");
  world.cell.si3.reset();
  CHECK(needs(rule_g05().check(world.scene())) == "si3");
}
