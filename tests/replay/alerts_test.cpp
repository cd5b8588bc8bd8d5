// Verdicts on samples/: none on the lawful cell, one that names the right cell on each fake.
#include "tests/replay/sample_run.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/app/program.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

using namespace cw::test;
using Json = nlohmann::json;

namespace {

int rank(const std::string& severity) {
  constexpr std::array k_severities = {"low", "medium", "high", "critical"};
  const auto* const found = std::find(k_severities.begin(), k_severities.end(), severity);
  REQUIRE(found != k_severities.end());
  return static_cast<int>(found - k_severities.begin());
}

int at_medium_or_above(const Json& report) {
  int count = 0;
  for (const Json& alert : report.at("alerts")) {
    count += rank(alert.at("severity")) >= rank("medium") ? 1 : 0;
  }
  return count;
}

/// A baseline that knows the lawful sample, made as a user would.
class LawfulBaseline {
public:
  LawfulBaseline() {
    const ProgramRun learnt = run_program({"baseline",
                                           "learn",
                                           sample("legit_sample").recording,
                                           "--db",
                                           path(),
                                           "--quiet",
                                           "--json"});
    CAPTURE(learnt.err);
    REQUIRE(learnt.status == 0);
  }
  std::string path() const { return folder_.path("known.db"); }

private:
  TempFolder folder_;
};

const LawfulBaseline& baseline() {
  static const LawfulBaseline made;
  return made;
}

/// The one alert there must be, on the one cell there is.
void check_names_the_fake(const Sample& fake, const Json& report) {
  CHECK(report.at("cells").size() == 1);
  REQUIRE(report.at("alerts").size() == 1);
  const Json& alert = report["alerts"][0];
  CHECK(rank(alert.at("severity")) >= rank("medium"));
  CHECK(alert.at("rat") == "gsm");
  CHECK(alert.at("cell") == 0);
  const std::vector<std::string> ids = cell_ids(fake);
  CHECK(std::ranges::count(ids, alert.at("cell_id").get<std::string>()) == 1);
  CHECK(alert.at("carrier_hz") == fake.cell.at("carrier_hz"));
  CHECK(alert.at("summary").get<std::string>().ends_with("."));
  CHECK(alert.at("families").size() >= 3);
}

std::vector<Json> findings_of(const Json& report) {
  std::vector<Json> all;
  for (const Json& alert : report.at("alerts")) {
    all.insert(all.end(), alert.at("findings").begin(), alert.at("findings").end());
  }
  return all;
}

void check_is_complete(const Json& finding, std::size_t blocks) {
  for (const char* const key : {"rule", "family", "observed", "expected", "why"}) {
    CHECK_FALSE(finding.at(key).get<std::string>().empty());
  }
  CHECK(finding.at("weight").get<double>() > 0);
  CHECK_FALSE(finding.at("benign_causes").empty());
  CHECK_FALSE(finding.at("evidence").empty());
  for (const Json& number : finding.at("evidence")) {
    CHECK(number.get<std::size_t>() < blocks);
  }
}

double sum_of(const Json& numbers) {
  double sum = 0;
  for (const auto& entry : numbers.items()) {
    sum += entry.value().get<double>();
  }
  return sum;
}

std::set<std::string> keys_of(const Json& object) {
  std::set<std::string> keys;
  for (const auto& entry : object.items()) {
    keys.insert(entry.key());
  }
  return keys;
}

std::set<std::string> rules_of(const Json& report) {
  std::set<std::string> rules;
  for (const Json& finding : findings_of(report)) {
    rules.insert(finding.at("rule"));
  }
  return rules;
}

} // namespace

TEST_CASE("replay: the lawful sample alarms nobody, with or without a baseline", "[replay]") {
  for (const Sample& lawful : samples()) {
    if (lawful.fake) {
      continue;
    }
    CAPTURE(lawful.name);
    const Json& alone = plain_run(lawful).report;
    CHECK(at_medium_or_above(alone) == 0);
    const SampleRun known = run_sample(lawful, {"--baseline", baseline().path()});
    CHECK(known.status == 0);
    CHECK(at_medium_or_above(known.report) == 0);
    CHECK(known.report.at("cells")[0].at("differs_from_baseline").empty());
  }
}

