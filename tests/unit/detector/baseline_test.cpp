// The baseline's file: learning, looking up, versions, and errors.
#include "detector/baseline/baseline.h"
#include "detector/baseline/schema.h"
#include "detector/known_cells.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/detector/world.h"

#include <filesystem>

using namespace cw::detector;
using cw::test::TempFolder;

namespace {

Lesson lesson_of(const CellFacts& cell, std::optional<double> start_unix_s = std::nullopt) {
  Lesson lesson;
  lesson.start_unix_s = start_unix_s;
  lesson.coverage = Coverage{945e6, 950e6};
  Lesson::Cell one;
  one.mcc = "262";
  one.mnc = "01";
  one.lac = cell.identity()->lai.lac;
  one.ci = *cell.identity()->ci;
  one.level_dbfs = cell.level_dbfs;
  one.fields = field_values(cell);
  one.habit = {.ciphered = 3, .clear = 1, .paging_records = 100, .paging_imsi = 12};
  lesson.cells.push_back(one);
  return lesson;
}

} // namespace

TEST_CASE("baseline: what was learned is found by identity", "[baseline]") {
  const TempFolder folder;
  auto baseline = Baseline::open(folder.path("b.db"));
  REQUIRE(baseline);
  const CellFacts cell = lawful_cell(1000, 60);
  CHECK(baseline->learn(lesson_of(cell, 1000.0)).value() == std::vector<bool>{true});
  CHECK(baseline->learn(lesson_of(cell, 87400.0)).value() == std::vector<bool>{false});
  const auto known = baseline->find(cell);
  REQUIRE(known);
  CHECK(known->id == "262-01-4711-1000");
  CHECK(known->sightings == 2);
  CHECK(known->first_seen_unix_s == 1000.0);
  CHECK(known->last_seen_unix_s == 87400.0);
  CHECK(known->level_dbfs == Approx(-40));
  CHECK(known->arfcn == 60);
  CHECK(known->bsic == 12);
  CHECK(known->fields.at("t3212_min") == std::vector<std::string>{"240"});
  CHECK(differences(*known, field_values(cell)).empty());
  CHECK(baseline->knows_lac("262", "01", 4711));
  CHECK_FALSE(baseline->knows_lac("262", "01", 4712));
  CHECK_FALSE(baseline->knows_lac("262", "001", 4711)); // 01 and 001 are two networks
  CHECK(baseline->habit("262", "01").ciphered == 6);
  CHECK(baseline->habit("262", "02").ciphered == 0);
  CHECK(baseline->watch(947e6).sweeps == 2);
  CHECK(baseline->watch(947e6).days == Approx(1.0));
  CHECK(baseline->watch(935e6).sweeps == 0);
}

TEST_CASE("baseline: every value is kept, differences name old and new", "[baseline]") {
  const TempFolder folder;
  auto baseline = Baseline::open(folder.path("b.db"));
  REQUIRE(baseline);
  CellFacts cell = lawful_cell(1000, 60);
  REQUIRE(baseline->learn(lesson_of(cell)));
  set_t3212(cell, 1);
  const auto known = baseline->find(cell);
  REQUIRE(known);
  const auto differ = differences(*known, field_values(cell));
  REQUIRE(differ.size() == 1);
  CHECK(differ[0].field == "t3212_min");
  CHECK(differ[0].known == "240");
  CHECK(differ[0].now == "6");
  REQUIRE(baseline->learn(lesson_of(cell)));
  CHECK(baseline->find(cell)->fields.at("t3212_min") == std::vector<std::string>{"240", "6"});
  CHECK_FALSE(baseline->find(cell)->first_seen_unix_s);
}

TEST_CASE("baseline: a known cell under another LAC is known by its carrier", "[baseline]") {
  const TempFolder folder;
  auto baseline = Baseline::open(folder.path("b.db"));
  REQUIRE(baseline);
  CellFacts cell = lawful_cell(1000, 60);
  REQUIRE(baseline->learn(lesson_of(cell)));
  set_identity(cell, lai("262", "01", 666), 1000);
  const auto known = baseline->find(cell);
  REQUIRE(known);
  CHECK(differences(*known, field_values(cell)).at(0).field == "lac");
  cell.heard_on.bsic = 13;
  CHECK_FALSE(baseline->find(cell));
}

TEST_CASE("baseline: an upgrade brings an empty file to the newest version", "[baseline]") {
  const TempFolder folder;
  {
    auto db = cw::sqlite::Database::open(
        "baseline", folder.path("b.db"), cw::sqlite::Access::read_write_create);
    REQUIRE(db);
    REQUIRE(db->migrate(k_baseline_application_id, baseline_steps().first(0)));
    CHECK(db->number("PRAGMA user_version").value() == 0);
  }
  CHECK_FALSE(Baseline::open_read_only(folder.path("b.db"))); // too old to be read as it is
  REQUIRE(Baseline::open(folder.path("b.db")));
  CHECK(Baseline::open_read_only(folder.path("b.db")));
}

