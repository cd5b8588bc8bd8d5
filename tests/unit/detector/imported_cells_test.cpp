// Imported cells in the baseline's file: written, merged, looked up, kept apart.
#include "detector/baseline/baseline.h"
#include "detector/baseline/import/import.h"
#include "detector/baseline/import/place_order.h"
#include "detector/baseline/import/sorted_runs.h"
#include "detector/baseline/imported_cells.h"
#include "detector/known_cells.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/detector/world.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using namespace cw::detector;
using cw::test::TempFolder;

namespace {

constexpr const char* k_header = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,"
                                 "created,updated,averageSignal\n";

std::string gsm(unsigned cell, double lat, double lon, unsigned updated = 1'450'000'000) {
  return fmt::format(
      "GSM,262,1,318,{},,{:.7f},{:.7f},1000,3,1,1400000000,{},0\n", cell, lon, lat, updated);
}

ImportedFile import_text(const TempFolder& folder, const std::string& text) {
  const std::string path = folder.write("table.csv", text);
  const auto report = import_tables({path}, folder.path("b.db"), {});
  REQUIRE(report);
  CHECK(report->error.empty());
  REQUIRE(report->files.size() == 1);
  return report->files.front();
}

ImportedCells cells_of(const TempFolder& folder) {
  auto cells = ImportedCells::open(folder.path("b.db"));
  REQUIRE(cells);
  return std::move(*cells);
}

CellIdentity who(std::uint64_t cell, std::uint32_t area = 318, const char* mnc = "01") {
  return {.rat = Rat::gsm, .mcc = "262", .mnc = mnc, .area = area, .cell = cell};
}

void run_sql(const std::string& path, const char* sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  CHECK(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(db);
}

long number_in(const std::string& path, const char* sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  const auto value = static_cast<long>(sqlite3_column_int64(statement, 0));
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return value;
}

// What version 1 of the program made, with one learned cell in it.
constexpr const char* k_file_of_version_1 = R"(
PRAGMA application_id=1129792049;
CREATE TABLE sessions(id INTEGER PRIMARY KEY, start_unix_s REAL, low_hz REAL, high_hz REAL);
CREATE TABLE cells(id INTEGER PRIMARY KEY, mcc TEXT NOT NULL, mnc TEXT NOT NULL,
  lac INTEGER NOT NULL, ci INTEGER NOT NULL, sightings INTEGER NOT NULL,
  first_seen_unix_s REAL, last_seen_unix_s REAL, level_sum REAL NOT NULL,
  UNIQUE(mcc, mnc, lac, ci));
CREATE INDEX cells_by_ci ON cells(mcc, mnc, ci);
CREATE TABLE field_values(cell INTEGER NOT NULL REFERENCES cells(id), field TEXT NOT NULL,
  value TEXT NOT NULL, sightings INTEGER NOT NULL,
  first_session INTEGER NOT NULL REFERENCES sessions(id),
  last_session INTEGER NOT NULL REFERENCES sessions(id),
  PRIMARY KEY(cell, field, value)) WITHOUT ROWID;
CREATE TABLE habits(session INTEGER NOT NULL REFERENCES sessions(id), cell INTEGER NOT NULL
  REFERENCES cells(id), mcc TEXT NOT NULL, mnc TEXT NOT NULL, ciphered INTEGER NOT NULL,
  clear INTEGER NOT NULL, paging_records INTEGER NOT NULL, paging_imsi INTEGER NOT NULL,
  PRIMARY KEY(session, cell)) WITHOUT ROWID;
CREATE INDEX habits_by_plmn ON habits(mcc, mnc);
PRAGMA user_version=1;
INSERT INTO sessions VALUES(1,1000.0,945e6,950e6);
INSERT INTO cells VALUES(1,'262','01',4711,1000,1,1000.0,1000.0,-40.0);
INSERT INTO field_values VALUES(1,'t3212_min','240',1,1,1);
)";

} // namespace

