// Cells and alerts of a report, as report_json.cpp writes them, back into structs.
#include "wire/codec/report_parts.h"

#include <array>

namespace cw::wire {
namespace {

constexpr std::size_t k_max_text = 65'536;
constexpr std::size_t k_max_word = 256;
constexpr std::size_t k_max_list = 100'000;

FieldValue field_value(simdjson::dom::element element);

Fields fields(simdjson::dom::object object) {
  Fields all;
  for (const auto& [name, element] : object) {
    all.emplace_back(std::string(name), field_value(element));
  }
  return all;
}

// As deep as the parser let the document be, k_max_depth, and no deeper.
// NOLINTNEXTLINE(misc-no-recursion)
FieldValue field_value(simdjson::dom::element element) {
  switch (element.type()) {
  case simdjson::dom::element_type::BOOL: return {element.get_bool().value_unsafe()};
  case simdjson::dom::element_type::INT64: return {element.get_int64().value_unsafe()};
  case simdjson::dom::element_type::UINT64:
    return {static_cast<double>(element.get_uint64().value_unsafe())};
  case simdjson::dom::element_type::DOUBLE: return {element.get_double().value_unsafe()};
  case simdjson::dom::element_type::STRING:
    return {std::string(element.get_string().value_unsafe())};
  case simdjson::dom::element_type::OBJECT: return {fields(element.get_object().value_unsafe())};
  case simdjson::dom::element_type::ARRAY: {
    FieldList list;
    const simdjson::dom::array array = element.get_array().value_unsafe();
    for (const simdjson::dom::element entry : array) {
      list.push_back(field_value(entry));
    }
    return {std::move(list)};
  }
  case simdjson::dom::element_type::NULL_VALUE: break;
  }
  return {};
}

Fields take_fields(FieldReader& in, const char* key) {
  Fields all;
  in.object(key, [&](FieldReader& inner) { all = fields(inner.raw()); });
  return all;
}

std::vector<std::string> take_texts(FieldReader& in, const char* key) {
  std::vector<std::string> texts;
  in.each(key, k_max_list, [&](simdjson::dom::element element, std::size_t /*index*/) {
    std::string_view text;
    if (element.get(text) != simdjson::SUCCESS || text.size() > k_max_text) {
      in.fail(key);
    }
    texts.emplace_back(text);
  });
  return texts;
}

template <class Number>
std::map<std::string, Number> take_numbers(FieldReader& in, const char* key) {
  std::map<std::string, Number> numbers;
  in.object(key, [&](FieldReader& inner) {
    for (const auto& [name, element] : inner.raw()) {
      Number number = 0;
      if (name.size() > k_max_word || element.get(number) != simdjson::SUCCESS) {
        inner.fail(key);
        return;
      }
      numbers.emplace(std::string(name), number);
    }
  });
  return numbers;
}

void take_radio_of_report(FieldReader& in, RadioId& radio) {
  radio.carrier_offset_hz = in.number_or_0("carrier_offset_hz", k_max_hz);
  radio.carrier_hz = in.maybe_number("carrier_hz", k_max_hz);
  radio.bsic = in.maybe_integer<std::uint8_t>("bsic", 63);
  radio.train = in.has("level_dbfs") ? 1 : 0;
  if (!in.has("arfcn")) {
    return;
  }
  radio.arfcn = Arfcn{.band = GsmBand::gsm900, .number = in.integer<std::uint16_t>("arfcn", 1023)};
  const std::string_view name = in.text("band", k_max_word);
  for (const GsmBand band :
       {GsmBand::gsm850, GsmBand::gsm900, GsmBand::dcs1800, GsmBand::pcs1900}) {
    if (name == band_name(band)) {
      radio.arfcn->band = band;
      return;
    }
  }
  in.fail("band");
}

PagingCounts take_paging(FieldReader& in) {
  PagingCounts counts;
  in.object("paging", [&](FieldReader& paging) {
    counts.records = paging.integer<std::uint64_t>("records");
    counts.imsi = paging.integer<std::uint64_t>("imsi");
    counts.tmsi = paging.integer<std::uint64_t>("tmsi");
    counts.imei = paging.integer<std::uint64_t>("imei");
    counts.other = paging.integer<std::uint64_t>("other");
  });
  return counts;
}

FindingReport take_finding(FieldReader& in) {
  FindingReport finding;
  finding.rule = in.text("rule", k_max_word);
  finding.version = in.integer<int>("version");
  finding.family = in.text("family", k_max_word);
  finding.weight = in.number_or_0("weight", k_max_hz);
  finding.observed = in.text("observed", k_max_text);
  finding.expected = in.text("expected", k_max_text);
  finding.why = in.has("why") ? in.text("why", k_max_text) : "";
  finding.benign_causes = take_texts(in, "benign_causes");
  in.each("evidence", k_max_list, [&](simdjson::dom::element element, std::size_t /*index*/) {
    std::uint64_t number = 0;
    if (element.get(number) != simdjson::SUCCESS) {
      in.fail("evidence");
    }
    finding.evidence.push_back(number);
  });
  return finding;
}

Severity take_severity(FieldReader& in) {
  const std::string_view name = in.text("severity", k_max_word);
  for (const Severity severity :
       {Severity::none, Severity::low, Severity::medium, Severity::high, Severity::critical}) {
    if (name == severity_name(severity)) {
      return severity;
    }
  }
  in.fail("severity");
  return Severity::none;
}

} // namespace

CellReport take_cell(FieldReader& in) {
  CellReport cell;
  cell.rat = in.text("rat", k_max_word);
  cell.id = in.maybe_text("id", k_max_word);
  cell.mcc = in.maybe_text("mcc", k_max_word);
  cell.mnc = in.maybe_text("mnc", k_max_word);
  cell.lac = in.maybe_integer<std::uint16_t>("lac");
  cell.ci = in.maybe_integer<std::uint16_t>("ci");
  take_radio_of_report(in, cell.heard_on);
  cell.level_dbfs = in.number_or_0("level_dbfs", k_max_db);
  cell.snr_db = in.number_or_0("snr_db", k_max_db);
  cell.frequency_error_ppm = in.maybe_number("frequency_error_ppm", k_max_hz);
  cell.frequency_error_raw_hz = in.number_or_0("frequency_error_raw_hz", k_max_hz);
  cell.clock_error_ppm = in.maybe_number("clock_error_ppm", k_max_hz);
  cell.c0_power_spread_db = in.maybe_number("c0_power_spread_db", k_max_db);
  cell.first_seen_s = in.number_or_0("first_seen_s", k_max_s);
  cell.last_seen_s = in.number_or_0("last_seen_s", k_max_s);
  cell.blocks = take_numbers<std::uint64_t>(in, "blocks");
  cell.combined_blocks = in.integer<std::uint64_t>("combined_blocks");
  if (in.has("combined_ccch")) {
    cell.combined_ccch = in.boolean("combined_ccch");
  }
  cell.system_information = take_fields(in, "system_information");
  cell.paging = take_paging(in);
  cell.dialogue = take_fields(in, "dialogue");
  cell.differs_from_baseline = take_texts(in, "differs_from_baseline");
  return cell;
}

AlertReport take_alert(FieldReader& in) {
  AlertReport alert;
  alert.id = in.text("id", k_max_word);
  alert.severity = take_severity(in);
  alert.score = in.number_or_0("score", k_max_hz);
  alert.state = in.text("state", k_max_word);
  alert.rat = in.text("rat", k_max_word);
  alert.cell = in.integer<std::size_t>("cell");
  alert.cell_id = in.maybe_text("cell_id", k_max_word);
  alert.carrier_hz = in.maybe_number("carrier_hz", k_max_hz);
  alert.summary = in.text("summary", k_max_text);
  alert.first_seen_s = in.number_or_0("first_seen_s", k_max_s);
  alert.raised_at_s = in.number_or_0("raised_at_s", k_max_s);
  alert.last_seen_s = in.number_or_0("last_seen_s", k_max_s);
  alert.families = take_numbers<double>(in, "families");
  in.each_object("findings", k_max_list, [&](FieldReader& finding, std::size_t /*index*/) {
    alert.findings.push_back(take_finding(finding));
  });
  return alert;
}

} // namespace cw::wire
