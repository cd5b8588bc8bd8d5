#include "detector/known_cells.h"

#include "detector/detector.h"
#include "detector/session.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace cw::detector {
namespace {

Habit habit_of(const CellFacts& cell) {
  Habit habit{.paging_records = cell.paging.records, .paging_imsi = cell.paging.imsi};
  for (const Dialogue& dialogue : cell.dialogues) {
    const bool ciphered = dialogue.cipher.value_or(0) > 0;
    habit.ciphered += ciphered ? 1U : 0U;
    habit.clear += !ciphered && (dialogue.sms > 0 || dialogue.cipher == 0U) ? 1U : 0U;
  }
  return habit;
}

std::string unnamed(const CellFacts& cell) {
  const auto& radio = cell.heard_on;
  return radio.arfcn ? "ARFCN " + std::to_string(radio.arfcn->number)
                     : "carrier " + std::to_string(static_cast<long>(radio.carrier_offset_hz)) +
                           " Hz from the centre";
}

/// What of a session may be learned, and what may not and why.
Lesson lesson_of(const Session& session, std::vector<LearnResult::LeftOut>& left_out) {
  Lesson lesson;
  lesson.start_unix_s = session.start_unix_s();
  lesson.coverage = session.book().coverage();
  std::map<std::string, std::size_t> at;
  for (const auto& [number, state] : session.book().cells()) {
    const CellFacts& cell = state.facts();
    const auto id = cell_id(cell);
    if (!id) {
      left_out.push_back({unnamed(cell), "its identity was not read"});
      continue;
    }
    const wire::Severity severity = session.alerts().severity(number);
    if (severity >= wire::Severity::medium) {
      left_out.push_back({*id, std::string("it has an alert of ") + wire::severity_name(severity)});
      continue;
    }
    if (at.contains(*id)) {
      left_out.push_back({*id, "it was heard twice in the session; the first is learned"});
      continue;
    }
    at[*id] = lesson.cells.size();
    const IdentityEpisode& who = *cell.identity();
    lesson.cells.push_back({.mcc = who.lai.plmn.mcc_text(),
                            .mnc = who.lai.plmn.mnc_text(),
                            .lac = who.lai.lac,
                            .ci = *who.ci,
                            .level_dbfs = cell.level_dbfs,
                            .fields = field_values(cell),
                            .habit = habit_of(cell)});
  }
  return lesson;
}

std::string id_of(const Lesson::Cell& cell) {
  return cell.mcc + "-" + cell.mnc + "-" + std::to_string(cell.lac) + "-" + std::to_string(cell.ci);
}

std::optional<double> carrier_of(const KnownCell& cell) {
  for (const auto band : {wire::GsmBand::gsm850,
                          wire::GsmBand::gsm900,
                          wire::GsmBand::dcs1800,
                          wire::GsmBand::pcs1900}) {
    if (cell.arfcn && wire::band_name(band) == cell.band) {
      return wire::downlink_hz({band, static_cast<std::uint16_t>(*cell.arfcn)});
    }
  }
  return std::nullopt;
}

} // namespace

tl::expected<void, std::string> can_learn(const std::string& db_path) {
  return Baseline::check(db_path);
}

tl::expected<LearnResult, std::string> learn(const std::string& db_path, const Detector& detector) {
  LearnResult result;
  const Lesson lesson = lesson_of(detector.session(), result.left_out);
  if (lesson.cells.empty()) {
    return result;
  }
  auto baseline = Baseline::open(db_path);
  if (!baseline) {
    return tl::unexpected(baseline.error());
  }
  const auto is_new = baseline->learn(lesson);
  if (!is_new) {
    return tl::unexpected(is_new.error());
  }
  for (std::size_t i = 0; i < lesson.cells.size(); ++i) {
    ((*is_new)[i] ? result.added : result.updated).push_back(id_of(lesson.cells[i]));
  }
  return result;
}

tl::expected<std::vector<KnownCell>, std::string> show(const std::string& db_path) {
  const auto baseline = Baseline::open_read_only(db_path);
  if (!baseline) {
    return tl::unexpected(baseline.error());
  }
  return baseline->all();
}

tl::expected<std::vector<CellDifference>, std::string> diff(const std::string& db_path,
                                                            const Detector& detector) {
  const auto baseline = Baseline::open_read_only(db_path);
  if (!baseline) {
    return tl::unexpected(baseline.error());
  }
  const CellBook& book = detector.session().book();
  std::vector<CellDifference> found;
  std::set<std::string> heard;
  for (const auto& [number, state] : book.cells()) {
    const CellFacts& cell = state.facts();
    const auto id = cell_id(cell);
    if (!id) {
      continue;
    }
    const auto known = baseline->find(cell);
    heard.insert(known ? known->id : *id);
    if (!known) {
      found.push_back({.id = *id, .change = CellChange::added, .fields = {}});
    } else if (auto fields = differences(*known, field_values(cell)); !fields.empty()) {
      found.push_back(
          {.id = known->id, .change = CellChange::changed, .fields = std::move(fields)});
    }
  }
  const auto coverage = book.coverage();
  for (const KnownCell& known : baseline->all()) {
    const auto carrier_hz = carrier_of(known);
    if (!heard.contains(known.id) && coverage && carrier_hz && coverage->covers(*carrier_hz)) {
      found.push_back({.id = known.id, .change = CellChange::missing, .fields = {}});
    }
  }
  std::ranges::stable_sort(found, {}, &CellDifference::id);
  return found;
}

tl::expected<std::vector<CellDifference>, std::string> diff(const std::string& old_path,
                                                            const std::string& new_path) {
  const auto before = show(old_path);
  const auto after = show(new_path);
  if (!before || !after) {
    return tl::unexpected(before ? after.error() : before.error());
  }
  std::map<std::string, const KnownCell*> old_cells;
  for (const KnownCell& cell : *before) {
    old_cells[cell.id] = &cell;
  }
  std::vector<CellDifference> found;
  for (const KnownCell& cell : *after) {
    const auto old = old_cells.find(cell.id);
    if (old == old_cells.end()) {
      found.push_back({.id = cell.id, .change = CellChange::added, .fields = {}});
      continue;
    }
    FieldValues newest;
    for (const auto& [field, values] : cell.fields) {
      newest[field] = values.back();
    }
    if (auto fields = differences(*old->second, newest); !fields.empty()) {
      found.push_back({.id = cell.id, .change = CellChange::changed, .fields = std::move(fields)});
    }
    old_cells.erase(old);
  }
  for (const auto& [id, cell] : old_cells) {
    found.push_back({.id = id, .change = CellChange::missing, .fields = {}});
  }
  std::ranges::stable_sort(found, {}, &CellDifference::id);
  return found;
}

} // namespace cw::detector
