#include "detector/live/alert_ledger.h"

#include "detector/cells/cell_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace cw::detector {
namespace {

using wire::Severity;

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char letter : text) {
    hash ^= static_cast<std::uint8_t>(letter);
    hash *= 0x100000001b3U;
  }
  return hash;
}

std::set<std::string> words(std::string_view text) {
  std::set<std::string> all;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    all.emplace(one);
  }
  return all;
}

Severity strongest(const AlertLedger::Entry& entry) {
  Severity most = Severity::none;
  for (const auto& [source, view] : entry.views) {
    most = std::max(most, view.severity);
  }
  return most;
}

/// Rules that speak now and never spoke in this alert, as "G03 and G17".
std::string new_rules(AlertLedger::Entry& entry) {
  std::string fresh;
  for (const auto& [source, view] : entry.views) {
    for (const wire::FindingReport& finding : view.findings) {
      if (finding.weight > 0 && entry.rules.insert(finding.rule).second) {
        fresh += (fresh.empty() ? "" : " and ") + finding.rule;
        entry.record.rules += (entry.record.rules.empty() ? "" : " ") + finding.rule;
      }
    }
  }
  return fresh;
}

} // namespace

wire::AlertReport AlertLedger::Entry::report() const {
  const wire::AlertReport* best = nullptr;
  wire::AlertReport merged;
  for (const auto& [source, view] : views) {
    if (best == nullptr ||
        std::pair(view.severity, view.score) > std::pair(best->severity, best->score)) {
      best = &view;
    }
  }
  if (best != nullptr) {
    merged = *best;
    for (const auto& [source, view] : views) {
      merged.first_seen_s = std::min(merged.first_seen_s, view.first_seen_s);
      merged.last_seen_s = std::max(merged.last_seen_s, view.last_seen_s);
    }
  }
  merged.id = record.id;
  merged.state = record.state;
  merged.severity = record.severity;
  merged.summary = record.summary;
  merged.raised_at_s = record.raised_at_s;
  return merged;
}

std::string AlertLedger::Entry::strongest_sensor() const {
  const auto best = std::ranges::max_element(views, {}, [](const auto& view) {
    return std::pair(view.second.severity, view.second.score);
  });
  return best == views.end() ? std::string() : best->first.first;
}

AlertLedger::Key AlertLedger::key_of(const LedgerRecord& record) {
  return {
      record.rat, record.carrier_key, record.bsic ? *record.bsic : -1, record.cell_id.value_or("")};
}

void AlertLedger::step(
    Entry& entry, const char* kind, double now_s, std::string who, std::string why) {
  steps_.push_back({.number = ++last_step_,
                    .alert = entry.record.id,
                    .kind = kind,
                    .t_s = now_s,
                    .who = std::move(who),
                    .why = std::move(why),
                    .severity = entry.record.severity,
                    .score = entry.record.score});
  changed_.insert(entry.record.id);
}

void AlertLedger::restore(const LivePast& past) {
  last_step_ = past.steps;
  for (const LivePast::OfLedger& it : past.ledger) {
    Entry& entry = entries_[it.record.id];
    entry.record = it.record;
    entry.raised = true;
    entry.rules = words(it.record.rules);
    for (const auto& [source, view] : it.sources) {
      entry.views[{source.sensor, source.alert}] = view;
      by_source_[{source.sensor, source.alert}] = it.record.id;
    }
    std::string& newest = by_key_[key_of(it.record)];
    if (newest.empty() || entries_.at(newest).record.raised_at_s <= it.record.raised_at_s) {
      newest = it.record.id;
    }
  }
}

AlertLedger::Entry* AlertLedger::find(const LocalAlert& local, double now_s) {
  const auto recent = [&](Entry& entry) {
    const bool over =
        entry.record.state == "closed" && now_s - entry.record.last_evidence_s > k_episode_s;
    return over ? nullptr : &entry;
  };
  if (const auto same = by_source_.find({local.sensor, local.report.id});
      same != by_source_.end()) {
    return recent(entries_.at(same->second));
  }
  LedgerRecord asked{.rat = local.report.rat,
                     .carrier_key = carrier_key(local.heard_on),
                     .bsic = local.heard_on.bsic,
                     .cell_id = local.report.cell_id};
  const auto known = by_key_.find(key_of(asked));
  return known == by_key_.end() ? nullptr : recent(entries_.at(known->second));
}

AlertLedger::Entry& AlertLedger::open(const LocalAlert& local, double now_s) {
  LedgerRecord record{.state = "raised",
                      .rat = local.report.rat,
                      .carrier_key = carrier_key(local.heard_on),
                      .bsic = local.heard_on.bsic,
                      .cell_id = local.report.cell_id,
                      .raised_at_s = local.report.raised_at_s,
                      .last_evidence_s = now_s};
  record.id = fmt::format("{:012x}",
                          fnv1a(fmt::format("{}|{}|{}|{}",
                                            local.sensor,
                                            local.report.id,
                                            record.carrier_key,
                                            local.report.raised_at_s)) &
                              0xFFFFFFFFFFFFU);
  by_key_[key_of(record)] = record.id;
  Entry& entry = entries_[record.id];
  entry = {.record = std::move(record)};
  return entry;
}

