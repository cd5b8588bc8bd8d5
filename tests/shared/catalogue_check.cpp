// The rules as built against the catalogue of rules, both ways: ids, names, families, sentences,
// versions, benign causes, limits with their default, unit and source, family caps.
//
// catalogue_check CATALOGUE.json: 0 they agree; 1 they do not, each difference on a line; 77 there
// is no catalogue here.
#include "detector/alerts/weights.h"
#include "detector/rules/rule.h"
#include "detector/rules/thresholds.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>

namespace {

using namespace cw::detector;
using nlohmann::json;

int differences = 0;

void differ(const std::string& what) {
  ++differences;
  fmt::print("{}\n", what);
}

void same(const std::string& where, const std::string& ours, const std::string& theirs) {
  if (ours != theirs) {
    differ(fmt::format("{}: \"{}\" here, \"{}\" in the catalogue", where, ours, theirs));
  }
}

void compare_limits(const Rule& rule, const json& entry) {
  std::set<std::string> ours(rule.thresholds.begin(), rule.thresholds.end());
  const auto& all = Thresholds::built_in().all();
  for (const json& limit : entry.at("thresholds")) {
    const std::string name = limit.at("name");
    const auto found = all.find(name);
    if (ours.erase(name) == 0 || found == all.end()) {
      differ(fmt::format("{}: limit of the catalogue is not used", name));
      continue;
    }
    same(name + " unit", found->second.unit, limit.at("unit"));
    same(name + " source", found->second.source, limit.at("source"));
    if (const auto* text = std::get_if<std::string>(&found->second.value)) {
      same(name, *text, limit.at("default"));
    } else if (std::get<double>(found->second.value) != limit.at("default").get<double>()) {
      differ(fmt::format("{}: another default", name));
    }
  }
  for (const std::string& name :
       ours) { // what the catalogue does not have must say where it is from
    const auto found = all.find(name);
    const std::string source = found == all.end() ? "" : found->second.source;
    if (!source.starts_with("a guess") && !source.starts_with("catalogue")) {
      differ(fmt::format("{}: not in the catalogue, and its source is \"{}\"", name, source));
    }
  }
}

void compare_rule(const Rule& rule, const json& entry) {
  const std::string id(rule.id);
  same(id + " name", std::string(rule.name), entry.at("name"));
  same(id + " family", family_name(rule.family), entry.at("family"));
  same(id + " sentence", std::string(rule.sentence), entry.at("explanation"));
  if (rule.version != entry.value("version", 1)) {
    differ(fmt::format("{}: version {} here", id, rule.version));
  }
  std::set<std::string> ours;
  for (const Benign& benign : rule.benign) {
    ours.insert(fmt::format("{}: {}", benign.cause, benign.how_to_tell));
  }
  std::set<std::string> theirs;
  for (const json& benign : entry.at("benign_causes")) {
    theirs.insert(fmt::format("{}: {}",
                              benign.at("cause").get<std::string>(),
                              benign.at("how_to_tell").get<std::string>()));
  }
  if (ours != theirs) {
    differ(fmt::format("{}: other benign causes", id));
  }
  compare_limits(rule, entry);
  const double weight = entry.at("weight_hint").at("llr");
  const bool weighs = std::ranges::any_of(
      weights(), [&](const Weight& row) { return row.rule == rule.id && row.nats == weight; });
  if (!weighs && rule.id != "B05") { // B05 weighs by the class of the field
    differ(fmt::format("{}: no form weighs {}", id, weight));
  }
}

} // namespace

int main(int count, char** arguments) {
  std::ifstream in(count == 2 ? arguments[1] : "");
  if (!in) {
    fmt::print("skipped: no catalogue of rules here\n");
    return 77;
  }
  const json catalogue = json::parse(in);
  std::map<std::string, json> entries;
  for (const json& entry : catalogue.at("rules")) {
    entries[entry.at("id")] = entry;
  }
  for (const Rule& rule : all_rules()) {
    const auto entry = entries.find(std::string(rule.id));
    if (entry == entries.end()) {
      differ(fmt::format("{}: not in the catalogue", rule.id));
    } else {
      compare_rule(rule, entry->second);
    }
  }
  // The first set; the others of the catalogue are not built yet.
  for (const char* id :
       {"G01", "G02", "G03", "G04", "G05", "G06", "G07", "G08", "G09", "G10", "G11", "G12", "G13",
        "G14", "G15", "G16", "G17", "G18", "G19", "G31", "G33", "B01", "B05", "R01", "R17"}) {
    if (std::ranges::none_of(all_rules(), [&](const Rule& rule) { return rule.id == id; })) {
      differ(fmt::format("{}: in the catalogue, not built", id));
    }
  }
  for (const FamilyCap& cap : family_caps()) {
    if (catalogue.at("families").at(family_name(cap.family)).at("cap_llr") != cap.nats) {
      differ(fmt::format("{}: another cap", family_name(cap.family)));
    }
  }
  fmt::print("{} rules compared, {} differences\n", all_rules().size(), differences);
  return differences == 0 ? 0 : 1;
}
