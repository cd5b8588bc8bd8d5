#include "app/report_text.h"

#include "app/console.h"
#include "app/text_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>

namespace cw::app {
namespace {

std::string megahertz(double hz) {
  return fmt::format("{:.1f}", hz / 1e6);
}

std::string carrier_text(const wire::RadioId& radio) {
  return radio.carrier_hz ? megahertz(*radio.carrier_hz)
                          : fmt::format("{:+.1f}", radio.carrier_offset_hz / 1e6);
}

// "48 (6,0)": base station identity code, its network and base station colour codes.
std::string bsic_text(const wire::RadioId& radio) {
  return radio.bsic ? fmt::format("{} ({},{})", *radio.bsic, *radio.bsic >> 3U, *radio.bsic & 7U)
                    : "-";
}

std::string id_text(const wire::CellReport& cell) {
  return cell.id ? printable(*cell.id) : "not read";
}

std::string alert_of(const wire::Report& report, std::size_t cell) {
  wire::Severity worst = wire::Severity::none;
  for (const wire::AlertReport& alert : report.alerts) {
    if (alert.cell == cell) {
      worst = std::max(worst, alert.severity);
    }
  }
  return worst == wire::Severity::none ? "-" : wire::severity_name(worst);
}

std::uint64_t total_blocks(const wire::CellReport& cell) {
  std::uint64_t sum = 0;
  for (const auto& [channel, count] : cell.blocks) {
    sum += count;
  }
  return sum;
}

// Blocks from GSMTAP belong to no SCH train we tracked: then nobody measured level and frequency.
bool was_measured(const wire::CellReport& cell) {
  return cell.heard_on.train != 0;
}

std::string frequency_error(const wire::CellReport& cell) {
  if (!was_measured(cell)) {
    return "-";
  }
  return cell.frequency_error_ppm ? fmt::format("{:+.3f} ppm", *cell.frequency_error_ppm)
                                  : fmt::format("{:+.0f} Hz", cell.frequency_error_raw_hz);
}

std::string labelled(const char* label, const std::string& text) {
  constexpr std::size_t k_indent = 17;
  return text.empty() ? ""
                      : fmt::format("     {:<11} {}\n", label, wrapped(printable(text), k_indent));
}

std::string finding_text(const wire::FindingReport& finding) {
  std::string out = fmt::format("  {}  {}, weight {:.1f}, {} block{} of evidence\n",
                                finding.rule,
                                printable(finding.family),
                                finding.weight,
                                finding.evidence.size(),
                                finding.evidence.size() == 1 ? "" : "s");
  out += labelled("observed", finding.observed);
  out += labelled("expected", finding.expected);
  out += labelled("why", finding.why);
  return out;
}

// Many findings share a cause: each once, with the rules it could explain. Those that explain most
// come first, and the screen has room for a few.
std::string innocent_causes(const wire::AlertReport& alert) {
  std::vector<std::pair<std::string, std::vector<std::string>>> causes;
  for (const wire::FindingReport& finding : alert.findings) {
    for (const std::string& cause : finding.benign_causes) {
      const auto known = std::find_if(
          causes.begin(), causes.end(), [&](const auto& entry) { return entry.first == cause; });
      if (known == causes.end()) {
        causes.push_back({cause, {finding.rule}});
      } else {
        known->second.push_back(finding.rule);
      }
    }
  }
  std::ranges::stable_sort(
      causes, std::greater(), [](const auto& entry) { return entry.second.size(); });
  constexpr std::size_t k_shown = 3;
  std::string out =
      causes.empty() ? "" : "  innocent causes to rule out first, and what they would explain\n";
  for (std::size_t i = 0; i < std::min(causes.size(), k_shown); ++i) {
    const auto& [cause, rules] = causes[i];
    const std::string text = fmt::format("{} ({})", cause, fmt::join(rules, ", "));
    out += fmt::format("     - {}\n", wrapped(printable(text), 7));
  }
  if (causes.size() > k_shown) {
    out += fmt::format("     - {} more, listed with --json\n", causes.size() - k_shown);
  }
  return out;
}

} // namespace

std::string input_lines(const wire::Report& report) {
  std::string out;
  for (const wire::InputReport& input : report.inputs) {
    out += fmt::format("{}: {}", printable(input.path), printable(input.datatype));
    if (input.sample_rate_hz > 0) {
      out += fmt::format(", {:.3g} MHz wide", input.sample_rate_hz / 1e6);
      out += input.center_hz ? fmt::format(" around {:.6g} MHz", *input.center_hz / 1e6)
                             : std::string(" around an unknown frequency (see --freq)");
    }
    out += fmt::format(", {:.2f} s\n", input.duration_s);
    if (!input.gaps.empty()) {
      out += fmt::format("  note: samples are missing in {} place{}\n",
                         input.gaps.size(),
                         input.gaps.size() == 1 ? "" : "s");
    }
    constexpr double k_worth_saying = 0.001;
    if (input.clipped_fraction > k_worth_saying) {
      out += fmt::format("  note: {:.1f} % of the samples are clipped, lower the gain\n",
                         100 * input.clipped_fraction);
    }
    for (const std::string& warning : input.warnings) {
      out += fmt::format("  note: {}\n", wrapped(printable(warning), 8));
    }
  }
  return out;
}

std::string cell_table(const wire::Report& report) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < report.cells.size(); ++i) {
    const wire::CellReport& cell = report.cells[i];
    rows.push_back({cell.heard_on.arfcn ? fmt::format("{}", cell.heard_on.arfcn->number) : "-",
                    carrier_text(cell.heard_on),
                    bsic_text(cell.heard_on),
                    id_text(cell),
                    was_measured(cell) ? fmt::format("{:.1f} dBFS", cell.level_dbfs) : "-",
                    fmt::format("{:.1f} dB", cell.snr_db),
                    frequency_error(cell),
                    fmt::format("{}", total_blocks(cell)),
                    fmt::format("{:.2f} s", cell.last_seen_s),
                    alert_of(report, i)});
  }
  return text_table({{"ARFCN", Align::right},
                     {"MHz", Align::right},
                     {"BSIC (ncc,bcc)", Align::left},
                     {"MCC-MNC-LAC-CI", Align::left},
                     {"level", Align::right},
                     {"SNR", Align::right},
                     {"freq. error", Align::right},
                     {"blocks", Align::right},
                     {"last seen", Align::right},
                     {"alert", Align::left}},
                    rows);
}

