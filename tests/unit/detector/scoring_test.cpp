// Weights, caps, severities, and the life of alerts.
#include "detector/alerts/alert_book.h"
#include "detector/alerts/weights.h"
#include "tests/support/catch.hpp"
#include "tests/unit/detector/world.h"

#include <algorithm>

using namespace cw::detector;
using cw::wire::Severity;

namespace {

const Rule& rule_of(const char* id) {
  const auto& all = all_rules();
  return *std::ranges::find_if(all, [&](const Rule& rule) { return rule.id == id; });
}

Judged judged(const char* id, double weight, const std::string& observed = "x") {
  return {&rule_of(id), {.observed = observed, .expected = "y", .evidence = {7, 9}}, weight};
}

} // namespace

TEST_CASE("weights: every rule has a row, every row a rule", "[alerts]") {
  for (const Rule& rule : all_rules()) {
    CAPTURE(rule.id);
    CHECK(std::ranges::any_of(weights(), [&](const Weight& row) { return row.rule == rule.id; }));
  }
  for (const Weight& row : weights()) {
    CAPTURE(row.rule, row.form);
    CHECK(std::ranges::any_of(all_rules(), [&](const Rule& rule) { return rule.id == row.rule; }));
    CHECK_FALSE(row.source.empty());
  }
}

TEST_CASE("weights: forms add up, B05 to its cap", "[alerts]") {
  const Thresholds& limits = Thresholds::built_in();
  CHECK(weigh("G05", "strong", limits) == Approx(2.3));
  CHECK(weigh("G33", "base+rise", limits) == Approx(6.0));
  CHECK(weigh("B05", "timer_or_list", limits) == Approx(1.5));
  CHECK(weigh("B05", "lure+timer_or_list", limits) == Approx(4.0));
  CHECK(weigh("B05", "identity+lure+structure", limits) == Approx(4.0));
}

TEST_CASE("scoring: nothing is no alert, 2.5 is low", "[alerts]") {
  CHECK(score({}).severity == Severity::none);
  CHECK(score({judged("R01", 2.49)}).severity == Severity::none);
  CHECK(score({judged("R01", 2.5)}).severity == Severity::low);
}

TEST_CASE("scoring: a family adds up to its cap", "[alerts]") {
  const Score capped = score({judged("G03", 2.0), judged("G04", 1.5), judged("G05", 2.3)});
  CHECK(capped.total == Approx(4.0));
  CHECK(capped.severity == Severity::low);
}

TEST_CASE("scoring: medium asks for two families", "[alerts]") {
  CHECK(score({judged("G17", 4.0), judged("G19", 4.0)}).severity == Severity::low);
  CHECK(score({judged("G17", 4.0), judged("G09", 1.0)}).severity == Severity::medium);
  CHECK(score({judged("G17", 3.9), judged("G09", 1.0)}).severity == Severity::low);
}

TEST_CASE("scoring: high asks for three families, one of them hard to deny", "[alerts]") {
  CHECK(score({judged("G03", 3.5), judged("G09", 3.0), judged("G17", 1.5)}).severity ==
        Severity::high);
  CHECK(score({judged("G03", 3.5), judged("G09", 3.0), judged("R01", 1.5)}).severity ==
        Severity::high);
  CHECK(score({judged("G03", 3.5), judged("G09", 3.0), judged("G06", 1.5)}).severity ==
        Severity::medium);
  CHECK(score({judged("G03", 4.0), judged("G17", 8.0)}).severity == Severity::medium);
  CHECK(score({judged("G03", 3.5), judged("G09", 3.0), judged("G17", 1.4)}).severity ==
        Severity::medium);
}

TEST_CASE("scoring: critical asks for four families and a deed", "[alerts]") {
  CHECK(score({judged("G03", 4), judged("G09", 3), judged("R01", 3), judged("G17", 1)}).severity ==
        Severity::critical);
  CHECK(score({judged("G03", 4), judged("G09", 3), judged("R01", 3), judged("G33", 1)}).severity ==
        Severity::critical);
  CHECK(score({judged("G03", 4), judged("G09", 3), judged("R01", 3), judged("G06", 1)}).severity ==
        Severity::high);
  CHECK(score({judged("G03", 4), judged("G09", 3), judged("G17", 8)}).severity == Severity::high);
}

TEST_CASE("scoring: a finding without weight is no family", "[alerts]") {
  CHECK(score({judged("G17", 5.0), judged("G01", 0.0)}).families.size() == 1);
}

TEST_CASE("alerts: one a cell, with an id that does not change", "[alerts]") {
  const CellFacts cell = lawful_cell(1, 60);
  AlertBook book;
  CHECK(book.judge(0, cell, {judged("G06", 1.5)}, 1) == nullptr);
  const auto* raised = book.judge(0, cell, {judged("G17", 4.0)}, 2);
  REQUIRE(raised != nullptr);
  const std::string id = raised->id;
  CHECK(raised->raised_at_s == 2);
  const auto* updated = book.judge(0, cell, {judged("G17", 4.0), judged("G09", 1.5)}, 3);
  REQUIRE(updated != nullptr);
  CHECK(updated->id == id);
  CHECK(updated->raised_at_s == 2);
  CHECK(updated->score.severity == Severity::medium);
  CHECK(book.standing().size() == 1);
  AlertBook again;
  CHECK(again.judge(5, cell, {judged("G17", 4.0)}, 99)->id == id);
}

TEST_CASE("alerts: deeds stay, impressions do not", "[alerts]") {
  const CellFacts cell = lawful_cell(1, 60);
  AlertBook book;
  book.judge(0, cell, {judged("G17", 4.0), judged("R01", 4.5), judged("G09", 1.5)}, 1);
  CHECK(book.severity(0) == Severity::high);
  const auto* later = book.judge(0, cell, {}, 2);
  REQUIRE(later != nullptr);
  CHECK(later->findings.size() == 1);
  CHECK(book.severity(0) == Severity::low);
  AlertBook other;
  other.judge(0, cell, {judged("R01", 4.5)}, 1);
  CHECK(other.take_changed().size() == 1);
  CHECK(other.judge(0, cell, {}, 2) == nullptr);
  CHECK(other.standing().empty());
  REQUIRE(other.take_changed().size() == 1); // the store learns that it is withdrawn
  CHECK(other.take_changed().empty());
}

TEST_CASE("alerts: the report says who, where, why and what else it may be", "[alerts]") {
  const CellFacts cell = lawful_cell(1, 60);
  AlertBook book;
  const auto* alert = book.judge(
      0, cell, {judged("G17", 4.0), judged("G09", 1.5), judged("R01", 4.5), judged("G03", 2)}, 1);
  REQUIRE(alert != nullptr);
  const auto report = to_report(*alert, cell);
  CHECK(report.summary ==
        "The cell on ARFCN 60 (947.0 MHz, BSIC 12) that calls itself 262-01-4711-1 is almost "
        "certainly fake: its carrier frequency is off by more than operators' stations may be; it "
        "asks phones for their permanent identity and then never proves that it belongs to the "
        "operator; it tells phones to treat its signal as far stronger than it is, so that they "
        "prefer it.");
  CHECK(report.cell_id == "262-01-4711-1");
  CHECK(report.families.at("radio") == Approx(4.5));
  REQUIRE(report.findings.size() == 4);
  CHECK(report.findings[0].rule == "R01");
  CHECK_FALSE(report.findings[0].why.empty());
  CHECK_FALSE(report.findings[0].benign_causes.empty());
  CHECK(report.findings[0].evidence == std::vector<std::uint64_t>{7, 9});
}
