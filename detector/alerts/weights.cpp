#include "detector/alerts/weights.h"

#include <algorithm>
#include <array>

namespace cw::detector {
namespace {

// clang-format off
constexpr std::array k_weights = {
    Weight{"G01", "base",           0.7, "catalogue"},
    Weight{"G01", "known",          0.0, "catalogue, tests: a known test network weighs nothing"},
    Weight{"G02", "base",           2.0, "catalogue"},
    Weight{"G03", "base",           2.0, "catalogue"},
    Weight{"G04", "base",           1.5, "catalogue"},
    Weight{"G05", "base",           1.5, "catalogue"},
    Weight{"G05", "strong",         2.3, "catalogue"},
    Weight{"G05", "alone",          1.0, "a guess: without peers, but no lawful value under 10 min was met"},
    Weight{"G06", "base",           1.5, "catalogue"},
    Weight{"G07", "base",           1.2, "catalogue"},
    Weight{"G08", "base",           2.5, "catalogue"},
    Weight{"G08", "short",          1.5, "a guess: a reconfiguration may take seconds"},
    Weight{"G09", "base",           1.5, "catalogue"},
    Weight{"G09", "self",           1.5, "a guess: a list of itself contradicts itself, peers add nothing"},
    Weight{"G09", "alone",          1.0, "8 of 207 real cells list none: ln(0.4 / 0.039) = 2.3, halved without peers"},
    Weight{"G10", "base",           1.5, "catalogue"},
    Weight{"G11", "base",           1.5, "catalogue"},
    Weight{"G11", "once",           0.75, "a guess: one sweep instead of two"},
    Weight{"G12", "base",           1.2, "catalogue"},
    Weight{"G13", "base",           3.0, "catalogue"},
    Weight{"G14", "base",           3.5, "catalogue"},
    Weight{"G15", "base",           1.5, "catalogue"},
    Weight{"G16", "base",           2.5, "catalogue"},
    Weight{"G17", "base",           4.0, "catalogue"},
    Weight{"G17", "few",            2.0, "a guess: two of two; chance below 0.4 % at 6 %, halved"},
    Weight{"G18", "base",           3.5, "catalogue"},
    Weight{"G19", "base",           4.0, "catalogue"},
    Weight{"G19", "strong",         5.0, "catalogue"},
    Weight{"G19", "unknown_habit",  3.0, "a guess: the operator may not cipher at all"},
    Weight{"G31", "base",           2.0, "catalogue"},
    Weight{"G33", "base",           5.0, "catalogue"},
    Weight{"G33", "rise",           1.0, "catalogue, condition"},
    Weight{"B01", "base",           2.0, "catalogue"},
    Weight{"B05", "identity",       3.0, "catalogue, condition"},
    Weight{"B05", "structure",      3.0, "catalogue, condition"},
    Weight{"B05", "lure",           2.5, "catalogue, condition"},
    Weight{"B05", "timer_or_list",  1.5, "catalogue, condition"},
    Weight{"R01", "base",           3.0, "catalogue"},
    Weight{"R01", "gross",          4.5, "catalogue"},
    Weight{"R01", "notice",         0.5, "a guess: the catalogue asks for a notice"},
    Weight{"R17", "base",           3.0, "catalogue"},
    Weight{"R17", "reuse",          0.5, "catalogue, condition"},
};

constexpr std::array k_caps = { // catalogue, families
    FamilyCap{Family::identity,         4.0},
    FamilyCap{Family::reselection_lure, 4.0},
    FamilyCap{Family::neighbours,       3.5},
    FamilyCap{Family::paging_dialogue,  8.0},
    FamilyCap{Family::radio,            6.0},
    FamilyCap{Family::baseline,         5.0},
    FamilyCap{Family::time_place,       3.0},
    FamilyCap{Family::sequence,        10.0},
};
// clang-format on

} // namespace

std::span<const Weight> weights() {
  return k_weights;
}
std::span<const FamilyCap> family_caps() {
  return k_caps;
}

double weigh(std::string_view rule, std::string_view forms, const Thresholds& limits) {
  double sum = 0;
  while (!forms.empty()) {
    const std::string_view one = forms.substr(0, forms.find('+'));
    forms.remove_prefix(std::min(forms.size(), one.size() + 1));
    const auto row = std::ranges::find_if(
        k_weights, [&](const Weight& it) { return it.rule == rule && it.form == one; });
    sum += row == k_weights.end() ? 0 : row->nats;
  }
  return rule == "B05" ? std::min(sum, limits.number("b05.cap")) : sum;
}

double family_cap(Family family) {
  const auto row =
      std::ranges::find_if(k_caps, [&](const FamilyCap& it) { return it.family == family; });
  return row == k_caps.end() ? 0 : row->nats;
}

} // namespace cw::detector
