#include "detector/rules/thresholds.h"

#include "detector/rules/rule.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <fstream>
#include <sstream>

namespace cw::detector {

extern const char* const k_thresholds_toml; // firmware-configs/thresholds.toml, made by CMake

namespace {

tl::expected<Threshold, std::string> read_one(const toml::node& node, const std::string& place) {
  const toml::table* table = node.as_table();
  if (table == nullptr) {
    return tl::unexpected(place + ": expected { value = ..., unit = \"...\", source = \"...\" }");
  }
  Threshold threshold;
  if (const auto number = (*table)["value"].value<double>()) {
    threshold.value = *number;
  } else if (const auto text = (*table)["value"].value<std::string>()) {
    threshold.value = *text;
  } else {
    return tl::unexpected(place + ": no value");
  }
  threshold.unit = (*table)["unit"].value_or(std::string());
  threshold.source = (*table)["source"].value_or(std::string());
  if (threshold.unit.empty() || threshold.source.empty()) {
    return tl::unexpected(place + ": say unit and source");
  }
  return threshold;
}

} // namespace

tl::expected<Thresholds, std::string> Thresholds::parse(std::string_view text,
                                                        const std::string& path) {
  Thresholds thresholds;
  toml::table root;
  try {
    root = toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    return tl::unexpected(fmt::format("cannot read thresholds {}: line {}: {}",
                                      path,
                                      error.source().begin.line,
                                      error.description()));
  }
  for (const auto& [rule, limits] : root) {
    const toml::table* table = limits.as_table();
    if (table == nullptr) {
      return tl::unexpected(
          fmt::format("cannot use thresholds {}: {} is no table of a rule", path, rule.str()));
    }
    for (const auto& [name, node] : *table) {
      const std::string full = fmt::format("{}.{}", rule.str(), name.str());
      auto one = read_one(node, fmt::format("cannot use thresholds {}: {}", path, full));
      if (!one) {
        return tl::unexpected(one.error());
      }
      thresholds.all_.emplace(full, std::move(*one));
    }
  }
  const Thresholds* usual = path.empty() ? nullptr : &built_in();
  for (const Rule& rule : all_rules()) {
    for (const std::string_view name : rule.thresholds) {
      const auto found = thresholds.all_.find(name);
      if (found == thresholds.all_.end()) {
        return tl::unexpected(fmt::format("cannot use thresholds {}: {} is missing", path, name));
      }
      if (usual != nullptr &&
          usual->all_.find(name)->second.value.index() != found->second.value.index()) {
        return tl::unexpected(
            fmt::format("cannot use thresholds {}: {} has a value of the wrong kind", path, name));
      }
    }
  }
  return thresholds;
}

tl::expected<Thresholds, std::string> Thresholds::load(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) {
    return tl::unexpected(fmt::format("cannot read thresholds {}: check the path", path));
  }
  return parse(text.str(), path);
}

const Thresholds& Thresholds::built_in() {
  static const Thresholds thresholds = [] {
    auto parsed = parse(k_thresholds_toml, "");
    return parsed ? std::move(*parsed) : Thresholds(); // a test sees that it parses
  }();
  return thresholds;
}

double Thresholds::number(std::string_view name) const {
  const auto found = all_.find(name);
  const double* value = found == all_.end() ? nullptr : std::get_if<double>(&found->second.value);
  return value == nullptr ? 0.0 : *value;
}

const std::string& Thresholds::text(std::string_view name) const {
  static const std::string none;
  const auto found = all_.find(name);
  const auto* value =
      found == all_.end() ? nullptr : std::get_if<std::string>(&found->second.value);
  return value == nullptr ? none : *value;
}

} // namespace cw::detector
