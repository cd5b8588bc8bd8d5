// Named fields of a decoded message as a plain tree: what reports, the baseline and the map show.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cw::wire {

struct Field;
struct FieldValue;
using FieldList = std::vector<FieldValue>;
/// Ordered as the specification has the fields.
using Fields = std::vector<Field>;

struct FieldValue {
  std::variant<std::monostate, bool, std::int64_t, double, std::string, FieldList, Fields> value;
  bool operator==(const FieldValue&) const = default;
};

/// Name and value. No std::pair: clang wants to know whether one of a type is complete while that
/// type is still being defined.
struct Field {
  std::string first;
  FieldValue second;
  Field(std::string name, FieldValue&& named) : first(std::move(name)), second(std::move(named)) {}
  Field(std::string name, const FieldValue& named) : first(std::move(name)), second(named) {}
  bool operator==(const Field&) const = default;
};

} // namespace cw::wire
