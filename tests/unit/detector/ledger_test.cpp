// The life of an alert over all sensors: raised once a cell and episode, every step kept.
#include "detector/live/alert_ledger.h"
#include "tests/support/catch.hpp"

using namespace cw::detector;
using cw::wire::CommandKind;
using cw::wire::Severity;

namespace {

LocalAlert local(const std::string& sensor,
                 Severity severity,
                 const std::vector<std::string>& rules = {"G03"},
                 const std::string& id = "a1") {
  LocalAlert alert{.sensor = sensor, .heard_on = {}, .report = {}};
  alert.heard_on.arfcn = cw::wire::Arfcn{cw::wire::GsmBand::gsm900, 60};
  alert.heard_on.bsic = 8;
  alert.report.id = id;
  alert.report.severity = severity;
  alert.report.score = 2.0 * static_cast<double>(severity);
  alert.report.cell_id = "262-01-1-1";
  alert.report.summary = "it is odd";
  for (const std::string& rule : rules) {
    cw::wire::FindingReport finding;
    finding.rule = rule;
    finding.weight = 1;
    alert.report.findings.push_back(finding);
  }
  return alert;
}

std::vector<std::string> kinds(AlertLedger& ledger) {
  std::vector<std::string> all;
  for (const AlertStep& step : ledger.take_news().steps) {
    all.push_back(step.kind);
  }
  return all;
}

using Kinds = std::vector<std::string>;

cw::wire::Command command(CommandKind kind, const std::string& id, const std::string& why = "") {
  return {.kind = kind, .alert_id = id, .who = "Ada", .why = why};
}

} // namespace

TEST_CASE("ledger: two sensors that hear one cell raise one alert", "[ledger]") {
  AlertLedger ledger;
  ledger.take(local("north", Severity::low), 100);
  ledger.take(local("south", Severity::low, {"G03"}, "b7"), 101);
  CHECK(kinds(ledger) == Kinds{"raised"});
  REQUIRE(ledger.entries().size() == 1);
  CHECK(ledger.entries().begin()->second.views.size() == 2);
  LocalAlert other = local("north", Severity::low, {"G03"}, "c9");
  other.heard_on.bsic = 9;
  ledger.take(other, 102);
  CHECK(kinds(ledger) == Kinds{"raised"});
  CHECK(ledger.entries().size() == 2);
}

TEST_CASE("ledger: only a new rule or a higher severity is a step", "[ledger]") {
  AlertLedger ledger;
  ledger.take(local("north", Severity::low), 100);
  CHECK(kinds(ledger) == Kinds{"raised"});
  ledger.take(local("north", Severity::low), 101);
  CHECK(kinds(ledger).empty());
  ledger.take(local("north", Severity::low, {"G03", "G17"}), 102);
  CHECK(kinds(ledger) == Kinds{"updated"});
  ledger.take(local("north", Severity::low, {"G17"}), 103);
  ledger.take(local("north", Severity::low, {"G03", "G17"}), 104);
  CHECK(kinds(ledger).empty()); // it spoke before
  ledger.take(local("north", Severity::high, {"G03", "G17"}), 105);
  CHECK(kinds(ledger) == Kinds{"updated"});
}

TEST_CASE("ledger: what gets weaker is shown so after a minute, not at once", "[ledger]") {
  AlertLedger ledger;
  ledger.take(local("north", Severity::high), 100);
  CHECK(kinds(ledger) == Kinds{"raised"});
  ledger.take(local("north", Severity::low), 101);
  ledger.advance(110);
  CHECK(ledger.entries().begin()->second.record.severity == Severity::high);
  ledger.take(local("north", Severity::high), 111); // flaps
  ledger.take(local("north", Severity::none), 120);
  ledger.advance(150);
  CHECK(kinds(ledger).empty());
  ledger.advance(181);
  CHECK(kinds(ledger) == Kinds{"closed"});
  ledger.take(local("north", Severity::low), 182);
  CHECK(kinds(ledger) == Kinds{"reopened"});
}

TEST_CASE("ledger: what a person closed is reopened by something new only", "[ledger]") {
  AlertLedger ledger;
  ledger.take(local("north", Severity::low), 100);
  const std::string id = ledger.entries().begin()->first;
  CHECK(ledger.command(command(CommandKind::acknowledge, id), 105).done);
  CHECK_FALSE(ledger.command(command(CommandKind::acknowledge, id), 105).done);
  CHECK(ledger.command(command(CommandKind::comment, id, "our own test"), 106).done);
  CHECK(ledger.command(command(CommandKind::close, id, "a laboratory"), 107).done);
  CHECK_FALSE(ledger.command(command(CommandKind::acknowledge, id), 108).done);
  CHECK_FALSE(ledger.command(command(CommandKind::close, "none", ""), 108).done);
  const AlertLedger::News news = ledger.take_news();
  REQUIRE(news.steps.size() == 4);
  CHECK(news.steps[3].who == "Ada");
  CHECK(news.steps[3].why == "a laboratory");
  CHECK(news.steps[3].number == 4);
  ledger.take(local("north", Severity::low), 110);
  CHECK(kinds(ledger).empty());
  ledger.take(local("north", Severity::low, {"G03", "G19"}), 111);
  CHECK(kinds(ledger) == Kinds{"reopened"});
  CHECK(ledger.command(command(CommandKind::close, id), 112).done);
  CHECK(ledger.command(command(CommandKind::reopen, id), 113).done);
  CHECK(kinds(ledger) == Kinds{"closed", "reopened"});
}

TEST_CASE("ledger: long after it was closed it is another episode", "[ledger]") {
  AlertLedger ledger;
  ledger.take(local("north", Severity::low), 100);
  const std::string id = ledger.entries().begin()->first;
  CHECK(ledger.command(command(CommandKind::close, id), 107).done);
  LocalAlert again = local("north", Severity::low, {"G03"}, "z9");
  again.report.raised_at_s = 5000;
  ledger.take(again, 100 + AlertLedger::k_episode_s + 1);
  CHECK(ledger.entries().size() == 2);
  CHECK(kinds(ledger) == Kinds{"raised", "closed", "raised"});
}

TEST_CASE("ledger: a cell that changes the identity it claims keeps its alert", "[ledger]") {
  AlertLedger ledger;
  LocalAlert alert = local("north", Severity::low);
  alert.report.cell_id.reset();
  ledger.take(alert, 100);
  for (const char* id : {"262-01-1-1", "262-01-2-1", "262-01-3-1"}) {
    alert.report.cell_id = id;
    ledger.take(alert, 101);
  }
  CHECK(ledger.entries().size() == 1);
  ledger.take(local("south", Severity::low, {"G03"}, "q"), 102); // 262-01-1-1
  CHECK(ledger.entries().size() == 1);
  CHECK(kinds(ledger) == Kinds{"raised"});
}

TEST_CASE("ledger: memory is bounded, closed alerts go first, and open ones are counted",
          "[ledger]") {
  AlertLedger ledger;
  for (int i = 0; i < 25'000; ++i) {
    LocalAlert alert = local("north", Severity::low, {"G03"}, "id" + std::to_string(i));
    alert.report.cell_id = "262-01-1-" + std::to_string(i);
    ledger.take(alert, i);
    if (i < 5000) {
      REQUIRE(
          ledger.command(command(CommandKind::close, ledger.take_news().records.at(0).id), i).done);
    }
    static_cast<void>(ledger.take_news());
  }
  CHECK(ledger.entries().size() <= AlertLedger::k_most);
  CHECK(ledger.entries().size() + ledger.forgotten() + 5000 == 25'000);
}
