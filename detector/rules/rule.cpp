#include "detector/rules/rule_list.h"

#include <algorithm>

namespace cw::detector {

const char* family_name(Family family) noexcept {
  switch (family) {
  case Family::identity: return "identity";
  case Family::reselection_lure: return "reselection_lure";
  case Family::neighbours: return "neighbours";
  case Family::paging_dialogue: return "paging_dialogue";
  case Family::radio: return "radio";
  case Family::baseline: return "baseline";
  case Family::time_place: return "time_place";
  case Family::sequence: break;
  }
  return "sequence";
}

const std::vector<Rule>& all_rules() {
  static const std::vector<Rule> rules = {
      rule_b01(), rule_b05(), rule_g01(), rule_g02(), rule_g03(), rule_g04(), rule_g05(),
      rule_g06(), rule_g07(), rule_g08(), rule_g09(), rule_g10(), rule_g11(), rule_g12(),
      rule_g13(), rule_g14(), rule_g15(), rule_g16(), rule_g17(), rule_g18(), rule_g19(),
      rule_g31(), rule_g33(), rule_r01(), rule_r17()};
  return rules;
}

const Rule* find_rule(std::string_view id) {
  const auto& all = all_rules();
  const auto found = std::ranges::find(all, id, &Rule::id);
  return found == all.end() ? nullptr : &*found;
}

} // namespace cw::detector
