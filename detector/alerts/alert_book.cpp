#include "detector/alerts/alert_book.h"

#include "detector/alerts/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace cw::detector {
namespace {

/// What was done cannot be undone by what is said later.
bool stays(const Rule& rule) {
  return rule.family == Family::paging_dialogue || rule.family == Family::sequence ||
         rule.id == "G13";
}

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char letter : text) {
    hash ^= static_cast<std::uint8_t>(letter);
    hash *= 0x100000001b3U;
  }
  return hash;
}

std::string make_id(const CellFacts& cell, const std::vector<Judged>& findings) {
  const auto& radio = cell.heard_on;
  std::uint64_t first_block = cell.heard.blocks.empty() ? 0 : cell.heard.blocks.front();
  if (!findings.front().finding.evidence.empty()) {
    first_block = findings.front().finding.evidence.front();
  }
  const std::string what = fmt::format("{}|{}|{}|{}|{}|{}",
                                       cell_id(cell).value_or("?"),
                                       radio.arfcn ? radio.arfcn->number : -1,
                                       static_cast<std::int64_t>(radio.carrier_offset_hz),
                                       radio.bsic ? static_cast<int>(*radio.bsic) : -1,
                                       findings.front().rule->id,
                                       first_block);
  return fmt::format("{:012x}", fnv1a(what) & 0xFFFFFFFFFFFFU);
}

bool same(const std::vector<Judged>& one, const std::vector<Judged>& other) {
  return std::ranges::equal(one, other, [](const Judged& a, const Judged& b) {
    return a.rule == b.rule && a.finding.observed == b.finding.observed &&
           a.finding.expected == b.finding.expected && a.finding.evidence == b.finding.evidence;
  });
}

} // namespace

const AlertBook::Alert* AlertBook::judge(std::size_t cell,
                                         const CellFacts& facts,
                                         std::vector<Judged> findings,
                                         double now_s) {
  const auto known = alerts_.find(cell);
  if (known != alerts_.end()) {
    for (const Judged& before : known->second.findings) {
      const bool again =
          std::ranges::any_of(findings, [&](const Judged& now) { return now.rule == before.rule; });
      if (!again && stays(*before.rule)) {
        findings.push_back(before);
      }
    }
  }
  std::ranges::stable_sort(findings, [](const Judged& a, const Judged& b) {
    return std::pair(-a.weight, a.rule->id) < std::pair(-b.weight, b.rule->id);
  });
  Score now = score(findings);
  if (known == alerts_.end()) {
    if (now.severity == wire::Severity::none) {
      return nullptr;
    }
    Alert alert{.id = make_id(facts, findings), .cell = cell, .raised_at_s = now_s};
    alert.score = std::move(now);
    alert.findings = std::move(findings);
    changed_.insert(cell);
    return &alerts_.emplace(cell, std::move(alert)).first->second;
  }
  Alert& alert = known->second;
  if (!same(alert.findings, findings)) {
    changed_.insert(cell);
    alert.score = std::move(now);
    alert.findings = std::move(findings);
  }
  return alert.score.severity == wire::Severity::none ? nullptr : &alert;
}

std::vector<const AlertBook::Alert*> AlertBook::standing() const {
  std::vector<const Alert*> all;
  for (const auto& [cell, alert] : alerts_) {
    if (alert.score.severity != wire::Severity::none) {
      all.push_back(&alert);
    }
  }
  std::ranges::stable_sort(
      all, [](const Alert* a, const Alert* b) { return a->score.total > b->score.total; });
  return all;
}

wire::Severity AlertBook::severity(std::size_t cell) const {
  const auto known = alerts_.find(cell);
  return known == alerts_.end() ? wire::Severity::none : known->second.score.severity;
}

std::vector<AlertBook::Alert> AlertBook::take_changed() {
  std::vector<Alert> changed;
  for (const std::size_t cell : std::exchange(changed_, {})) {
    changed.push_back(alerts_.at(cell));
  }
  return changed;
}

void AlertBook::drop(std::size_t cell) {
  alerts_.erase(cell);
  changed_.erase(cell);
}

void AlertBook::restore(std::size_t cell, const wire::AlertReport& report) {
  Alert alert{.id = report.id, .cell = cell, .raised_at_s = report.raised_at_s};
  for (const wire::FindingReport& finding : report.findings) {
    if (const Rule* rule = find_rule(finding.rule)) {
      alert.findings.push_back({rule,
                                {.observed = finding.observed,
                                 .expected = finding.expected,
                                 .evidence = finding.evidence},
                                finding.weight});
    }
  }
  alert.score = score(alert.findings);
  alerts_.insert_or_assign(cell, std::move(alert));
}

wire::AlertReport to_report(const AlertBook::Alert& alert, const CellFacts& cell) {
  wire::AlertReport report;
  report.id = alert.id;
  report.severity = alert.score.severity;
  report.score = alert.score.total;
  report.state = alert.score.severity == wire::Severity::none ? "withdrawn" : "raised";
  report.cell = alert.cell;
  report.cell_id = cell_id(cell);
  report.carrier_hz = cell.heard_on.carrier_hz;
  report.summary = summary(alert, cell);
  report.first_seen_s = cell.heard.first_s;
  report.raised_at_s = alert.raised_at_s;
  report.last_seen_s = cell.heard.last_s;
  for (const auto& [family, nats] : alert.score.families) {
    report.families[family_name(family)] = nats;
  }
  for (const Judged& judged : alert.findings) {
    wire::FindingReport finding;
    finding.rule = judged.rule->id;
    finding.version = judged.rule->version;
    finding.family = family_name(judged.rule->family);
    finding.weight = judged.weight;
    finding.observed = judged.finding.observed;
    finding.expected = judged.finding.expected;
    finding.why = judged.rule->sentence;
    for (const Benign& benign : judged.rule->benign) {
      finding.benign_causes.push_back(fmt::format("{}: {}", benign.cause, benign.how_to_tell));
    }
    finding.evidence = judged.finding.evidence;
    report.findings.push_back(std::move(finding));
  }
  return report;
}

} // namespace cw::detector