TEST_CASE("replay: each fake sample raises one alert that names its cell", "[replay]") {
  std::size_t fakes = 0;
  for (const Sample& fake : samples()) {
    if (!fake.fake) {
      continue;
    }
    ++fakes;
    CAPTURE(fake.name);
    check_names_the_fake(fake, plain_run(fake).report);
    check_names_the_fake(fake, run_sample(fake, {"--baseline", baseline().path()}).report);
  }
  CHECK(fakes >= 2);
}

TEST_CASE("replay: findings say what was observed, expected, why, and on which blocks",
          "[replay]") {
  std::size_t findings = 0;
  for (const Sample& any : samples()) {
    const SampleRun& run = plain_run(any);
    for (const Json& finding : findings_of(run.report)) {
      CAPTURE(any.name, finding.dump());
      ++findings;
      check_is_complete(finding, run.blocks.size());
    }
  }
  CHECK(findings > 0);
}

TEST_CASE("replay: an alert's score is the sum of its families, which are those of its findings",
          "[replay]") {
  std::size_t alerts = 0;
  for (const Sample& any : samples()) {
    CAPTURE(any.name);
    for (const Json& alert : plain_run(any).report.at("alerts")) {
      ++alerts;
      CHECK(alert.at("score").get<double>() == Approx(sum_of(alert.at("families"))).margin(0.051));
      std::set<std::string> families;
      for (const Json& finding : alert.at("findings")) {
        families.insert(finding.at("family"));
      }
      CHECK(families == keys_of(alert.at("families")));
    }
  }
  CHECK(alerts > 0);
}

TEST_CASE("replay: the lures of fake_selfnb are found by their rules", "[replay]") {
  const std::set<std::string> rules = rules_of(plain_run(sample("fake_selfnb_sample")).report);
  CHECK(rules.count("G03") == 1); // reselect offset 126 dB
  CHECK(rules.count("G05") == 1); // periodic update every 6 min
  CHECK(rules.count("G09") == 1); // itself as only neighbour
  CHECK(rules.count("G17") == 1); // identity asked, nothing proven
}

TEST_CASE("replay: the area changes of fake_lacchange are found by their rules", "[replay]") {
  const std::set<std::string> rules = rules_of(plain_run(sample("fake_lacchange_sample")).report);
  CHECK(rules.count("G13") == 1); // identity changed in one unbroken signal
  CHECK(rules.count("G33") == 1); // LAC rotates
}

TEST_CASE("replay: exit status 3 exactly if an alert reaches --fail-on", "[replay]") {
  for (const Sample& any : samples()) {
    const Json& alerts = plain_run(any).report.at("alerts");
    const int worst = alerts.empty() ? -1 : rank(alerts[0].at("severity"));
    for (const std::string level : {"low", "medium", "high", "critical"}) {
      CAPTURE(any.name, level, worst);
      const ProgramRun run =
          run_program({"replay", any.recording, "--json", "--quiet", "--fail-on", level});
      CHECK(run.status == (worst >= rank(level) ? 3 : 0));
    }
  }
}

TEST_CASE("replay: every rule is either evaluated or says what it needs", "[replay]") {
  const ProgramRun listed = run_program({"rules", "--json"});
  REQUIRE(listed.status == 0);
  std::set<std::string> all;
  for (const Json& rule : Json::parse(listed.out)) {
    all.insert(rule.at("rule"));
  }
  REQUIRE(all.size() >= 25);
  for (const Sample& any : samples()) {
    CAPTURE(any.name);
    const Json& rules = plain_run(any).report.at("rules");
    std::set<std::string> seen;
    for (const Json& rule : rules.at("evaluated")) {
      seen.insert(rule.get<std::string>());
    }
    for (const Json& rule : rules.at("not_evaluated")) {
      CHECK_FALSE(rule.at("needs").get<std::string>().empty());
      seen.insert(rule.at("rule").get<std::string>());
    }
    CHECK(seen == all);
  }
}
