// Family baseline: B01, B05.
#include "tests/support/catch.hpp"
#include "tests/unit/detector/world.h"

using namespace cw::detector;

namespace {
World watched_world() {
  World world;
  world.place.given = true;
  world.place.watch = {.sweeps = 60, .days = 60};
  world.place.plmn_levels_dbfs = {-60, -50, -40};
  world.place.unknown_live = 1;
  return world;
}
} // namespace

TEST_CASE("B01 fires on a new identity at top level in a place known for long", "[rules]") {
  CHECK(finding(rule_b01().check(watched_world().scene())) != nullptr);
}

TEST_CASE("B01 is silent in a campaign, and for known cells", "[rules]") {
  World world = watched_world();
  world.place.unknown_live = 4;
  CHECK(finding(rule_b01().check(world.scene())) != nullptr);
  world.place.unknown_live = 5;
  CHECK(is_silent(rule_b01().check(world.scene())));
  world = watched_world();
  world.place.cell = KnownCell{};
  CHECK(is_silent(rule_b01().check(world.scene())));
}

TEST_CASE("B01 knows its limits", "[rules]") {
  World world = watched_world();
  world.place.watch = {.sweeps = 20, .days = 14};
  CHECK(finding(rule_b01().check(world.scene())) != nullptr);
  world.place.watch = {.sweeps = 19, .days = 14};
  CHECK(needs(rule_b01().check(world.scene())) ==
        "14 days of baseline here and 20 sweeps of this carrier (it has 14 and 19)");
  world.place.watch = {.sweeps = 20, .days = 13.9};
  CHECK_FALSE(needs(rule_b01().check(world.scene())).empty());
  world = watched_world();
  world.cell.level_dbfs = -50; // the median
  CHECK(finding(rule_b01().check(world.scene())) != nullptr);
  world.cell.level_dbfs = -50.1;
  CHECK(is_silent(rule_b01().check(world.scene())));
  world = watched_world();
  world.cell.identities.back().said = said(2);
  CHECK_FALSE(needs(rule_b01().check(world.scene())).empty());
}

TEST_CASE("B01 needs a baseline", "[rules]") {
  CHECK(needs(rule_b01().check(World().scene())) == "14 days of baseline here");
}

namespace {
/// The cell as the baseline has known it for two weeks.
World known_world() {
  World world;
  world.place.given = true;
  KnownCell known{.id = "262-01-4711-1000",
                  .sightings = 40,
                  .first_seen_unix_s = 0.0,
                  .last_seen_unix_s = 14 * 86400.0};
  for (const auto& [field, value] : field_values(world.cell)) {
    known.fields[field] = {value};
  }
  world.place.cell = known;
  return world;
}
} // namespace

TEST_CASE("B05 fires when timer and offset of a known cell change", "[rules]") {
  World world = known_world();
  CHECK(is_silent(rule_b05().check(world.scene())));
  set_t3212(world.cell, 1);
  set_offset(world.cell, 63, 0);
  const auto result = rule_b05().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->form == "lure+timer_or_list");
  CHECK(finding(result)->observed == "cell_reselect_offset_db 126; t3212_min 6");
  CHECK(finding(result)->expected.starts_with("cell_reselect_offset_db 0; t3212_min 240"));
}

TEST_CASE("B05 is silent in a campaign", "[rules]") {
  World world = known_world();
  set_t3212(world.cell, 1);
  world.place.known_peers = 10;
  world.place.changed_peers = 1;
  CHECK(finding(rule_b05().check(world.scene())) != nullptr);
  world.place.changed_peers = 2;
  CHECK(is_silent(rule_b05().check(world.scene())));
}

TEST_CASE("B05 ignores what has varied before, and lists that changed a little", "[rules]") {
  World world = known_world();
  world.place.cell->fields["t3212_min"] = {"120", "240"};
  set_t3212(world.cell, 1);
  CHECK(is_silent(rule_b05().check(world.scene())));
  world = known_world();
  set_neighbours(world.cell, {10, 11, 12, 13, 14, 15, 60, 62});
  CHECK(is_silent(rule_b05().check(world.scene())));
  set_neighbours(world.cell, {10, 11, 12, 1, 2}); // 3 of 10 in common
  CHECK(is_silent(rule_b05().check(world.scene())));
  set_neighbours(world.cell, {10, 11, 12, 1, 2, 3}); // 3 of 11
  CHECK(finding(rule_b05().check(world.scene())) != nullptr);
}

TEST_CASE("B05 knows its limits", "[rules]") {
  World world = known_world();
  set_t3212(world.cell, 1);
  world.place.cell->sightings = 20;
  world.place.cell->last_seen_unix_s = 7 * 86400.0;
  CHECK(finding(rule_b05().check(world.scene())) != nullptr);
  world.place.cell->sightings = 19;
  CHECK_FALSE(needs(rule_b05().check(world.scene())).empty());
  world.place.cell->sightings = 20;
  world.place.cell->last_seen_unix_s = 6.9 * 86400.0;
  CHECK_FALSE(needs(rule_b05().check(world.scene())).empty());
  world.place.cell->last_seen_unix_s.reset();
  CHECK_FALSE(needs(rule_b05().check(world.scene())).empty());
}

TEST_CASE("B05 waits a minute, or takes a short recording as a whole", "[rules]") {
  World world = known_world();
  set_t3212(world.cell, 1);
  world.cell.si3->tally = said(20, 1, 60.9);
  world.cell.heard = said(2000, 0, 61);
  CHECK(needs(rule_b05().check(world.scene())) == "60 s of this cell");
  world.cell.si3->tally = said(20, 1, 61);
  CHECK(finding(rule_b05().check(world.scene())) != nullptr);
  world.cell.heard = said(200, 0, 6);
  world.cell.si3->tally = said(3, 0.5, 6);
  CHECK(finding(rule_b05().check(world.scene())) != nullptr);
  world.cell.si3->tally = said(2, 0.5, 6);
  CHECK_FALSE(needs(rule_b05().check(world.scene())).empty());
}

TEST_CASE("B05 needs a history of this cell", "[rules]") {
  World world;
  CHECK(needs(rule_b05().check(world.scene())) == "history of this cell");
  world.place.given = true;
  CHECK(needs(rule_b05().check(world.scene())) == "history of this cell");
}
