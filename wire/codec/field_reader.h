// Takes named fields out of a JSON object that anybody may have written. Inside wire/codec only.
#pragma once

#include <fmt/format.h>
#include <simdjson.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace cw::wire {

/// Beyond these a value means nothing and would only upset arithmetic further on. Writers of exact
/// values keep to them, so that a reader never refuses what a receiver wrote.
inline constexpr double k_max_s = 1e11; // UNIX time until the year 5138
inline constexpr double k_max_hz = 1e12;
inline constexpr double k_max_db = 1000.0;
inline constexpr double k_max_cfo_hz = 1e7;
inline constexpr std::size_t k_max_depth = 24; ///< of nesting in any document

template <class Integer>
inline constexpr auto k_max_of = static_cast<std::uint64_t>(std::numeric_limits<Integer>::max());

/// The first field that is wrong names itself and sticks; readers of inner objects share it.
struct ReadError {
  const char* what = ""; ///< "block line"
  std::string sentence;
  bool wrong_version = false;
};

/// Reads fields in any order. An absent or wrong one gives 0, false or "" and sets the error.
class FieldReader {
public:
  FieldReader(simdjson::dom::object object, ReadError& error) : object_(object), error_(&error) {}

  template <class Integer>
  Integer integer(const char* key, std::uint64_t max = k_max_of<Integer>) {
    std::uint64_t value = 0;
    if (object_[key].get(value) != simdjson::SUCCESS || value > max) {
      fail(key);
      return 0;
    }
    return static_cast<Integer>(value);
  }
  double number(const char* key, double max_magnitude);
  bool boolean(const char* key);
  /// Good until the document is parsed again.
  std::string_view text(const char* key, std::size_t max_octets);

  /// Absent and null are both "not known".
  bool has(const char* key) const;
  double number_or_0(const char* key, double max_magnitude) {
    return has(key) ? number(key, max_magnitude) : 0;
  }
  float float_or_0(const char* key, double max_magnitude) {
    return static_cast<float>(number_or_0(key, max_magnitude));
  }
  std::optional<double> maybe_number(const char* key, double max_magnitude) {
    return has(key) ? std::optional(number(key, max_magnitude)) : std::nullopt;
  }
  template <class Integer>
  std::optional<Integer> maybe_integer(const char* key, std::uint64_t max = k_max_of<Integer>) {
    return has(key) ? std::optional(integer<Integer>(key, max)) : std::nullopt;
  }
  std::optional<std::string> maybe_text(const char* key, std::size_t max_octets) {
    return has(key) ? std::optional(std::string(text(key, max_octets))) : std::nullopt;
  }

  /// Calls take(FieldReader&) if the key is there and an object.
  template <class Take>
  void object(const char* key, Take take) {
    simdjson::dom::object inner;
    if (object_[key].get(inner) != simdjson::SUCCESS) {
      fail(key);
      return;
    }
    FieldReader reader(inner, *error_);
    take(reader);
  }

  /// Calls take(element, index) for each of at most `max` elements, until something failed.
  template <class Take>
  void each(const char* key, std::size_t max, Take take) {
    simdjson::dom::array array;
    if (object_[key].get(array) != simdjson::SUCCESS) {
      fail(key);
      return;
    }
    std::size_t index = 0;
    for (const simdjson::dom::element element : array) {
      if (index == max) {
        fail(key);
      }
      if (!ok()) {
        return;
      }
      take(element, index);
      ++index;
    }
  }

  /// As each(), for arrays of objects: take(FieldReader&, index).
  template <class Take>
  void each_object(const char* key, std::size_t max, Take take) {
    each(key, max, [&](simdjson::dom::element element, std::size_t index) {
      simdjson::dom::object inner;
      if (element.get(inner) != simdjson::SUCCESS) {
        fail(key);
        return;
      }
      FieldReader reader(inner, *error_);
      take(reader, index);
    });
  }

  /// Fails unless "v" is 1.
  void version();

  void fail(const char* key);
  bool ok() const { return error_->sentence.empty(); }
  simdjson::dom::object raw() const { return object_; }
  ReadError& error() { return *error_; }

private:
  simdjson::dom::object object_;
  ReadError* error_;
};

/// Parses a whole document of at most k_max_depth; nothing and an error if it is not one object.
std::optional<FieldReader>
read_object(simdjson::dom::parser& parser, std::string_view text, ReadError& error);

} // namespace cw::wire