std::string alert_text(const wire::Report& report) {
  if (report.alerts.empty()) {
    return "no alerts\n";
  }
  std::string out;
  for (const wire::AlertReport& alert : report.alerts) {
    std::string severity = wire::severity_name(alert.severity);
    std::transform(severity.begin(), severity.end(), severity.begin(), [](unsigned char c) {
      return static_cast<char>(std::toupper(c));
    });
    constexpr std::size_t k_indent = 2;
    out += fmt::format(
        "{} (score {:.1f}, cell first seen at {:.2f} s, alert raised at {:.2f} s)\n  {}\n",
        severity,
        alert.score,
        alert.first_seen_s,
        alert.raised_at_s,
        wrapped(printable(alert.summary), k_indent));
    for (const wire::FindingReport& finding : alert.findings) {
      out += finding_text(finding);
    }
    out += innocent_causes(alert) + '\n';
  }
  out.pop_back();
  return out;
}

std::string not_evaluated_text(const wire::Report& report) {
  if (report.rules_not_evaluated.empty()) {
    return {};
  }
  std::map<std::string, std::vector<std::string>> by_need; // many rules lack the same thing
  for (const wire::RuleNeeds& rule : report.rules_not_evaluated) {
    by_need[rule.needs].push_back(rule.rule);
  }
  std::string out = fmt::format("not evaluated ({} rules of {}), because they need:\n",
                                report.rules_not_evaluated.size(),
                                report.rules_not_evaluated.size() + report.rules_evaluated.size());
  for (const auto& [needs, rules] : by_need) {
    out += fmt::format(
        "  {}\n", wrapped(fmt::format("{} ({})", printable(needs), fmt::join(rules, ", ")), 4));
  }
  return out;
}

std::string report_text(const wire::Report& report) {
  std::string out = input_lines(report);
  if (report.cells.empty()) {
    return out; // its notes say what was searched and what to try
  }
  out += '\n' + cell_table(report);
  out += '\n' + alert_text(report);
  const std::string not_evaluated = not_evaluated_text(report);
  out += not_evaluated.empty() ? "" : '\n' + not_evaluated;
  return out;
}

} // namespace cw::app