TEST_CASE("baseline: a migration that fails leaves the old version", "[baseline]") {
  const TempFolder folder;
  auto db =
      cw::sqlite::Database::open("x", folder.path("x.db"), cw::sqlite::Access::read_write_create);
  REQUIRE(db);
  const std::array<const char*, 2> steps = {"CREATE TABLE a(x)", "CREATE TABLE b(x); BAD"};
  CHECK_FALSE(db->migrate(7, steps));
  CHECK(db->number("PRAGMA user_version").value() == 1);
  CHECK(db->number("SELECT count(*) FROM sqlite_master").value() == 1);
}

TEST_CASE("baseline: files that are none are refused with a sentence", "[baseline]") {
  const TempFolder folder;
  const auto error = [](const std::string& path) { return Baseline::open_read_only(path).error(); };
  CHECK(error(folder.path("none.db")).find("check the path") != std::string::npos);
  CHECK(error(folder.write("text.db", std::string(4096, 'x'))).find("no SQLite file") !=
        std::string::npos);
  CHECK_FALSE(Baseline::open(folder.path("no/such/folder/b.db")));
  {
    auto db =
        cw::sqlite::Database::open("x", folder.path("o.db"), cw::sqlite::Access::read_write_create);
    REQUIRE(db->run("CREATE TABLE other(x)"));
  }
  CHECK(error(folder.path("o.db")).find("another program made it") != std::string::npos);
  CHECK_FALSE(Baseline::open(folder.path("o.db")));
  {
    REQUIRE(Baseline::open(folder.path("new.db")));
    auto db = cw::sqlite::Database::open(
        "x", folder.path("new.db"), cw::sqlite::Access::read_write_create);
    REQUIRE(db->run("PRAGMA user_version=99"));
  }
  CHECK(error(folder.path("new.db")).find("update Cellwarden") != std::string::npos);
}

TEST_CASE("baseline: a look at a file before learning touches nothing", "[baseline]") {
  const TempFolder folder;
  CHECK(Baseline::check(folder.path("none.db")));
  CHECK_FALSE(std::filesystem::exists(folder.path("none.db")));
  CHECK(Baseline::check("none.db")); // in the folder we are in
  CHECK(Baseline::check(folder.write("empty.db", "")));
  CHECK(Baseline::check(folder.path("no/such/folder/b.db")).error().find("there is no folder") !=
        std::string::npos);
  CHECK_FALSE(Baseline::check(folder.path("")));
  CHECK_FALSE(Baseline::check(folder.write("text.db", std::string(4096, 'x'))));
  REQUIRE(Baseline::open(folder.path("b.db")));
  CHECK(Baseline::check(folder.path("b.db")));
  const auto open = [](const std::string& path) {
    return cw::sqlite::Database::open("x", path, cw::sqlite::Access::read_write_create);
  };
  REQUIRE(open(folder.path("b.db"))->run("PRAGMA user_version=99"));
  CHECK(Baseline::check(folder.path("b.db")).error().find("update Cellwarden") !=
        std::string::npos);
  REQUIRE(open(folder.path("o.db"))->run("CREATE TABLE other(x)"));
  CHECK(Baseline::check(folder.path("o.db")).error().find("another program made it") !=
        std::string::npos);
}

TEST_CASE("baseline: two files are compared cell by cell", "[baseline]") {
  const TempFolder folder;
  CellFacts cell = lawful_cell(1000, 60);
  REQUIRE(Baseline::open(folder.path("a.db"))->learn(lesson_of(cell)));
  REQUIRE(Baseline::open(folder.path("a.db"))->learn(lesson_of(lawful_cell(1001, 61))));
  set_t3212(cell, 1);
  REQUIRE(Baseline::open(folder.path("b.db"))->learn(lesson_of(cell)));
  REQUIRE(Baseline::open(folder.path("b.db"))->learn(lesson_of(lawful_cell(1002, 62))));
  const auto found = diff(folder.path("a.db"), folder.path("b.db"));
  REQUIRE(found);
  REQUIRE(found->size() == 3);
  CHECK((*found)[0].id == "262-01-4711-1000");
  CHECK((*found)[0].change == CellChange::changed);
  CHECK((*found)[0].fields.at(0).now == "6");
  CHECK((*found)[1].change == CellChange::missing);
  CHECK((*found)[2].change == CellChange::added);
  CHECK(show(folder.path("a.db"))->size() == 2);
}
