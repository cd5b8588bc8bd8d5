// Named fields of a decoded message as a plain tree: what reports, the baseline and the map show.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cw::wire {

struct FieldValue;
using FieldList = std::vector<FieldValue>;
/// Ordered as the specification has the fields.
using Fields = std::vector<std::pair<std::string, FieldValue>>;

struct FieldValue {
  std::variant<std::monostate, bool, std::int64_t, double, std::string, FieldList, Fields> value;
  bool operator==(const FieldValue&) const = default;
};

} // namespace cw::wire
