// `cellwarden baseline import` as a user calls it, and what it prints.
#include "app/baseline_import.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/app/program.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

using namespace cw;
using namespace cw::app;
using cw::test::run_program;
using cw::test::TempFolder;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* k_table =
    "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\n"
    "GSM,262,1,318,11225,,13.4,52.5,1000,3,1,1400000000,1450000000,0\n"
    "GSM,262,1,65535,65535,,13.4,52.5,1000,3,1,1400000000,1450000000,0\n";

} // namespace

TEST_CASE("baseline import: what was added, left out and why", "[app][cli]") {
  const TempFolder folder;
  const std::string table = folder.write("t.csv", k_table);
  const std::string db = folder.path("known.db");
  const auto run = run_program({"baseline", "import", table, "--db", db});
  CHECK(run.status == 0);
  CHECK(run.err.empty());
  CHECK(run.out == table + ": OpenCelliD cell table, 1 of 2 rows used\n"
                           "  cells    1 added, 0 updated, 0 as they were\n"
                           "  refused  1 row: the area stands for unknown\n"
                           "    line 3: the area stands for unknown\n");
  const Json json =
      Json::parse(run_program({"baseline", "import", table, "--db", db, "--json"}).out);
  CHECK(json["error"].is_null());
  CHECK(json["files"][0]["cells_as_they_were"] == 1);
  CHECK(json["files"][0]["first_refused"][0]["line"] == 3);
  CHECK_THAT(
      run_program({"baseline", "show", "--db", db}).out,
      Catch::Matchers::EndsWith("imported from opencellid: 1 cells, newest of 2015-12-13\n"));
}

TEST_CASE("baseline import: what cannot be used is one sentence and status 2", "[app][cli]") {
  const TempFolder folder;
  const std::string table = folder.write("t.csv", k_table);
  const std::string text = folder.write("text", "hello\n");
  const std::string db = folder.path("known.db");
  using Arguments = std::vector<std::string>;
  for (const Arguments& more :
       {Arguments{folder.path("none.csv"), "--db", db},
        Arguments{folder.path(""), "--db", db},
        Arguments{text, "--db", db},
        Arguments{table, text, "--db", db},
        Arguments{table, "--db", text},
        Arguments{table, "--db", folder.path("no/known.db")},
        Arguments{table, "--db", db, "--format", "wigle"},
        Arguments{table, "--db", db, "--format", "excel"},
        Arguments{table, "--db", db, "--columns", "rat=Radio"},
        Arguments{table, "--db", db, "--columns", "colour=radio"},
        Arguments{table, "--db", db, "--format", "anfr", "--columns", "a=b"},
        Arguments{table},
        Arguments{"--db", db}}) {
    Arguments arguments{"baseline", "import"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    CAPTURE(more);
    const auto run = run_program(arguments);
    CHECK(run.status == 2);
    CHECK(run.out.empty());
    CHECK(std::count(run.err.begin(), run.err.end(), '\n') == 1);
  }
  CHECK_FALSE(std::filesystem::exists(db));
}

TEST_CASE("baseline import: broken off midway is status 1, and what was written is told",
          "[app][cli]") {
  const TempFolder folder;
  const std::string table = folder.write("t.csv", k_table);
  REQUIRE(std::system(("gzip " + table).c_str()) == 0); // NOLINT(cert-env33-c)
  std::filesystem::resize_file(table + ".gz", std::filesystem::file_size(table + ".gz") - 4);
  const auto run =
      run_program({"baseline", "import", table + ".gz", "--db", folder.path("known.db")});
  CHECK(run.status == 1);
  CHECK_THAT(run.out, Catch::Matchers::ContainsSubstring("1 added"));
  CHECK_THAT(
      run.err,
      Catch::Matchers::EndsWith("ends in the middle: it is not all there; fetch it again; what was "
                                "written until then stays in the baseline\n"));
}

TEST_CASE("baseline import: numbers are readable", "[app]") {
  CHECK(with_spaces(0) == "0");
  CHECK(with_spaces(999) == "999");
  CHECK(with_spaces(1000) == "1 000");
  CHECK(with_spaces(4969242) == "4 969 242");
}
