// Builds the ordered tree of wire::Fields.
#pragma once

#include "wire/fields.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cw::messages::gsm {

/// Null, for a value that the code beside it says is none.
inline wire::FieldValue no_value() {
  return {};
}

inline wire::FieldValue value_of(bool value) {
  return {value};
}
inline wire::FieldValue value_of(std::string value) {
  return {std::move(value)};
}
inline wire::FieldValue value_of(std::string_view value) {
  return {std::string(value)};
}
inline wire::FieldValue value_of(const char* value) {
  return {std::string(value)};
}
inline wire::FieldValue value_of(wire::Fields value) {
  return {std::move(value)};
}
inline wire::FieldValue value_of(wire::FieldList value) {
  return {std::move(value)};
}
inline wire::FieldValue value_of(wire::FieldValue value) {
  return value;
}

template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) wire::FieldValue value_of(T value) {
  return {static_cast<std::int64_t>(value)};
}

/// Null if there is none.
template <class T>
wire::FieldValue value_of(const std::optional<T>& value) {
  return value ? value_of(*value) : no_value();
}

template <class T>
wire::FieldValue value_of(const std::vector<T>& values) {
  wire::FieldList list;
  list.reserve(values.size());
  for (const T& value : values) {
    list.push_back(value_of(value));
  }
  return value_of(std::move(list));
}

template <class T>
void add(wire::Fields& fields, std::string name, T&& value) {
  fields.emplace_back(std::move(name), value_of(std::forward<T>(value)));
}

/// Absent if there is none.
template <class T>
void add_if(wire::Fields& fields, std::string name, const std::optional<T>& value) {
  if (value) {
    add(fields, std::move(name), *value);
  }
}

inline void append(wire::Fields& fields, wire::Fields more) {
  for (auto& field : more) {
    fields.push_back(std::move(field));
  }
}

/// Octets as a person quotes them: "8041".
std::string hex_text(const std::vector<std::uint8_t>& octets);

} // namespace cw::messages::gsm
