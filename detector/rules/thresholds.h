// Limits by name, each with its source: firmware-configs/thresholds.toml.
#pragma once

#include <tl/expected.hpp>

#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace cw::detector {

struct Threshold {
  std::variant<double, std::string> value;
  std::string unit, source;
};

class Thresholds {
public:
  /// TOML: a table a rule, in it name = {value = ..., unit = "...", source = "..."}.
  /// Errors  unreadable, not TOML, a value without unit or source, a limit of a rule missing: one
  ///         sentence with the place.
  static tl::expected<Thresholds, std::string> parse(std::string_view text,
                                                     const std::string& path);
  static tl::expected<Thresholds, std::string> load(const std::string& path);
  /// firmware-configs/thresholds.toml as it was when this program was built.
  static const Thresholds& built_in();

  /// "g03.cro_abs_db". Names a rule lists are there: parse() saw to it. Any other is 0 or empty.
  double number(std::string_view name) const;
  const std::string& text(std::string_view name) const;
  const std::map<std::string, Threshold, std::less<>>& all() const noexcept { return all_; }

  /// For tests of limits.
  void set(const std::string& name, double value) { all_[name].value = value; }

private:
  std::map<std::string, Threshold, std::less<>> all_;
};

} // namespace cw::detector
