#include "app/baseline_text.h"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

using namespace cw;
using namespace cw::app;
using Json = nlohmann::ordered_json;

TEST_CASE("baseline text: what was learned and what was left out, and why", "[app]") {
  detector::LearnResult learned;
  learned.added = {"262-98-318-11225"};
  learned.left_out = {{"262-98-1-2", "alert of high"}};
  CHECK(learned_text(learned) ==
        "added     262-98-318-11225\nleft out  262-98-1-2: alert of high\n");
  CHECK(learned_text({}) == "no cell to learn\n");
  CHECK(Json::parse(learned_json(learned))["left_out"][0] ==
        Json({{"cell", "262-98-1-2"}, {"why", "alert of high"}}));
}

TEST_CASE("baseline text: nothing learned is one sentence with the reasons", "[app]") {
  detector::LearnResult learned;
  CHECK(nothing_learned(learned, "b.db", false) ==
        "no cell was learned and b.db was not made: the recordings show none; `cellwarden replay` "
        "says what was searched");
  for (const char* cell : {"ARFCN 1", "ARFCN 2", "ARFCN 3", "ARFCN 4"}) {
    learned.left_out.push_back({cell, "its identity was not read"});
  }
  learned.left_out.push_back({"262-98-1-2", "it has an alert of high"});
  CHECK(nothing_learned(learned, "b.db", true) ==
        "no cell was learned and b.db is as it was: left out 262-98-1-2 (it has an alert of "
        "high), ARFCN 1, ARFCN 2, ARFCN 3 and 1 more (its identity was not read); record longer "
        "or where nothing is suspected");
}

TEST_CASE("baseline text: known cells as a table and as JSON", "[app]") {
  detector::KnownCell cell;
  cell.id = "262-98-318-11225";
  cell.mnc = "98";
  cell.arfcn = 62;
  cell.sightings = 3;
  cell.fields = {{"t3212_min", {"360"}}};
  const std::string text = known_cells_text({cell});
  CHECK_THAT(text,
             Catch::Matchers::ContainsSubstring("262-98-318-11225") &&
                 Catch::Matchers::ContainsSubstring("62"));
  const Json json = Json::parse(known_cells_json({cell}, {})).at("cells");
  CHECK(json[0]["fields"]["t3212_min"][0] == "360");
  CHECK(json[0]["bsic"].is_null());
  CHECK(json[0]["mnc"] == "98");
}

TEST_CASE("baseline text: differences name field, known and new value", "[app]") {
  detector::CellDifference difference;
  difference.id = "262-98-318-11225";
  difference.fields = {{"t3212_min", "360", "6"}};
  CHECK(differences_text({difference}) ==
        "changed  262-98-318-11225\n         t3212_min: known 360, now 6\n");
  CHECK(differences_text({}) == "no difference\n");
  CHECK(Json::parse(differences_json({difference}))[0]["fields"][0]["now"] == "6");
}

TEST_CASE("baseline text: imported cells are counted apart, by source", "[app]") {
  const std::vector<detector::ImportedCount> imported = {
      {detector::ImportSource::opencellid, 1936, 0, 1'500'000'000},
      {detector::ImportSource::anfr, 0, 497, std::nullopt}};
  CHECK(imported_text(imported) == "imported from opencellid: 1936 cells, newest of 2017-07-14\n"
                                   "imported from anfr: 0 cells, 497 licensed sites\n");
  CHECK(imported_text({}).empty());
  const Json json = Json::parse(known_cells_json({}, imported));
  CHECK(json["cells"].empty());
  CHECK(json["imported"][0]["source"] == "opencellid");
  CHECK(json["imported"][1]["sites"] == 497);
  CHECK(json["imported"][1]["newest_unix_s"].is_null());
}
