// Families time_place, sequence, radio, baseline: G31, G33, R01, R17, B01, B05.
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
  CHECK(needs(rule_r01().check(world.scene())) == "carrier errors of 3 cells for the consensus");
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
