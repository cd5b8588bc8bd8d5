#include "detector/baseline/import/row_parser.h"

#include "detector/baseline/import/field_text.h"

#include <array>
#include <utility>

namespace cw::detector {
namespace {

using Named = std::pair<std::string_view, RatName>;

// The technology, and what phones call the same cell when it carries data.
constexpr std::array k_rat_names = {
    Named{"GSM", RatName::gsm},       Named{"LTE", RatName::lte},
    Named{"UMTS", RatName::umts},     Named{"NR", RatName::nr},
    Named{"WCDMA", RatName::umts},    Named{"CDMA", RatName::cdma},
    Named{"LTE+", RatName::lte},      Named{"LTE_CA", RatName::lte},
    Named{"HSPA", RatName::umts},     Named{"HSPA+", RatName::umts},
    Named{"HSDPA", RatName::umts},    Named{"HSUPA", RatName::umts},
    Named{"EDGE", RatName::gsm},      Named{"GPRS", RatName::gsm},
    Named{"TD-SCDMA", RatName::umts}, Named{"TDSCDMA", RatName::umts},
    Named{"5GNR", RatName::nr},       Named{"5GDSS", RatName::nr},
    Named{"EVDO", RatName::cdma},     Named{"1xRTT", RatName::cdma},
};

} // namespace

RatName rat_named(std::string_view text) {
  text = trimmed(text);
  for (const auto& [name, rat] : k_rat_names) {
    if (same_text(name, text)) {
      return rat;
    }
  }
  return RatName::unknown;
}

Rat rat_of(RatName name) {
  switch (name) {
  case RatName::umts: return Rat::umts;
  case RatName::lte: return Rat::lte;
  case RatName::nr: return Rat::nr;
  case RatName::gsm:
  case RatName::cdma:
  case RatName::unknown: break;
  }
  return Rat::gsm;
}

void skip(ParsedRow& out, std::string_view why) {
  out.verdict = Verdict::skipped;
  out.why = why;
}

void refuse(ParsedRow& out, std::string_view why) {
  out.verdict = Verdict::refused;
  out.why = why;
}

std::size_t column_named(const CsvFields& header, std::string_view name) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (same_text(trimmed(header[i]), name)) {
      return i;
    }
  }
  return CsvFields::k_max_fields;
}

} // namespace cw::detector