void AlertLedger::attach(Entry& entry, const LocalAlert& local) {
  const std::pair<std::string, std::string> source{local.sensor, local.report.id};
  if (by_source_.insert_or_assign(source, entry.record.id).second ||
      !entry.views.contains(source)) {
    new_sources_.push_back({local.sensor, local.report.id, entry.record.id});
  }
  entry.views[source] = local.report;
  if (entry.views.size() > k_views) {
    const auto oldest = std::ranges::min_element(
        entry.views, {}, [](const auto& view) { return view.second.last_seen_s; });
    by_source_.erase(oldest->first);
    entry.views.erase(oldest);
  }
  // A cell may tell later who it claims to be, or claim another identity: it is found by both.
  LedgerRecord now = entry.record;
  now.cell_id = local.report.cell_id;
  by_key_.insert_or_assign(key_of(now), entry.record.id);
  entry.record.cell_id = local.report.cell_id ? local.report.cell_id : entry.record.cell_id;
}

void AlertLedger::judge(Entry& entry, double now_s) {
  const Severity now = strongest(entry);
  LedgerRecord& record = entry.record;
  const std::string fresh = new_rules(entry);
  const bool more = now > record.severity;
  if (now >= record.severity) {
    entry.less_since_s.reset();
    lessened_.erase(record.id);
  } else if (!entry.less_since_s) {
    entry.less_since_s = now_s;
    lessened_.insert(record.id);
  }
  const std::string why = fmt::format("{}{}",
                                      wire::severity_name(std::max(now, record.severity)),
                                      fresh.empty() ? "" : ": " + fresh);
  record.severity = std::max(now, record.severity);
  for (const auto& [source, view] : entry.views) {
    if (view.severity == now && now > Severity::none) {
      record.score = view.score;
      record.summary = view.summary;
    }
  }
  if (record.state == "closed") {
    if (more || !fresh.empty()) {
      record.state = "raised";
      step(entry, "reopened", now_s, "detector", why);
    }
  } else if (!std::exchange(entry.raised, true)) {
    step(entry, "raised", now_s, "detector", why);
  } else if (more || !fresh.empty()) {
    step(entry, "updated", now_s, "detector", why);
  }
}

void AlertLedger::take(const LocalAlert& local, double now_s) {
  Entry* entry = find(local, now_s);
  if (entry == nullptr) {
    if (local.report.severity == Severity::none) {
      return;
    }
    entry = &open(local, now_s);
  }
  attach(*entry, local);
  if (local.report.severity > Severity::none) {
    entry->record.last_evidence_s = now_s;
  }
  changed_.insert(entry->record.id);
  judge(*entry, now_s);
  forget_some();
}

void AlertLedger::advance(double now_s) {
  for (const std::string& id : std::set<std::string>(lessened_)) {
    Entry& entry = entries_.at(id);
    if (now_s - *entry.less_since_s < k_settle_s) {
      continue;
    }
    entry.less_since_s.reset();
    lessened_.erase(id);
    entry.record.severity = strongest(entry);
    if (entry.record.state == "closed") {
      changed_.insert(id);
    } else if (entry.record.severity == Severity::none) {
      entry.record.state = "closed";
      step(entry, "closed", now_s, "detector", "nothing speaks for it any more");
    } else {
      step(entry, "updated", now_s, "detector", wire::severity_name(entry.record.severity));
    }
  }
}

wire::CommandReply AlertLedger::command(const wire::Command& command, double now_s) {
  const auto found = entries_.find(command.alert_id);
  if (found == entries_.end()) {
    return {.done = false, .sentence = fmt::format("there is no alert {}", command.alert_id)};
  }
  Entry& entry = found->second;
  std::string& state = entry.record.state;
  const auto change = [&](const char* to, const char* kind) -> wire::CommandReply {
    if (state == to) {
      return {.done = false,
              .sentence = fmt::format("alert {} is {} already", command.alert_id, to)};
    }
    state = to;
    step(entry, kind, now_s, command.who, command.why);
    return {.done = true, .sentence = fmt::format("alert {} is {}", command.alert_id, kind)};
  };
  switch (command.kind) {
  case wire::CommandKind::acknowledge:
    return state == "closed" ? wire::CommandReply{false, "it is closed: reopen it first"}
                             : change("acknowledged", "acknowledged");
  case wire::CommandKind::close: return change("closed", "closed");
  case wire::CommandKind::reopen:
    return state != "closed" ? wire::CommandReply{false, "it is not closed"}
                             : change("raised", "reopened");
  case wire::CommandKind::comment: break;
  }
  step(entry, "commented", now_s, command.who, command.why);
  return {.done = true, .sentence = "the comment is kept"};
}

void AlertLedger::forget(const std::string& id) {
  const auto entry = entries_.find(id);
  for (const auto& [source, view] : entry->second.views) {
    by_source_.erase(source);
  }
  forgotten_ += entry->second.record.state == "closed" ? 0U : 1U;
  lessened_.erase(id);
  entries_.erase(entry);
}

void AlertLedger::forget_some() {
  if (entries_.size() <= k_most) {
    return;
  }
  std::vector<std::tuple<bool, double, std::string>> oldest;
  for (const auto& [id, entry] : entries_) {
    if (!changed_.contains(id)) { // what is not stored yet cannot go
      oldest.emplace_back(entry.record.state != "closed", entry.record.last_evidence_s, id);
    }
  }
  std::ranges::sort(oldest);
  for (std::size_t i = 0; i < std::min(oldest.size(), k_most / 10); ++i) {
    forget(std::get<2>(oldest[i]));
  }
  std::erase_if(by_key_, [&](const auto& it) { return !entries_.contains(it.second); });
}

AlertLedger::News AlertLedger::take_news() {
  News news;
  for (const std::string& id : std::exchange(changed_, {})) {
    news.records.push_back(entries_.at(id).record);
  }
  news.sources = std::exchange(new_sources_, {});
  news.steps = std::exchange(steps_, {});
  return news;
}

} // namespace cw::detector
