// Family neighbours: G09, G10, G11, G12.
#include "tests/support/catch.hpp"
#include "tests/unit/detector/world.h"

using namespace cw::detector;

namespace {
void strip(CellFacts& cell, const std::vector<std::uint16_t>& list) {
  set_neighbours(cell, list);
  set_thin(cell);
}
} // namespace

TEST_CASE("G09 fires on an empty list among peers with long ones", "[rules]") {
  World world;
  strip(world.cell, {});
  const auto result = rule_g09().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->form == "base");
  CHECK(finding(result)->observed == "the neighbour list is empty");
}

TEST_CASE("G09 fires on a list of itself, with peers and without", "[rules]") {
  World world;
  strip(world.cell, {60});
  CHECK(finding(rule_g09().check(world.scene()))->form == "base");
  World alone(0);
  strip(alone.cell, {60});
  CHECK(finding(rule_g09().check(alone.scene()))->form == "self");
  strip(alone.cell, {});
  CHECK(finding(rule_g09().check(alone.scene()))->form == "alone");
}

TEST_CASE("G09 is silent for a tunnel cell the baseline knows to be so", "[rules]") {
  World world;
  strip(world.cell, {});
  world.place.cell = KnownCell{.fields = {{"neighbour_arfcns", {""}}}};
  CHECK(is_silent(rule_g09().check(world.scene())));
  world.place.cell->fields["neighbour_arfcns"] = {"1 2 3"};
  CHECK(finding(rule_g09().check(world.scene())) != nullptr);
}

TEST_CASE("G09 counts one neighbour, SI5 and other radio technologies", "[rules]") {
  World world;
  strip(world.cell, {61});
  CHECK(is_silent(rule_g09().check(world.scene())));
  strip(world.cell, {});
  world.cell.si5 = {cw::messages::gsm::Si5{}, said(1)};
  world.cell.si5->value.neighbours.arfcns = {61};
  CHECK(is_silent(rule_g09().check(world.scene())));
  World lte;
  set_neighbours(lte.cell, {});
  CHECK(is_silent(rule_g09().check(lte.scene())));
}

TEST_CASE("G09 counts three peers with four neighbours", "[rules]") {
  World world(3);
  strip(world.cell, {});
  for (CellFacts& other : world.others) {
    set_neighbours(other, {1, 2, 3, 4});
  }
  CHECK(finding(rule_g09().check(world.scene()))->form == "base");
  set_neighbours(world.others[0], {1, 2, 3});
  CHECK(is_silent(rule_g09().check(world.scene()))); // some of them are like this
}

TEST_CASE("G09 needs complete lists", "[rules]") {
  World world;
  strip(world.cell, {});
  world.cell.si2->tally = said(1);
  CHECK(needs(rule_g09().check(world.scene())) == "2 SI2 blocks");
  world.cell.si3->value.si2ter_ind = true;
  CHECK(needs(rule_g09().check(world.scene())) == "si3, and the si2bis and si2ter it announces");
  world.cell.si3->value.si2ter_ind = false;
  world.cell.si3->value.si2quater_on_ext = false;
  CHECK(needs(rule_g09().check(world.scene())) == "the si2quater it announces");
  world.cell.si2.reset();
  CHECK(needs(rule_g09().check(world.scene())) == "si2");
}

TEST_CASE("G10 fires when none of the list is on the air", "[rules]") {
  World world;
  world.coverage = Coverage{935e6, 960e6};
  set_neighbours(world.cell, {77, 78, 79});
  CHECK(finding(rule_g10().check(world.scene())) != nullptr);
  set_neighbours(world.cell, {10, 78, 79});
  CHECK(is_silent(rule_g10().check(world.scene())));
}

TEST_CASE("G10 fires when half of the neighbours are a competitor's", "[rules]") {
  World world;
  world.coverage = Coverage{935e6, 960e6};
  world.others.push_back(lawful_cell(3000, 77));
  set_identity(world.others.back(), lai("262", "02", 1), 3000);
  set_neighbours(world.cell, {10, 77, 79});
  CHECK(finding(rule_g10().check(world.scene())) != nullptr);
  set_neighbours(world.cell, {10, 11, 77});
  CHECK(is_silent(rule_g10().check(world.scene())));
}

TEST_CASE("G10 takes a shared carrier for one's own", "[rules]") {
  World world;
  world.coverage = Coverage{935e6, 960e6};
  for (const char* mnc : {"01", "02"}) {
    world.others.push_back(lawful_cell(3000, 77));
    set_identity(world.others.back(), lai("262", mnc, 1), 3000);
  }
  set_neighbours(world.cell, {77, 78, 79});
  CHECK(is_silent(rule_g10().check(world.scene())));
}

