// Family paging_dialogue, SDCCH: G17 to G19.
#include "tests/support/catch.hpp"
#include "tests/unit/detector/world.h"

using namespace cw::detector;

TEST_CASE("G17 fires on eight of nine dialogues without keys", "[rules]") {
  World world;
  for (int i = 0; i < 8; ++i) {
    world.cell.dialogues.push_back(exposing_dialogue(10 + i));
  }
  world.cell.dialogues.push_back(dialogue(30));
  const auto result = rule_g17().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->form == "base");
  CHECK(finding(result)->observed.starts_with("8 of 9 dialogues"));
}

TEST_CASE("G17 is silent after a core restart: keys follow", "[rules]") {
  World world;
  for (int i = 0; i < 20; ++i) {
    world.cell.dialogues.push_back(secured_dialogue(10 + i));
  }
  CHECK(is_silent(rule_g17().check(world.scene())));
}

TEST_CASE("G17 takes an order not to cipher for no keys", "[rules]") {
  World world;
  for (int i = 0; i < 3; ++i) {
    world.cell.dialogues.push_back(exposing_dialogue(10 + i));
    world.cell.dialogues.back().cipher = 0U;
  }
  CHECK(finding(rule_g17().check(world.scene()))->form == "base");
}

TEST_CASE("G17 counts dialogues, their share and their window", "[rules]") {
  World world;
  world.cell.dialogues = {exposing_dialogue(10)};
  CHECK(is_silent(rule_g17().check(world.scene()))); // one proves nothing
  world.cell.dialogues = {exposing_dialogue(10), exposing_dialogue(20)};
  CHECK(finding(rule_g17().check(world.scene()))->form == "few");
  world.cell.dialogues.push_back(secured_dialogue(30));
  CHECK(is_silent(rule_g17().check(world.scene()))); // two of three
  world.cell.dialogues = {exposing_dialogue(10), exposing_dialogue(20), exposing_dialogue(310)};
  CHECK(finding(rule_g17().check(world.scene()))->form == "base");
  world.cell.dialogues.back().start_s = 310.1;
  CHECK(finding(rule_g17().check(world.scene()))->form == "few");
  world.cell.dialogues = {exposing_dialogue(10), exposing_dialogue(20), exposing_dialogue(30)};
  for (int i = 0; i < 3; ++i) {
    world.cell.dialogues.push_back(secured_dialogue(40)); // half of six
  }
  CHECK(finding(rule_g17().check(world.scene()))->form == "base");
  world.cell.dialogues.push_back(secured_dialogue(40));
  CHECK(is_silent(rule_g17().check(world.scene())));
}

TEST_CASE("G17 needs dialogues followed to the end", "[rules]") {
  World world;
  CHECK(needs(rule_g17().check(world.scene())) == "complete SDCCH dialogues");
  for (int i = 0; i < 3; ++i) {
    world.cell.dialogues.push_back(exposing_dialogue(10 + i));
    world.cell.dialogues.back().frames = 7; // of ten
  }
  CHECK(needs(rule_g17().check(world.scene())) == "complete SDCCH dialogues");
  for (Dialogue& one : world.cell.dialogues) {
    one.frames = 8;
  }
  CHECK(finding(rule_g17().check(world.scene())) != nullptr);
  for (Dialogue& one : world.cell.dialogues) {
    one.released = false;
  }
  CHECK_FALSE(needs(rule_g17().check(world.scene())).empty());
}

namespace {
Dialogue reject(std::uint8_t cause, double start_s = 10) {
  Dialogue one = dialogue(start_s);
  one.location_reject = cause;
  return one;
}
} // namespace

TEST_CASE("G18 fires on 30 of 31 registrations rejected with one cause", "[rules]") {
  World world;
  for (int i = 0; i < 30; ++i) {
    world.cell.dialogues.push_back(reject(12, 10 + i));
  }
  world.cell.dialogues.push_back(dialogue(50));
  const auto result = rule_g18().check(world.scene());
  REQUIRE(finding(result) != nullptr);
  CHECK(finding(result)->observed ==
        "30 of 31 registrations rejected without authentication, 30 with cause 12");
}

TEST_CASE("G18 is silent at an airport", "[rules]") {
  World world;
  for (int i = 0; i < 5; ++i) {
    world.cell.dialogues.push_back(reject(11));
  }
  CHECK(finding(rule_g18().check(world.scene())) != nullptr);
  world.others.push_back(lawful_cell(1, 99));
  set_identity(world.others.back(), lai("262", "02", 5), 1);
  world.others.back().dialogues = {
      reject(13), secured_dialogue(), secured_dialogue(), secured_dialogue(), secured_dialogue()};
  CHECK(is_silent(rule_g18().check(world.scene()))); // the others reject 20 % too
  world.others.back().dialogues.push_back(secured_dialogue());
  CHECK(finding(rule_g18().check(world.scene())) != nullptr);
}