TEST_CASE("imported cells: found by identity and by place", "[import]") {
  const TempFolder folder;
  const ImportedFile file = import_text(folder,
                                        k_header + gsm(1, 52.5, 13.4) + gsm(2, 52.51, 13.4) +
                                            gsm(3, 48.1, 11.5) + "rubbish\n");
  CHECK(file.rows == 4);
  CHECK(file.cells_added == 3);
  CHECK(file.refused == 1);
  REQUIRE(file.first_refused.size() == 1);
  CHECK(file.first_refused[0].line == 5);

  const ImportedCells cells = cells_of(folder);
  const auto found = cells.find(who(2));
  REQUIRE(found.size() == 1);
  CHECK(found[0].id() == "262-?1-318-2");
  CHECK(found[0].source == ImportSource::opencellid);
  CHECK(found[0].lat_deg == Approx(52.51));
  CHECK(found[0].samples == 3);
  CHECK(found[0].last_seen_unix_s == 1'450'000'000);
  CHECK(cells.find(who(2, 319)).empty());
  CHECK(cells.find_in_any_area(who(2, 319)).size() == 1);
  CHECK(cells.find(who(2, 318, "001")).size() == 1); // the table does not tell 1 from 001
  CHECK(cells.find(who(4)).empty());
  CHECK(cells.find({Rat::gsm, "no", "number", 1, 1}).empty());

  CHECK(cells.near(52.5, 13.4, 100).size() == 1);
  CHECK(cells.near(52.5, 13.4, 1100).size() == 1);
  CHECK(cells.near(52.5, 13.4, 1120).size() == 2); // 0.01 degrees north: 1112 m
  CHECK(cells.near(52.5, 13.4, 1120, 1).size() == 1);
  CHECK(cells.near(0, 0, 100'000).empty());
}

TEST_CASE("imported cells: near the 180th meridian and the pole", "[import]") {
  const TempFolder folder;
  import_text(folder,
              k_header + gsm(1, 65, 179.999) + gsm(2, 65, -179.999) + gsm(3, 89.99, 10) +
                  gsm(4, 89.99, -170));
  const ImportedCells cells = cells_of(folder);
  CHECK(cells.near(65, 179.9995, 500).size() == 2);
  CHECK(cells.near(65, -179.9995, 500).size() == 2);
  CHECK(cells.near(90, 0, 5000).size() == 2);
  CHECK(cells.near(89.99, 100, 5000).size() == 2);
}

TEST_CASE("imported cells: many of them, each near its place and nowhere else", "[import]") {
  const TempFolder folder;
  std::string text = k_header;
  for (unsigned i = 1; i <= 3000; ++i) { // a grid of 0.01 degrees
    const unsigned row = i / 60;
    text += gsm(i, 50 + row * 0.01, 10 + (i * 37 % 60) * 0.01);
  }
  CHECK(import_text(folder, text).cells_added == 3000);
  const ImportedCells cells = cells_of(folder);
  for (unsigned i = 1; i <= 3000; i += 7) {
    CAPTURE(i);
    const auto found = cells.find(who(i));
    REQUIRE(found.size() == 1);
    const auto near = cells.near(found[0].lat_deg, found[0].lon_deg, 300);
    REQUIRE(near.size() == 1);
    CHECK(near[0].cell == i);
  }
  CHECK(number_in(folder.path("b.db"), "SELECT count(*) FROM imported_blocks") == 94);
}

TEST_CASE("imported cells: the same table again changes nothing, a newer one does", "[import]") {
  const TempFolder folder;
  import_text(folder, k_header + gsm(1, 52.5, 13.4) + gsm(2, 52.5, 13.4));
  const ImportedFile again = import_text(folder, k_header + gsm(1, 52.5, 13.4));
  CHECK(again.cells_added == 0);
  CHECK(again.cells_kept == 1);
  const ImportedFile older = import_text(folder, k_header + gsm(1, 50, 13.4, 1'449'999'999));
  CHECK(older.cells_kept == 1);
  const ImportedFile newer = import_text(folder, k_header + gsm(1, 51, 13.4, 1'450'000'001));
  CHECK(newer.cells_updated == 1);
  const ImportedCells cells = cells_of(folder);
  REQUIRE(cells.find(who(1)).size() == 1);
  CHECK(cells.find(who(1))[0].lat_deg == Approx(51));
  CHECK(cells.near(52.5, 13.4, 100).size() == 1); // number 2 alone
  CHECK(cells.near(51, 13.4, 100).size() == 1);
  REQUIRE(cells.counts().size() == 1);
  CHECK(cells.counts()[0].cells == 2);
  CHECK(cells.counts()[0].newest_unix_s == 1'450'000'001);
}

TEST_CASE("imported cells: of a cell twice in a table the newest row counts", "[import]") {
  const TempFolder folder;
  const ImportedFile file =
      import_text(folder, k_header + gsm(1, 51, 13.4, 1'450'000'001) + gsm(1, 52.5, 13.4));
  CHECK(file.used == 2);
  CHECK(file.cells_added == 1);
  CHECK(cells_of(folder).find(who(1))[0].lat_deg == Approx(51));
}

TEST_CASE("imported cells: measurements become one cell, and add up over days only", "[import]") {
  const TempFolder folder;
  const std::string header =
      "WigleWifi-1.4,x\nMAC,SSID,AuthMode,FirstSeen,Channel,RSSI,"
      "CurrentLatitude,CurrentLongitude,AltitudeMeters,AccuracyMeters,Type\n";
  const auto row = [](const char* day, double lat) {
    return fmt::format("26201_318_7,T,GSM;de,{} 10:00:00,20,-71,{},7.8,2,4,GSM\n", day, lat);
  };
  const std::string first = header + row("2018-05-01", 48.00) + row("2018-05-01", 48.02);
  CHECK(import_text(folder, first).cells_added == 1);
  {
    const auto cell = cells_of(folder).find(who(7)).at(0);
    CHECK(cell.lat_deg == Approx(48.01));
    CHECK(cell.samples == 2);
    CHECK(cell.range_m.value() == Approx(1113).margin(2));
    CHECK(cell.channel == 20U);
    CHECK(cell.id() == "262-01-318-7");
  }
  CHECK(import_text(folder, first).cells_kept == 1); // the same log again
  CHECK(import_text(folder, header + row("2018-05-02", 48.04)).cells_updated == 1);
  const auto cell = cells_of(folder).find(who(7)).at(0);
  CHECK(cell.samples == 3);
  CHECK(cell.lat_deg == Approx(48.02));
}

TEST_CASE("imported cells: sources stand beside each other", "[import]") {
  const TempFolder folder;
  import_text(folder, k_header + gsm(7, 52.5, 13.4));
  import_text(folder, "rat,mcc,mnc,area,cell,lat,lon\nGSM,262,01,318,7,52.6,13.4\n");
  const auto found = cells_of(folder).find(who(7));
  REQUIRE(found.size() == 2);
  CHECK(found[0].source != found[1].source);
  CHECK(cells_of(folder).find(who(7, 318, "001")).size() == 1); // our own table says 01
  CHECK(cells_of(folder).counts().size() == 2);
}

TEST_CASE("imported cells: licensed sites are there once and name no cell", "[import]") {
  const TempFolder folder;
  const std::string text = "adm_lb_nom;emr_lb_systeme;coordonnees;statut\n"
                           "ORANGE;GSM 900;44.8292,-0.4161;En service\n"
                           "ORANGE;GSM 900;44.8292,-0.4161;En service\n"
                           "FREE MOBILE;UMTS 900;44.8392,-0.4161;En service\n";
  CHECK(import_text(folder, text).sites_added == 2);
  CHECK(import_text(folder, text).sites_added == 0);
  const ImportedCells cells = cells_of(folder);
  const auto sites = cells.licensed_near(44.8292, -0.4161, 500);
  REQUIRE(sites.size() == 1);
  CHECK(sites[0].operator_name == "ORANGE");
  CHECK(sites[0].mcc == 208);
  CHECK(sites[0].mnc == 1);
  CHECK(sites[0].band_mhz == 900);
  CHECK(cells.licensed_near(44.8292, -0.4161, 1500).size() == 2);
  CHECK(cells.near(44.8292, -0.4161, 1500).empty());
  CHECK(cells.counts().at(0).sites == 2);
}

TEST_CASE("imported cells: never taken for learned ones", "[import]") {
  const TempFolder folder;
  const std::string db = folder.path("b.db");
  const CellFacts cell = lawful_cell(1000, 60); // 262-01-4711-1000
  import_text(folder,
              std::string(k_header) + "GSM,262,1,4711,1000,,13.4,52.5,1000,3,1,1,1450000000,0\n");
  auto baseline = Baseline::open(db);
  REQUIRE(baseline);
  CHECK_FALSE(baseline->find(cell));
  CHECK_FALSE(baseline->knows_lac("262", "01", 4711));
  CHECK(baseline->of_plmn("262", "01", 10).empty());
  CHECK(show(db)->empty());
  CHECK(cells_of(folder).find(who(1000, 4711)).size() == 1);
}

TEST_CASE("imported cells: a file of version 1 is brought up to date and keeps what it knew",
          "[import][baseline]") {
  const TempFolder folder;
  run_sql(folder.path("b.db"), k_file_of_version_1);
  const auto refused = ImportedCells::open(folder.path("b.db"));
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.error(), Catch::Matchers::ContainsSubstring("old version 1"));
  CHECK(import_text(folder, k_header + gsm(7, 52.5, 13.4)).cells_added == 1);
  CHECK(number_in(folder.path("b.db"), "PRAGMA user_version") == 2);
  const auto known = show(folder.path("b.db"));
  REQUIRE(known);
  REQUIRE(known->size() == 1);
  CHECK(known->front().id == "262-01-4711-1000");
  CHECK(known->front().fields.at("t3212_min") == std::vector<std::string>{"240"});
  CHECK(cells_of(folder).find(who(7)).size() == 1);
}

TEST_CASE("imported cells: a packed table that ends early gives what it had, and says so",
          "[import]") {
  const TempFolder folder;
  std::string text = k_header;
  for (unsigned i = 1; i <= 20'000; ++i) {
    text += gsm(i, 50 + i * 1e-4, 10 + (i * 7919 % 10'007) * 1e-4);
  }
  const std::string path = folder.write("table.csv", text);
  REQUIRE(std::system(("gzip -kf " + path).c_str()) == 0); // NOLINT(cert-env33-c)
  const auto packed = import_tables({path + ".gz"}, folder.path("whole.db"), {});
  REQUIRE(packed);
  CHECK(packed->error.empty());
  CHECK(packed->files.at(0).cells_added == 20'000);

  std::filesystem::resize_file(path + ".gz", std::filesystem::file_size(path + ".gz") / 2);
  const auto report = import_tables({path + ".gz"}, folder.path("b.db"), {});
  REQUIRE(report);
  CHECK_THAT(report->error,
             Catch::Matchers::EndsWith("ends in the middle: it is not all there; fetch it again"));
  const auto added = report->files.at(0).cells_added;
  CHECK(added > 5000);
  CHECK(added < 15'000);
  CHECK(cells_of(folder).counts().at(0).cells == added);
}

TEST_CASE("imported cells: what cannot be used is refused before anything is written", "[import]") {
  const TempFolder folder;
  const std::string good = folder.write("good.csv", k_header + gsm(7, 52.5, 13.4));
  const std::string bad = folder.write("bad.csv", "hello\n");
  CHECK_FALSE(import_tables({good, bad}, folder.path("b.db"), {}));
  CHECK_FALSE(import_tables({good, folder.path("none.csv")}, folder.path("b.db"), {}));
  CHECK_FALSE(import_tables({good, folder.path("")}, folder.path("b.db"), {}));
  CHECK_FALSE(std::filesystem::exists(folder.path("b.db")));
  CHECK_FALSE(import_tables({good}, bad, {}));
}

TEST_CASE("imported cells: stopping keeps what was read", "[import]") {
  const TempFolder folder;
  const std::string path = folder.write("table.csv", k_header + gsm(7, 52.5, 13.4));
  const std::atomic<bool> stop = true;
  ImportOptions options;
  options.stop = &stop;
  const auto report = import_tables({path}, folder.path("b.db"), options);
  REQUIRE(report);
  CHECK(report->error == "stopped while reading " + path);
}

namespace {

struct Item {
  std::uint32_t key = 0, number = 0;
  bool operator==(const Item&) const = default;
};
struct ByKey {
  bool operator()(const Item& one, const Item& other) const { return one.key < other.key; }
};

std::vector<Item> sorted_through(SortedRuns<Item, ByKey>& runs, const std::vector<Item>& items) {
  for (const Item& item : items) {
    REQUIRE(runs.add(item));
  }
  std::vector<Item> out;
  const auto merged = runs.merge([&](const Item& item) -> tl::expected<void, std::string> {
    out.push_back(item);
    return {};
  });
  REQUIRE(merged);
  return out;
}

} // namespace

TEST_CASE("sorted runs: more than memory holds come out in order, equal ones as they came",
          "[import]") {
  const TempFolder folder;
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    items.push_back({i * 7919 % 101, i});
  }
  std::vector<Item> expected = items;
  std::stable_sort(expected.begin(), expected.end(), ByKey());
  for (const std::size_t in_memory : {7U, 1000U, 100'000U}) {
    CAPTURE(in_memory);
    SortedRuns<Item, ByKey> runs(folder.path(""), in_memory);
    CHECK((sorted_through(runs, items) == expected));
  }
  CHECK(std::filesystem::is_empty(folder.path("")));
}

TEST_CASE("sorted runs: a folder that is not there is one sentence", "[import]") {
  struct Less {
    bool operator()(int one, int other) const { return one < other; }
  };
  SortedRuns<int, Less> runs("/nonexistent/", 1);
  const auto added = runs.add(1);
  REQUIRE_FALSE(added);
  CHECK(added.error() ==
        "cannot make a temporary file in /nonexistent/: No such file or directory; "
        "make room there");
}

TEST_CASE("place order: neighbours on the curve are neighbours on the map", "[import]") {
  // One step along any of the curve's 4^n places is one step on the grid: each place once.
  constexpr int k_side = 16;
  std::vector<std::pair<std::uint64_t, std::pair<int, int>>> places;
  for (int y = 0; y < k_side; ++y) {
    for (int x = 0; x < k_side; ++x) {
      const double lat = (y + 0.5) / k_side * 180 - 90;
      const double lon = (x + 0.5) / k_side * 360 - 180;
      places.push_back(
          {place_order(static_cast<std::int32_t>(lat * 1e7), static_cast<std::int32_t>(lon * 1e7)),
           {x, y}});
    }
  }
  std::sort(places.begin(), places.end());
  for (std::size_t i = 1; i < places.size(); ++i) {
    const auto [x, y] = places[i].second;
    const auto [before_x, before_y] = places[i - 1].second;
    CHECK(std::abs(x - before_x) + std::abs(y - before_y) == 1);
  }
}
