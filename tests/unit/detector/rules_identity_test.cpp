// Family identity, who the cell claims to be: G01, G02, G06, G07.
#include "tests/support/catch.hpp"
#include "tests/unit/detector/world.h"

using namespace cw::detector;
using cw::wire::GsmBand;

TEST_CASE("G01 fires on a test PLMN said twelve times", "[rules]") {
  World world;
  set_identity(world.cell, lai("001", "01", 7), 9);
  world.cell.identities.back().said = said(12);
  const auto result = rule_g01().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->form == "base");
  CHECK(finding(result)->observed.find("001") != std::string::npos);
}

TEST_CASE("G01 fires on an MCC nobody has", "[rules]") {
  World world;
  set_identity(world.cell, lai("203", "01", 7), 9);
  CHECK(finding(rule_g01().check(world.scene())) != nullptr);
}

TEST_CASE("G01 weighs nothing for a known test network", "[rules]") {
  World world;
  set_identity(world.cell, lai("001", "01", 7), 9);
  world.place.cell = KnownCell{};
  const auto result = rule_g01().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->form == "known");
}

TEST_CASE("G01 needs SI3 or SI4, and three of them", "[rules]") {
  World world;
  set_identity(world.cell, lai("999", "01", 7), 9);
  world.cell.identities.back().said = said(2);
  CHECK(needs(rule_g01().check(world.scene())) == "3 SI3 or SI4 blocks");
  world.cell.identities.back().said = said(3);
  CHECK(finding(rule_g01().check(world.scene())) != nullptr);
  world.cell.identities.clear();
  CHECK(needs(rule_g01().check(world.scene())) == "si3 or si4");
}

namespace {
Licences german_licences() {
  Licences table{.country = "DE", .dated = "2024-01-01", .border_km = 12, .entries = {}};
  table.entries.push_back({"262", "01", false, GsmBand::gsm900, {{50, 70}}});
  table.entries.push_back({"208", "01", true, GsmBand::gsm900, {}});
  return table;
}
} // namespace

TEST_CASE("G02 fires on a carrier of somebody else", "[rules]") {
  World world;
  world.licences = german_licences();
  CHECK(is_silent(rule_g02().check(world.scene())));
  world.cell.heard_on.arfcn->number = 71;
  CHECK(finding(rule_g02().check(world.scene())) != nullptr);
  world.cell.heard_on.arfcn->number = 70;
  CHECK(is_silent(rule_g02().check(world.scene())));
}

TEST_CASE("G02 lets a neighbour country's PLMN pass near the border only", "[rules]") {
  World world;
  world.licences = german_licences();
  set_identity(world.cell, lai("208", "01", 7), 9);
  CHECK(is_silent(rule_g02().check(world.scene())));
  world.licences.border_km = 50;
  CHECK(is_silent(rule_g02().check(world.scene())));
  world.licences.border_km = 51;
  CHECK(finding(rule_g02().check(world.scene())) != nullptr);
}

TEST_CASE("G02 needs a licence table, and three blocks", "[rules]") {
  World world;
  CHECK(needs(rule_g02().check(world.scene())) == "table.licences");
  world.licences = german_licences();
  world.cell.identities.back().said = said(2);
  CHECK_FALSE(needs(rule_g02().check(world.scene())).empty());
}

TEST_CASE("G06 fires on a strong cell with a LAC of its own", "[rules]") {
  World world(6);
  set_identity(world.cell, lai("262", "01", 666), 9);
  const auto result = rule_g06().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->observed == "LAC 666, on no other cell");
  CHECK(finding(result)->expected == "LAC 4711 of 6 peers");
}

TEST_CASE("G06 is silent at a border the baseline knows", "[rules]") {
  World world(6);
  set_identity(world.cell, lai("262", "01", 666), 9);
  world.place.lac_known = true;
  CHECK(is_silent(rule_g06().check(world.scene())));
}

TEST_CASE("G06 is silent for a weak cell", "[rules]") {
  World world(6);
  set_identity(world.cell, lai("262", "01", 666), 9);
  world.cell.level_dbfs = -60;
  CHECK(is_silent(rule_g06().check(world.scene())));
}

TEST_CASE("G06 needs four cells of the operator, of now or of the baseline", "[rules]") {
  World world(3);
  set_identity(world.cell, lai("262", "01", 666), 9);
  CHECK(needs(rule_g06().check(world.scene())) == "4 cells of this operator");
  world.known.push_back({.id = "262-01-4712-5", .mcc = "262", .mnc = "01", .lac = 4712, .ci = 5});
  const auto result = rule_g06().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->expected == "LAC 4711, 4712 of 4 peers (1 from the baseline)");
  world.known.front().lac = 666;
  CHECK(is_silent(rule_g06().check(world.scene())));
}

TEST_CASE("G06 forgets peers not heard for a quarter of an hour", "[rules]") {
  World world(4);
  set_identity(world.cell, lai("262", "01", 666), 9);
  world.now_s = 60 + 15 * 60;
  CHECK(finding(rule_g06().check(world.scene())) != nullptr);
  world.now_s += 1;
  CHECK_FALSE(needs(rule_g06().check(world.scene())).empty());
}

TEST_CASE("G07 fires on reserved numbers and on examples", "[rules]") {
  World world;
  const auto fires = [&](std::uint16_t lac, std::uint16_t ci) {
    set_identity(world.cell, lai("262", "01", lac), ci);
    return finding(rule_g07().check(world.scene())) != nullptr;
  };
  CHECK(fires(1, 1));
  CHECK(fires(1, 0));
  CHECK(fires(1000, 10));
  CHECK(fires(77, 77));
  CHECK(fires(0, 5));
  CHECK(fires(65534, 5));
  CHECK(fires(65535, 5));
  CHECK(fires(5, 65535));
  CHECK_FALSE(fires(1, 2));
  CHECK_FALSE(fires(1001, 10));
  CHECK_FALSE(fires(65533, 5));
  CHECK_FALSE(fires(5, 65534));
}

TEST_CASE("G07 lets LAC 0 pass in the railway's band", "[rules]") {
  World world;
  set_identity(world.cell, lai("262", "10", 0), 5);
  for (const std::uint16_t arfcn : {std::uint16_t{955}, std::uint16_t{974}}) {
    world.cell.heard_on.arfcn->number = arfcn;
    CHECK(is_silent(rule_g07().check(world.scene())));
  }
  for (const std::uint16_t arfcn : {std::uint16_t{954}, std::uint16_t{975}}) {
    world.cell.heard_on.arfcn->number = arfcn;
    CHECK(finding(rule_g07().check(world.scene())) != nullptr);
  }
}

TEST_CASE("G07 needs SI3, three blocks", "[rules]") {
  World world;
  set_identity(world.cell, lai("262", "01", 1), 1);
  world.cell.identities.back().said = said(2);
  CHECK(needs(rule_g07().check(world.scene())) == "3 SI3 or SI4 blocks");
  world.cell.identities.back().ci.reset();
  CHECK(needs(rule_g07().check(world.scene())) == "si3");
}