TEST_CASE("G10 knows its limits", "[rules]") {
  World world(4);
  world.coverage = Coverage{935e6, 960e6};
  set_neighbours(world.cell, {78, 79});
  CHECK(is_silent(rule_g10().check(world.scene()))); // two entries
  set_neighbours(world.cell, {77, 78, 79});
  CHECK(finding(rule_g10().check(world.scene())) != nullptr);
  world.cell.level_dbfs = -70;
  CHECK(finding(rule_g10().check(world.scene())) != nullptr);
  world.cell.level_dbfs = -71; // coverage edge
  CHECK(is_silent(rule_g10().check(world.scene())));
  world.cell.level_dbfs = -40;
  world.others.pop_back();
  CHECK(needs(rule_g10().check(world.scene())) == "4 cells of this operator");
}

TEST_CASE("G10 needs a scan of the band the list is in", "[rules]") {
  World world;
  set_neighbours(world.cell, {77, 78, 79});
  CHECK(needs(rule_g10().check(world.scene())) == "scan of the band");
  world.coverage = Coverage{935e6, 940e6};
  CHECK(needs(rule_g10().check(world.scene())) == "scan of the band");
}

TEST_CASE("G11 fires on a strong cell nobody lists", "[rules]") {
  World world(6);
  world.cell.heard_on.arfcn->number = 54;
  CHECK(finding(rule_g11().check(world.scene()))->form == "once");
  world.cell.heard = said(10, 0, 300);
  CHECK(finding(rule_g11().check(world.scene()))->form == "base");
  world.cell.heard = said(10, 0, 299);
  CHECK(finding(rule_g11().check(world.scene()))->form == "once");
}

TEST_CASE("G11 is silent once two peers list the new cell, or it is weak", "[rules]") {
  World world(6);
  world.cell.heard_on.arfcn->number = 54;
  set_neighbours(world.others[2], {1, 54});
  set_neighbours(world.others[3], {1, 54});
  CHECK(is_silent(rule_g11().check(world.scene())));
  World weak(6);
  weak.cell.heard_on.arfcn->number = 54;
  for (std::size_t i = 0; i < 2; ++i) {
    weak.others[i].level_dbfs = -30;
  }
  CHECK(finding(rule_g11().check(weak.scene())) != nullptr); // third
  weak.others[2].level_dbfs = -30;
  CHECK(is_silent(rule_g11().check(weak.scene()))); // fourth
}

TEST_CASE("G11 needs four complete lists", "[rules]") {
  World world(4);
  world.cell.heard_on.arfcn->number = 54;
  CHECK(finding(rule_g11().check(world.scene())) != nullptr);
  world.others[0].si3->value.si2ter_ind = true; // announced, not heard
  CHECK(needs(rule_g11().check(world.scene())) == "complete neighbour lists of 4 cells");
}

TEST_CASE("G12 fires on a bare set among full ones", "[rules]") {
  World world(6);
  set_thin(world.cell);
  const auto result = rule_g12().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->observed == "no SI13 (GPRS), SI2quater (3G, 4G)");
}

TEST_CASE("G12 is silent where the operator's layer is thin", "[rules]") {
  World world(6);
  set_thin(world.cell);
  for (CellFacts& other : world.others) {
    set_thin(other);
  }
  world.cell.heard = said(10, 0, 120);
  CHECK(is_silent(rule_g12().check(world.scene())));
}

TEST_CASE("G12 counts kinds, peers and their share", "[rules]") {
  World world(5);
  set_thin(world.cell);
  set_thin(world.others[0]); // four of five: 80 %
  CHECK(finding(rule_g12().check(world.scene())) != nullptr);
  set_thin(world.others[1]);
  CHECK(finding(rule_g12().check(world.scene())) == nullptr);
  World one_kind(5);
  one_kind.cell.si3->value.gprs.reset();
  CHECK(finding(rule_g12().check(one_kind.scene())) == nullptr);
  one_kind.cell.si1.reset();
  CHECK(finding(rule_g12().check(one_kind.scene())) != nullptr);
  one_kind.cell.heard = said(10, 0, 5.5); // too short to miss SI1
  CHECK(finding(rule_g12().check(one_kind.scene())) == nullptr);
}

TEST_CASE("G12 fires on a message announced and never sent", "[rules]") {
  World world;
  world.cell.si13.reset();
  world.cell.heard = said(10, 0, 119);
  CHECK(needs(rule_g12().check(world.scene())) == "120 s of BCCH");
  world.cell.heard = said(10, 0, 120);
  CHECK(finding(rule_g12().check(world.scene()))->observed ==
        "SI13 announced in SI3 did not come in 120 s");
  world.cell.measured->blocks_good = 1599;
  CHECK(needs(rule_g12().check(world.scene())) == "120 s of BCCH");
  world.cell.measured->blocks_good = 1600;
  CHECK(finding(rule_g12().check(world.scene())) != nullptr);
}

TEST_CASE("G12 needs three SI3 and three peers", "[rules]") {
  World world(2);
  set_thin(world.cell);
  CHECK(needs(rule_g12().check(world.scene())) == "3 peers of the same PLMN");
  World few;
  set_thin(few.cell);
  few.cell.si3->tally = said(2);
  CHECK(needs(rule_g12().check(few.scene())) == "3 SI3 blocks");
}
