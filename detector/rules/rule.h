// What a rule is: one pure function with its description. Rules hint; scoring alarms.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cw::detector {

struct Scene;

enum class Family : std::uint8_t {
  identity,
  reselection_lure,
  neighbours,
  paging_dialogue,
  radio,
  baseline,
  time_place,
  sequence,
};
const char* family_name(Family family) noexcept;

/// Looked, and saw nothing odd.
struct Silent {};

/// Cannot tell: what it would need to. Never evidence for innocence.
struct Needs {
  std::string what;
};

struct Finding {
  std::string observed;      ///< with numbers
  std::string expected;      ///< with numbers, and whose they are
  std::string form = "base"; ///< which row of the table of weights; several: "lure+timer"
  std::vector<std::uint64_t> evidence{}; ///< block numbers
};

using RuleResult = std::variant<Silent, Needs, Finding>;

/// What else may look like it, and how to tell.
struct Benign {
  std::string_view cause, how_to_tell;
};

struct Rule {
  std::string_view id;
  int version = 1;
  std::string_view name;
  Family family = Family::identity;
  std::string_view needs;    ///< what it observes
  std::string_view sentence; ///< what a finding means, in plain words
  std::vector<Benign> benign;
  std::vector<std::string_view> thresholds;
  RuleResult (*check)(const Scene& scene) = nullptr;
};

/// Every rule there is, by id.
const std::vector<Rule>& all_rules();
/// Null if there is none of that id.
const Rule* find_rule(std::string_view id);

} // namespace cw::detector
