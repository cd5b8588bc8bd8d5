#include "wire/codec/report_json.h"

#include "wire/codec/report_parts.h"

#include <cmath>

namespace cw::wire {
namespace {

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// To a number of decimals: a level is not known to fifteen digits, and a diff should not show them.
Json rounded(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  const double result = std::round(value * scale) / scale;
  return std::isfinite(result) ? Json(result + 0.0) : Json(nullptr); // + 0.0: no "-0.0"
}

Json rounded(const std::optional<double>& value, int decimals) {
  return value ? rounded(*value, decimals) : Json(nullptr);
}

struct ToJson {
  Json operator()(std::monostate /*nothing*/) const { return nullptr; }
  Json operator()(const FieldList& list) const {
    Json array = Json::array();
    for (const FieldValue& entry : list) {
      array.push_back(std::visit(*this, entry.value));
    }
    return array;
  }
  Json operator()(const Fields& fields) const {
    Json object = Json::object();
    for (const auto& [name, field] : fields) {
      object[name] = std::visit(*this, field.value);
    }
    return object;
  }
  template <class Plain>
  Json operator()(const Plain& value) const {
    return value;
  }
};

Json to_json(const InputReport& input) {
  Json gaps = Json::array();
  for (const Gap& gap : input.gaps) {
    gaps.push_back({{"sample", gap.sample}, {"lost", gap.lost}});
  }
  return {{"path", input.path},
          {"datatype", input.datatype},
          {"sample_rate_hz", input.sample_rate_hz},
          {"center_hz", or_null(input.center_hz)},
          {"samples", input.samples},
          {"duration_s", rounded(input.duration_s, 6)},
          {"captures", input.captures},
          {"gaps", gaps},
          {"clipped_fraction", rounded(input.clipped_fraction, 6)},
          {"warnings", input.warnings}};
}

Json to_json(const PagingCounts& paging) {
  return {{"records", paging.records},
          {"imsi", paging.imsi},
          {"tmsi", paging.tmsi},
          {"imei", paging.imei},
          {"other", paging.other}};
}

} // namespace

Json to_json(const CellReport& cell) {
  const RadioId& radio = cell.heard_on;
  Json json = {{"rat", cell.rat},
               {"id", or_null(cell.id)},
               {"mcc", or_null(cell.mcc)},
               {"mnc", or_null(cell.mnc)},
               {"lac", or_null(cell.lac)},
               {"ci", or_null(cell.ci)},
               {"carrier_offset_hz", rounded(radio.carrier_offset_hz, 3)},
               {"carrier_hz", rounded(radio.carrier_hz, 3)}};
  json["band"] = radio.arfcn ? Json(band_name(radio.arfcn->band)) : Json(nullptr);
  json["arfcn"] = radio.arfcn ? Json(radio.arfcn->number) : Json(nullptr);
  json["bsic"] = or_null(radio.bsic);
  json["ncc"] = radio.bsic ? Json(*radio.bsic >> 3U) : Json(nullptr);
  json["bcc"] = radio.bsic ? Json(*radio.bsic & 7U) : Json(nullptr);
  const bool measured = radio.train != 0; // blocks from GSMTAP were not
  json["level_dbfs"] = measured ? rounded(cell.level_dbfs, 1) : Json(nullptr);
  json["snr_db"] = rounded(cell.snr_db, 1);
  json["frequency_error_ppm"] = rounded(cell.frequency_error_ppm, 4);
  json["frequency_error_raw_hz"] =
      measured ? rounded(cell.frequency_error_raw_hz, 2) : Json(nullptr);
  json["clock_error_ppm"] = rounded(cell.clock_error_ppm, 3);
  json["c0_power_spread_db"] = rounded(cell.c0_power_spread_db, 2);
  json["first_seen_s"] = rounded(cell.first_seen_s, 6);
  json["last_seen_s"] = rounded(cell.last_seen_s, 6);
  json["blocks"] = Json(cell.blocks);
  json["combined_blocks"] = cell.combined_blocks;
  json["combined_ccch"] = or_null(cell.combined_ccch);
  json["system_information"] = ToJson{}(cell.system_information);
  json["paging"] = to_json(cell.paging);
  json["dialogue"] = ToJson{}(cell.dialogue);
  json["differs_from_baseline"] = cell.differs_from_baseline;
  return json;
}

namespace {

Json to_json(const FindingReport& finding) {
  return {{"rule", finding.rule},
          {"version", finding.version},
          {"family", finding.family},
          {"weight", rounded(finding.weight, 3)},
          {"observed", finding.observed},
          {"expected", finding.expected},
          {"why", finding.why},
          {"benign_causes", finding.benign_causes},
          {"evidence", finding.evidence}};
}

} // namespace

Json to_json(const AlertReport& alert) {
  Json families = Json::object();
  for (const auto& [family, score] : alert.families) {
    families[family] = rounded(score, 3);
  }
  Json findings = Json::array();
  for (const FindingReport& finding : alert.findings) {
    findings.push_back(to_json(finding));
  }
  return {{"id", alert.id},
          {"severity", severity_name(alert.severity)},
          {"score", rounded(alert.score, 3)},
          {"state", alert.state},
          {"rat", alert.rat},
          {"cell", alert.cell},
          {"cell_id", or_null(alert.cell_id)},
          {"carrier_hz", rounded(alert.carrier_hz, 3)},
          {"summary", alert.summary},
          {"first_seen_s", rounded(alert.first_seen_s, 6)},
          {"raised_at_s", rounded(alert.raised_at_s, 6)},
          {"last_seen_s", rounded(alert.last_seen_s, 6)},
          {"families", families},
          {"findings", findings}};
}

namespace {

Json to_json(const RuleNeeds& rule) {
  return {{"rule", rule.rule}, {"needs", rule.needs}};
}

template <class T>
Json list(const std::vector<T>& values) {
  Json array = Json::array();
  for (const T& value : values) {
    array.push_back(to_json(value));
  }
  return array;
}

Json to_json(const SessionStats& stats) {
  return {{"signal_s", rounded(stats.signal_s, 6)},
          {"cpu_s", rounded(stats.cpu_s, 3)},
          {"wall_s", rounded(stats.wall_s, 3)},
          {"peak_rss_bytes", stats.peak_rss_bytes},
          {"blocks", stats.blocks},
          {"carriers_searched", stats.carriers_searched}};
}

std::string text(const Json& json) {
  return json.dump(2, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + "\n";
}

} // namespace

std::string report_json(const Report& report) {
  Json json = {{"format", "cellwarden-report/1"},
               {"inputs", list(report.inputs)},
               {"cells", list(report.cells)},
               {"alerts", list(report.alerts)}};
  json["rules"] = {{"evaluated", report.rules_evaluated},
                   {"not_evaluated", list(report.rules_not_evaluated)}};
  json["stats"] = to_json(report.stats);
  return text(json);
}

std::string fields_json(const Fields& fields) {
  return text(ToJson{}(fields));
}

} // namespace cw::wire
