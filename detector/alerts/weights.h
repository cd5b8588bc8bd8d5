// The one table of weights: natural-log likelihood ratios of every form of every rule, and what a
// family may add at most. Source: the catalogue of rules (weight_hint), or "a guess" with a reason.
#pragma once

#include "detector/rules/rule.h"
#include "detector/rules/thresholds.h"

#include <span>
#include <string_view>

namespace cw::detector {

struct Weight {
  std::string_view rule, form;
  double nats = 0;
  std::string_view source;
};

struct FamilyCap {
  Family family = Family::identity;
  double nats = 0;
};

std::span<const Weight> weights();
std::span<const FamilyCap> family_caps();

/// Sum of a finding's forms ("lure+timer_or_list"); B05 at most b05.cap. 0 for a form that is not
/// in the table; a test sees that there is none.
double weigh(std::string_view rule, std::string_view forms, const Thresholds& limits);
double family_cap(Family family);

} // namespace cw::detector
