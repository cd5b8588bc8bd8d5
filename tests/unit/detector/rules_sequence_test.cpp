// Families time_place and sequence: G31, G33.
#include "tests/support/catch.hpp"
#include "tests/unit/detector/world.h"

using namespace cw::detector;

namespace {

/// Five peers always there; the cell on the air twice, half an hour each.
World visiting_world() {
  World world;
  world.sensor_static = true;
  world.now_s = 4 * 3600;
  world.cell.on_air = {{1000, 2800}, {10000, 11500}};
  for (CellFacts& other : world.others) {
    other.heard = said(1000, 0, world.now_s);
  }
  return world;
}

/// The LACs of a rotating cell, each held `hold_s`.
void rotate(CellFacts& cell, const std::vector<std::uint16_t>& lacs, double hold_s) {
  cell.identities.clear();
  double t_s = 0;
  for (const std::uint16_t lac : lacs) {
    cell.identities.push_back({.lai = lai("262", "01", lac),
                               .ci = 10,
                               .said = said(10, t_s, t_s + hold_s),
                               .unbroken = !cell.identities.empty()});
    t_s += hold_s + 0.5;
  }
}

} // namespace

TEST_CASE("G31 fires on a cell that comes and goes", "[rules]") {
  const World world = visiting_world();
  CHECK(finding(rule_g31().check(world.scene())) != nullptr);
}

TEST_CASE("G31 is silent when a layer is off at night", "[rules]") {
  World world = visiting_world();
  world.now_s = 30 * 3600;
  world.cell.on_air = {{0, 2 * 3600.0}, {6 * 3600.0, 26 * 3600.0}};
  CHECK(is_silent(rule_g31().check(world.scene())));
}

TEST_CASE("G31 knows its limits", "[rules]") {
  World world = visiting_world();
  world.cell.on_air.pop_back();
  CHECK(is_silent(rule_g31().check(world.scene()))); // once, and no baseline says never before
  world.place.given = true;
  world.place.watch.days = 7;
  CHECK(finding(rule_g31().check(world.scene())) != nullptr);
  world.place.watch.days = 6.9;
  CHECK(is_silent(rule_g31().check(world.scene())));
  world = visiting_world();
  world.cell.on_air[1] = {10000, 10059};
  CHECK(is_silent(rule_g31().check(world.scene()))); // under a minute
  world.cell.on_air[1] = {10000, 13601};
  CHECK(is_silent(rule_g31().check(world.scene()))); // over an hour
  world.cell.on_air[1] = {10000, 10060};
  CHECK(finding(rule_g31().check(world.scene())) != nullptr);
  world.now_s = 10060 + 599; // not gone for ten minutes yet
  CHECK(is_silent(rule_g31().check(world.scene())));
  world = visiting_world();
  world.others[0].heard = said(10, 0, 2000);
  CHECK(finding(rule_g31().check(world.scene())) != nullptr); // four of five stay
  world.others[1].heard = said(10, 0, 2000);
  CHECK(is_silent(rule_g31().check(world.scene())));
  world = visiting_world();
  world.cell.snr_db = 10.9;
  CHECK(is_silent(rule_g31().check(world.scene())));
}

TEST_CASE("G31 needs a sensor that stands still, and time", "[rules]") {
  World world = visiting_world();
  world.sensor_static = false;
  CHECK(needs(rule_g31().check(world.scene())) == "24 h at one place");
  world.sensor_static = true;
  world.now_s = 599;
  CHECK_FALSE(needs(rule_g31().check(world.scene())).empty());
}

TEST_CASE("G33 fires on four LACs at steps of 90 s, more if phones come anew", "[rules]") {
  World world;
  world.now_s = 370;
  rotate(world.cell, {4001, 4002, 4003, 4004}, 90);
  const auto result = rule_g33().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->form == "base");
  for (const double change_s : {90.5, 181.0, 271.5}) {
    for (int i = 0; i < 5; ++i) {
      world.cell.assignments.push_back({change_s + i, 0, false});
    }
  }
  CHECK(finding(rule_g33().check(world.scene()))->form == "base+rise");
}

TEST_CASE("G33 fires on a return to an earlier LAC", "[rules]") {
  World world;
  rotate(world.cell, {318, 512}, 15);
  CHECK(is_silent(rule_g33().check(world.scene())));
  rotate(world.cell, {318, 512, 318}, 15);
  CHECK(finding(rule_g33().check(world.scene())) != nullptr);
}

TEST_CASE("G33 does not mix two cells that alternate in fading", "[rules]") {
  World world;
  rotate(world.cell, {318, 512, 318, 512}, 15);
  for (IdentityEpisode& episode : world.cell.identities) {
    episode.unbroken = false; // the frame number jumps each time
  }
  CHECK(needs(rule_g33().check(world.scene())) == "continuous tracking");
}

TEST_CASE("G33 knows its limits", "[rules]") {
  World world;
  rotate(world.cell, {1, 2, 3}, 0.71);
  CHECK(finding(rule_g33().check(world.scene())) != nullptr);
  rotate(world.cell, {1, 2, 3}, 0.69);
  CHECK(is_silent(rule_g33().check(world.scene())));
  world.cell.heard_on.train = 0; // from GSMTAP: nothing says that tracking was continuous
  rotate(world.cell, {1, 2, 3}, 9.9);
  CHECK(is_silent(rule_g33().check(world.scene())));
  rotate(world.cell, {1, 2, 3}, 10);
  CHECK(finding(rule_g33().check(world.scene())) != nullptr);
  world.cell.identities[1].said = said(2, 11, 21);
  CHECK(is_silent(rule_g33().check(world.scene())));
  rotate(world.cell, {1, 2, 3}, 10);
  world.now_s = 10 + 3600;
  CHECK(finding(rule_g33().check(world.scene())) != nullptr);
  world.now_s = 11 + 3600;
  CHECK(is_silent(rule_g33().check(world.scene())));
}

TEST_CASE("G33 needs SI3 or SI4", "[rules]") {
  World world;
  world.cell.identities.clear();
  CHECK(needs(rule_g33().check(world.scene())) == "si3 or si4");
}
