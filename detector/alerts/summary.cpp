#include "detector/alerts/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace cw::detector {
namespace {

constexpr std::size_t k_reasons = 3;

/// A rule's sentence as a clause: "The station asks ..." becomes "it asks ...".
std::string clause(std::string_view sentence) {
  constexpr std::string_view k_subject = "The station ";
  constexpr std::string_view k_owner = "The station's ";
  std::string text;
  if (sentence.starts_with(k_owner)) {
    text = "its " + std::string(sentence.substr(k_owner.size()));
  } else if (sentence.starts_with(k_subject)) {
    text = "it " + std::string(sentence.substr(k_subject.size()));
  } else {
    text = std::string(sentence);
    if (!text.empty()) {
      text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
    }
  }
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text;
}

const char* verdict(wire::Severity severity) {
  switch (severity) {
  case wire::Severity::critical: return "is almost certainly fake";
  case wire::Severity::high: return "is probably fake";
  case wire::Severity::medium: return "is suspicious";
  case wire::Severity::low: return "is odd";
  case wire::Severity::none: break;
  }
  return "is no longer suspected";
}

} // namespace

std::string summary(const AlertBook::Alert& alert, const CellFacts& cell) {
  const auto& radio = cell.heard_on;
  std::string where =
      radio.arfcn ? fmt::format("ARFCN {}", radio.arfcn->number)
                  : fmt::format("{:+.0f} kHz from the centre", radio.carrier_offset_hz / 1e3);
  std::string details;
  if (radio.carrier_hz) {
    details = fmt::format("{:.1f} MHz", *radio.carrier_hz / 1e6);
  }
  if (radio.bsic) {
    details += fmt::format("{}BSIC {}", details.empty() ? "" : ", ", *radio.bsic);
  }
  if (!details.empty()) {
    where += fmt::format(" ({})", details);
  }
  const auto id = cell_id(cell);
  std::string text = fmt::format("The cell on {}{} {}",
                                 where,
                                 id ? " that calls itself " + *id : "",
                                 verdict(alert.score.severity));
  std::set<Family> told;
  std::string reasons;
  for (const Judged& judged : alert.findings) { // heaviest first
    if (told.size() < k_reasons && judged.weight > 0 && told.insert(judged.rule->family).second) {
      reasons += (reasons.empty() ? ": " : "; ") + clause(judged.rule->sentence);
    }
  }
  return text + reasons + ".";
}

} // namespace cw::detector