TEST_CASE("G18 knows its limits", "[rules]") {
  World world;
  world.cell.dialogues = {reject(12), reject(12), reject(12), reject(12)};
  CHECK(is_silent(rule_g18().check(world.scene())));
  world.cell.dialogues.push_back(reject(13)); // four of five with one cause
  CHECK(finding(rule_g18().check(world.scene())) != nullptr);
  world.cell.dialogues[0] = reject(13);
  CHECK(is_silent(rule_g18().check(world.scene())));
  world.cell.dialogues = {reject(4), reject(4), reject(4), reject(4), reject(4)};
  CHECK(is_silent(rule_g18().check(world.scene()))); // no such cause in the list
  world.cell.dialogues = {reject(12), reject(12), reject(12), reject(12), reject(12)};
  for (int i = 0; i < 5; ++i) {
    world.cell.dialogues.push_back(dialogue());
  }
  CHECK(finding(rule_g18().check(world.scene())) != nullptr); // half
  world.cell.dialogues.push_back(dialogue());
  CHECK(is_silent(rule_g18().check(world.scene())));
  world.cell.dialogues = {
      reject(12, 0), reject(12, 0), reject(12, 0), reject(12, 0), reject(12, 301)};
  CHECK(is_silent(rule_g18().check(world.scene())));
  world.cell.dialogues.back().start_s = 300;
  CHECK(finding(rule_g18().check(world.scene())) != nullptr);
}

TEST_CASE("G18 counts only rejects without keys, and needs dialogues", "[rules]") {
  World world;
  CHECK(needs(rule_g18().check(world.scene())) == "sdcch dialogues");
  for (int i = 0; i < 5; ++i) {
    world.cell.dialogues.push_back(reject(12));
    world.cell.dialogues.back().authentication = true;
  }
  CHECK(is_silent(rule_g18().check(world.scene())));
}

namespace {
Dialogue clear_sms(double start_s = 10) {
  Dialogue one = dialogue(start_s);
  one.began = Dialogue::Began::page;
  one.sms = 1;
  return one;
}
Dialogue pushed_sms(double start_s = 10) {
  Dialogue one = clear_sms(start_s);
  one.began = Dialogue::Began::location_update;
  one.accepted = true;
  return one;
}
} // namespace

TEST_CASE("G19 fires on clear SMS after registration where the operator ciphers", "[rules]") {
  World world;
  for (int i = 0; i < 12; ++i) {
    world.cell.dialogues.push_back(pushed_sms(10 + i));
  }
  world.place.habit.ciphered = 100;
  CHECK(finding(rule_g19().check(world.scene()))->form == "strong");
  for (Dialogue& one : world.cell.dialogues) {
    one = clear_sms();
  }
  CHECK(finding(rule_g19().check(world.scene()))->form == "base");
}

TEST_CASE("G19 is silent where the operator does not cipher", "[rules]") {
  World world;
  world.cell.dialogues = {pushed_sms(), pushed_sms(), pushed_sms()};
  world.place.habit.ciphered = 5;
  world.place.habit.clear = 95;
  CHECK(is_silent(rule_g19().check(world.scene())));
}

TEST_CASE("G19 needs the operator's habit, unless SMS is pushed", "[rules]") {
  World world;
  CHECK(needs(rule_g19().check(world.scene())) == "sdcch dialogues");
  world.cell.dialogues = {clear_sms(), clear_sms(), clear_sms()};
  world.place.habit.ciphered = 29;
  CHECK(needs(rule_g19().check(world.scene())) == "operator cipher habit");
  world.place.habit.ciphered = 30;
  CHECK(finding(rule_g19().check(world.scene())) != nullptr);
  world.place.habit.ciphered = 29;
  world.cell.dialogues = {pushed_sms()};
  CHECK(finding(rule_g19().check(world.scene()))->form == "unknown_habit");
}

TEST_CASE("G19 knows its limits", "[rules]") {
  World world;
  world.place.habit.ciphered = 90;
  world.place.habit.clear = 10; // 90 %
  world.cell.dialogues = {clear_sms(0), clear_sms(10)};
  CHECK(is_silent(rule_g19().check(world.scene())));
  world.cell.dialogues.push_back(clear_sms(600));
  CHECK(finding(rule_g19().check(world.scene())) != nullptr);
  world.cell.dialogues.back().start_s = 601;
  CHECK(is_silent(rule_g19().check(world.scene())));
  world.cell.dialogues.back().start_s = 20;
  world.place.habit.clear = 11;
  CHECK(is_silent(rule_g19().check(world.scene())));
  world.place.habit.clear = 10;
  world.cell.dialogues.back() = dialogue(20);
  world.cell.dialogues.back().cipher = 0U; // ordered not to
  CHECK(finding(rule_g19().check(world.scene())) != nullptr);
}

TEST_CASE("G19 takes the peers' habit as well", "[rules]") {
  World world;
  world.cell.dialogues = {clear_sms(), clear_sms(), clear_sms()};
  for (int i = 0; i < 30; ++i) {
    world.others[0].dialogues.push_back(secured_dialogue());
  }
  CHECK(finding(rule_g19().check(world.scene()))->form == "base");
}
