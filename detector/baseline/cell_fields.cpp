#include "detector/baseline/cell_fields.h"

#include "wire/arfcn.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

namespace cw::detector {

const std::map<std::string, FieldClass>& field_classes() {
  static const std::map<std::string, FieldClass> classes = {
      {"lac", FieldClass::identity},
      {"arfcn", FieldClass::identity},
      {"bsic", FieldClass::identity},
      {"band", FieldClass::identity},
      {"combined_ccch", FieldClass::structure},
      {"gprs", FieldClass::structure},
      {"si2quater", FieldClass::structure},
      {"cell_reselect_offset_db", FieldClass::lure},
      {"penalty_time_code", FieldClass::lure},
      {"temporary_offset_code", FieldClass::lure},
      {"cell_reselect_hysteresis_db", FieldClass::lure},
      {"rxlev_access_min_dbm", FieldClass::lure},
      {"t3212_min", FieldClass::timer_or_list},
      {"neighbour_arfcns", FieldClass::timer_or_list},
      {"earfcns", FieldClass::timer_or_list},
      {"ncc_permitted", FieldClass::timer_or_list},
  };
  return classes;
}

FieldValues field_values(const CellFacts& cell) {
  FieldValues now;
  const auto number = [&](const char* name, auto value) { now[name] = fmt::format("{}", value); };
  const auto yes_no = [&](const char* name, bool value) { now[name] = value ? "yes" : "no"; };
  if (const IdentityEpisode* who = cell.identity()) {
    number("lac", who->lai.lac);
  }
  if (cell.heard_on.arfcn) {
    number("arfcn", cell.heard_on.arfcn->number);
    now["band"] = std::string(wire::band_name(cell.heard_on.arfcn->band));
  }
  if (cell.heard_on.bsic) {
    number("bsic", static_cast<unsigned>(*cell.heard_on.bsic));
  }
  if (const auto* c2 = reselection(cell)) {
    number("cell_reselect_offset_db", c2->cell_reselect_offset_db());
    number("penalty_time_code", static_cast<unsigned>(c2->penalty_time_code));
    number("temporary_offset_code", static_cast<unsigned>(c2->temporary_offset_code));
  }
  if (cell.si3) {
    const auto& si3 = cell.si3->value;
    yes_no("combined_ccch", si3.control.combined());
    yes_no("gprs", si3.gprs.has_value());
    yes_no("si2quater", si3.si2quater_on_ext.has_value());
    number("cell_reselect_hysteresis_db", si3.selection.cell_reselect_hysteresis_db());
    number("rxlev_access_min_dbm", si3.selection.rxlev_access_min_dbm());
    number("t3212_min", si3.control.t3212_min().value_or(0)); // 0: no periodic updating
  }
  if (neighbours_complete(cell)) {
    now["neighbour_arfcns"] = fmt::format("{}", fmt::join(neighbours(cell), " "));
    number("ncc_permitted", static_cast<unsigned>(cell.si2->value.ncc_permitted));
  }
  std::set<std::uint16_t> earfcns;
  bool all_heard = !cell.si2quater.empty();
  for (const auto& [index, said] : cell.si2quater) {
    all_heard &= said.value.complete && cell.si2quater.size() == said.value.count + 1U;
    for (const auto& eutran : said.value.eutran) {
      earfcns.insert(eutran.earfcns.begin(), eutran.earfcns.end());
    }
  }
  if (all_heard) {
    now["earfcns"] = fmt::format("{}", fmt::join(earfcns, " "));
  }
  return now;
}

std::vector<FieldDifference> differences(const KnownCell& known, const FieldValues& now) {
  std::vector<FieldDifference> found;
  for (const auto& [field, value] : now) {
    const auto met = known.fields.find(field);
    if (met == known.fields.end() || met->second.empty()) {
      continue;
    }
    if (std::ranges::find(met->second, value) == met->second.end()) {
      found.push_back({.field = field, .known = met->second.back(), .now = value});
    }
  }
  return found;
}

std::vector<int> list_of(const std::string& value) {
  std::istringstream in(value);
  std::vector<int> numbers{std::istream_iterator<int>(in), std::istream_iterator<int>()};
  std::ranges::sort(numbers);
  return numbers;
}

double jaccard(const std::vector<int>& one, const std::vector<int>& other) {
  std::vector<int> common;
  std::vector<int> all;
  std::ranges::set_intersection(one, other, std::back_inserter(common));
  std::ranges::set_union(one, other, std::back_inserter(all));
  return all.empty() ? 1.0 : static_cast<double>(common.size()) / static_cast<double>(all.size());
}

} // namespace cw::detector
