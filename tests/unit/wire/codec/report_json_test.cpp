#include "tests/support/catch.hpp"
#include "wire/codec/report_json.h"

#include <nlohmann/json.hpp>

#include <limits>

using namespace cw::wire;
using Json = nlohmann::ordered_json;

namespace {

Report full_report() {
  Report report;
  InputReport input;
  input.path = "a.sigmf-meta";
  input.datatype = "ci8";
  input.sample_rate_hz = 1e6;
  input.center_hz = 935e6;
  report.inputs.push_back(input);
  report.inputs[0].gaps.push_back({.sample = 5, .lost = 7});
  CellReport cell;
  cell.id = "262-01-318-11225";
  cell.mcc = "262";
  cell.mnc = "01";
  cell.lac = 318;
  cell.ci = 11225;
  cell.heard_on = {.carrier_offset_hz = 200e3,
                   .carrier_hz = 935.2e6,
                   .arfcn = Arfcn{GsmBand::gsm900, 1},
                   .bsic = 48,
                   .train = 1};
  cell.level_dbfs = -31.24;
  cell.frequency_error_ppm = 0.0123;
  cell.blocks = {{"bcch", 12}, {"sch", 30}};
  cell.system_information = {
      {"si3",
       FieldValue{Fields{{"t3212_min", FieldValue{std::int64_t{360}}},
                         {"neighbour_arfcns", FieldValue{FieldList{FieldValue{std::int64_t{3}}}}},
                         {"penalty_time_s", FieldValue{}}}}}};
  report.cells.push_back(cell);
  AlertReport alert;
  alert.id = "1";
  alert.severity = Severity::high;
  alert.families = {{"identity", 3.5}};
  FindingReport finding;
  finding.rule = "G03";
  finding.family = "reselection_lure";
  alert.findings.push_back(finding);
  report.alerts.push_back(alert);
  report.rules_evaluated = {"G01"};
  report.rules_not_evaluated = {{"B01", "a baseline"}};
  return report;
}

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) {
    names.push_back(name);
  }
  return names;
}

void check_has(const Json& object, const std::vector<std::string>& wanted) {
  for (const std::string& key : wanted) {
    CAPTURE(key);
    CHECK(object.contains(key));
  }
}

} // namespace

TEST_CASE("report: every key of the contract is there", "[wire][json]") {
  const Json json = Json::parse(report_json(full_report()));
  CHECK(keys(json) ==
        std::vector<std::string>{"format", "inputs", "cells", "alerts", "rules", "stats"});
  CHECK(json["format"] == "cellwarden-report/1");
  CHECK(keys(json["inputs"][0]) == std::vector<std::string>{"path",
                                                            "datatype",
                                                            "sample_rate_hz",
                                                            "center_hz",
                                                            "samples",
                                                            "duration_s",
                                                            "captures",
                                                            "gaps",
                                                            "clipped_fraction",
                                                            "warnings"});
  CHECK(json["inputs"][0]["gaps"][0] == Json({{"sample", 5}, {"lost", 7}}));
  check_has(json["cells"][0],
            {"rat",
             "id",
             "mcc",
             "mnc",
             "carrier_offset_hz",
             "carrier_hz",
             "band",
             "level_dbfs",
             "snr_db",
             "frequency_error_ppm",
             "frequency_error_raw_hz",
             "clock_error_ppm",
             "first_seen_s",
             "last_seen_s",
             "blocks",
             "combined_blocks",
             "system_information",
             "paging",
             "dialogue",
             "differs_from_baseline",
             "arfcn",
             "bsic",
             "ncc",
             "bcc",
             "lac",
             "ci",
             "combined_ccch",
             "c0_power_spread_db"});
  check_has(json["cells"][0]["paging"], {"records", "imsi", "tmsi", "imei", "other"});
  check_has(json["alerts"][0],
            {"id",
             "severity",
             "score",
             "state",
             "rat",
             "cell",
             "cell_id",
             "carrier_hz",
             "summary",
             "first_seen_s",
             "raised_at_s",
             "last_seen_s",
             "families",
             "findings"});
  check_has(
      json["alerts"][0]["findings"][0],
      {"rule", "version", "family", "weight", "observed", "expected", "benign_causes", "evidence"});
  CHECK(json["rules"]["not_evaluated"][0] == Json({{"rule", "B01"}, {"needs", "a baseline"}}));
  check_has(json["stats"],
            {"signal_s", "cpu_s", "wall_s", "peak_rss_bytes", "blocks", "carriers_searched"});
}

TEST_CASE("report: values a person compares are as they should be", "[wire][json]") {
  const Json cell = Json::parse(report_json(full_report()))["cells"][0];
  CHECK(cell["mnc"] == "01");
  CHECK(cell["ncc"] == 6);
  CHECK(cell["bcc"] == 0);
  CHECK(cell["band"] == "900");
  CHECK(cell["level_dbfs"] == -31.2);
  CHECK(cell["clock_error_ppm"].is_null());
  CHECK(keys(cell["system_information"]["si3"]) ==
        std::vector<std::string>{"t3212_min", "neighbour_arfcns", "penalty_time_s"});
  CHECK(cell["system_information"]["si3"]["penalty_time_s"].is_null());
}

TEST_CASE("report: an empty one has lists and objects, not nulls", "[wire][json]") {
  Report report;
  report.cells.emplace_back();
  const Json json = Json::parse(report_json(report));
  CHECK(json["alerts"].is_array());
  CHECK(json["rules"]["evaluated"].is_array());
  CHECK(json["cells"][0]["system_information"].is_object());
  CHECK(json["cells"][0]["blocks"].is_object());
  CHECK(json["cells"][0]["dialogue"].is_object());
  CHECK(json["cells"][0]["differs_from_baseline"].is_array());
  CHECK(json["cells"][0]["bsic"].is_null());
}

TEST_CASE("report: text from the air that is no UTF-8 and numbers that are none survive",
          "[wire][json]") {
  Report report = full_report();
  report.alerts[0].summary = "name \xFF\x1b[31m";
  report.cells[0].snr_db = std::numeric_limits<double>::quiet_NaN();
  const std::string text = report_json(report);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(Json::parse(text)["cells"][0]["snr_db"].is_null());
}
