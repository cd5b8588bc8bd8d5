// Limits and licences from TOML.
#include "detector/rules/licences.h"
#include "detector/rules/rule.h"
#include "detector/rules/thresholds.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"

#include <set>

using namespace cw::detector;

namespace {
std::string configured() {
  return cw::test::file_content(CW_SOURCE_DIR "/firmware-configs/thresholds.toml");
}
} // namespace

TEST_CASE("thresholds: the built-in ones are those of firmware-configs", "[thresholds]") {
  const auto read = Thresholds::parse(configured(), "thresholds.toml");
  REQUIRE(read);
  CHECK_FALSE(read->all().empty());
  CHECK(read->all().size() == Thresholds::built_in().all().size());
  CHECK(Thresholds::built_in().number("g03.cro_abs_db") == 50);
  CHECK(Thresholds::built_in().text("g01.mcc_list") == "001,999,unassigned");
}

TEST_CASE("thresholds: every limit belongs to a rule, every limit of a rule is there",
          "[thresholds]") {
  std::set<std::string> named;
  for (const Rule& rule : all_rules()) {
    for (const auto name : rule.thresholds) {
      named.emplace(name);
    }
  }
  for (const auto& [name, threshold] : Thresholds::built_in().all()) {
    CAPTURE(name);
    CHECK(named.contains(name));
    CHECK_FALSE(threshold.source.empty());
    CHECK_FALSE(threshold.unit.empty());
  }
  CHECK(named.size() == Thresholds::built_in().all().size());
}

TEST_CASE("thresholds: what is wrong is said in one sentence", "[thresholds]") {
  const auto error = [](const std::string& toml) {
    const auto read = Thresholds::parse(toml, "t.toml");
    return read ? std::string() : read.error();
  };
  CHECK(error("[g03\n").starts_with("cannot read thresholds t.toml: line 1"));
  CHECK(error("g03 = 1\n") == "cannot use thresholds t.toml: g03 is no table of a rule");
  CHECK(error("[g03]\ncro_abs_db = 50\n").find("g03.cro_abs_db: expected") != std::string::npos);
  CHECK(error("[g03]\ncro_abs_db = {value = 50}\n").find("say unit and source") !=
        std::string::npos);
  CHECK(error("").find("is missing") != std::string::npos);
  std::string wrong_kind = configured();
  const std::string sought = "cro_abs_db = { value = 50";
  REQUIRE(wrong_kind.find(sought) != std::string::npos);
  wrong_kind.replace(wrong_kind.find(sought), sought.size(), "cro_abs_db = { value = \"50\"");
  CHECK(error(wrong_kind).find("wrong kind") != std::string::npos);
}

TEST_CASE("thresholds: a file that is not there is said so", "[thresholds]") {
  const cw::test::TempFolder folder;
  CHECK(Thresholds::load(folder.path("none.toml")).error().find("check the path") !=
        std::string::npos);
  CHECK(Thresholds::load(folder.write("good.toml", configured())));
}

TEST_CASE("licences: PLMNs, ranges and the border", "[thresholds]") {
  const auto read =
      Licences::parse("country = \"DE\"\ndated = \"2024-01-01\"\nborder_km = 12.0\n"
                      "[[licence]]\nmcc = \"262\"\nmnc = \"01\"\nband = \"900\"\n"
                      "arfcns = [[1, 50], [60, 74]]\n"
                      "[[licence]]\nmcc = \"208\"\nmnc = \"01\"\nadjacent_country = true\n",
                      "l.toml");
  REQUIRE(read);
  CHECK(read->border_km == 12.0);
  REQUIRE(read->entries.size() == 2);
  CHECK(read->entries[0].arfcns.size() == 2);
  CHECK(read->entries[1].adjacent_country);
}

TEST_CASE("licences: what is wrong is said in one sentence", "[thresholds]") {
  CHECK_FALSE(Licences::parse("country = 1", "l.toml"));
  CHECK_FALSE(Licences::parse("[[licence", "l.toml"));
  CHECK_FALSE(Licences::parse("[[licence]]\nmcc = \"26\"\nmnc = \"01\"\n", "l.toml"));
  CHECK_FALSE(
      Licences::parse("[[licence]]\nmcc = \"262\"\nmnc = \"01\"\narfcns = [[5, 1]]\n", "l.toml"));
  CHECK_FALSE(
      Licences::parse("[[licence]]\nmcc = \"262\"\nmnc = \"01\"\narfcns = [5]\n", "l.toml"));
}
