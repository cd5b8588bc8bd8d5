#include "app/report_text.h"
#include "tests/support/catch.hpp"

using namespace cw::app;
using namespace cw::wire;
using Catch::Matchers::ContainsSubstring;

namespace {

Report two_cells() {
  Report report;
  InputReport input;
  input.path = "a.sigmf-meta";
  input.datatype = "ci8";
  input.sample_rate_hz = 2e6;
  input.duration_s = 5;
  report.inputs.push_back(input);
  CellReport cell;
  cell.id = "262-98-318-11225";
  cell.heard_on.carrier_hz = 947.4e6;
  cell.heard_on.arfcn = Arfcn{GsmBand::gsm900, 62};
  cell.heard_on.bsic = 26;
  cell.heard_on.train = 1;
  cell.frequency_error_ppm = -0.0124;
  cell.blocks = {{"bcch", 20}, {"sch", 100}};
  report.cells.push_back(cell);
  CellReport unread;
  unread.heard_on.carrier_offset_hz = -400e3;
  unread.heard_on.train = 2;
  report.cells.push_back(unread);
  AlertReport alert;
  alert.severity = Severity::high;
  alert.cell = 1;
  alert.score = 7.25;
  alert.first_seen_s = 0.01;
  alert.raised_at_s = 1.9;
  alert.summary = "cell \x1b[31m looks fake";
  FindingReport finding;
  finding.rule = "G03";
  finding.family = "reselection_lure";
  finding.observed = "reselect offset 126 dB";
  finding.expected = "16 dB, median of 5 peers";
  finding.why = "it pulls phones";
  finding.benign_causes = {"indoor cell", "tunnel"};
  finding.evidence = {5, 9};
  alert.findings.push_back(finding);
  report.alerts.push_back(alert);
  report.rules_evaluated = {"G01"};
  report.rules_not_evaluated = {{"B01", "a baseline"}, {"B05", "a baseline"}};
  return report;
}

} // namespace

TEST_CASE("report text: one line a cell under its titles", "[app]") {
  const std::string table = cell_table(two_cells());
  CHECK_THAT(table,
             ContainsSubstring("ARFCN") && ContainsSubstring("BSIC (ncc,bcc)") &&
                 ContainsSubstring("alert"));
  CHECK_THAT(table,
             ContainsSubstring("62") && ContainsSubstring("947.4") &&
                 ContainsSubstring("26 (3,2)"));
  CHECK_THAT(table,
             ContainsSubstring("262-98-318-11225") && ContainsSubstring("-0.012 ppm") &&
                 ContainsSubstring("120"));
  CHECK_THAT(table,
             ContainsSubstring("-0.4") && ContainsSubstring("not read") &&
                 ContainsSubstring("high"));
}

TEST_CASE("report text: an alert says what, why, and what innocent cause there may be", "[app]") {
  const std::string text = alert_text(two_cells());
  CHECK_THAT(text, ContainsSubstring("HIGH (score 7.2") || ContainsSubstring("HIGH (score 7.3"));
  CHECK_THAT(text, ContainsSubstring(", cell first seen at 0.01 s, alert raised at 1.90 s)"));
  CHECK_THAT(text, ContainsSubstring("observed    reselect offset 126 dB"));
  CHECK_THAT(text, ContainsSubstring("expected    16 dB, median of 5 peers"));
  CHECK_THAT(text, ContainsSubstring("- indoor cell (G03)") && ContainsSubstring("- tunnel (G03)"));
  CHECK_THAT(text, ContainsSubstring("2 blocks of evidence"));
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("report text: rules that lack the same thing stand together", "[app]") {
  CHECK_THAT(not_evaluated_text(two_cells()),
             ContainsSubstring("2 rules of 3") && ContainsSubstring("a baseline (B01, B05)"));
}

TEST_CASE("report text: GSMTAP tells no level and no frequency", "[app]") {
  Report report = two_cells();
  report.cells.resize(1);
  report.cells[0].heard_on.train = 0;
  report.cells[0].frequency_error_ppm.reset();
  CHECK(cell_table(report).find("dBFS") == std::string::npos);
  CHECK(cell_table(report).find(" Hz") == std::string::npos);
}

TEST_CASE("report text: without cells the notes of the input stand alone", "[app]") {
  Report report = two_cells();
  report.cells.clear();
  report.alerts.clear();
  report.inputs[0].warnings = {"no GSM cell found: 9 carriers searched"};
  CHECK(report_text(report) ==
        "a.sigmf-meta: ci8, 2 MHz wide around an unknown frequency (see --freq), 5.00 s\n"
        "  note: no GSM cell found: 9 carriers searched\n");
}

TEST_CASE("report text: of many innocent causes it shows those that explain most", "[app]") {
  Report report = two_cells();
  FindingReport other = report.alerts[0].findings[0];
  other.rule = "G09";
  other.benign_causes = {"a", "b", "tunnel", "c"};
  report.alerts[0].findings.push_back(other);
  const std::string text = alert_text(report);
  CHECK_THAT(text,
             ContainsSubstring("     - tunnel (G03, G09)\n"
                               "     - indoor cell (G03)\n"
                               "     - a (G09)\n"
                               "     - 2 more, listed with --json\n"));
  CHECK(text.find("- b") == std::string::npos);
  CHECK(alert_text(two_cells()).find("more") == std::string::npos);
}

TEST_CASE("report text: a width is rounded", "[app]") {
  Report report = two_cells();
  report.inputs[0].sample_rate_hz = 406'250;
  CHECK_THAT(input_lines(report), ContainsSubstring("ci8, 0.406 MHz wide"));
}
