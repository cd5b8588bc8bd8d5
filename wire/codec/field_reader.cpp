#include "wire/codec/field_reader.h"

#include <algorithm>

namespace cw::wire {
namespace {

constexpr std::size_t k_first_capacity = 4096;

} // namespace

double FieldReader::number(const char* key, double max_magnitude) {
  double value = 0;
  if (object_[key].get(value) != simdjson::SUCCESS || !(std::abs(value) <= max_magnitude)) {
    fail(key);
    return 0;
  }
  return value;
}

bool FieldReader::boolean(const char* key) {
  bool value = false;
  if (object_[key].get(value) != simdjson::SUCCESS) {
    fail(key);
  }
  return value;
}

std::string_view FieldReader::text(const char* key, std::size_t max_octets) {
  std::string_view value;
  if (object_[key].get(value) != simdjson::SUCCESS || value.size() > max_octets) {
    fail(key);
    return {};
  }
  return value;
}

bool FieldReader::has(const char* key) const {
  simdjson::dom::element element;
  return object_[key].get(element) == simdjson::SUCCESS && !element.is_null();
}

void FieldReader::version() {
  std::uint64_t version = 0;
  if (object_["v"].get(version) != simdjson::SUCCESS || version != 1) {
    error_->wrong_version = ok();
    fail("v");
  }
}

void FieldReader::fail(const char* key) {
  if (ok()) {
    error_->sentence = fmt::format("{}: {} is missing or not what it should be", error_->what, key);
  }
}

std::optional<FieldReader>
read_object(simdjson::dom::parser& parser, std::string_view text, ReadError& error) {
  simdjson::dom::object object;
  if ((parser.max_depth() != k_max_depth &&
       parser.allocate(std::max(parser.capacity(), k_first_capacity), k_max_depth) !=
           simdjson::SUCCESS) ||
      parser.parse(text.data(), text.size()).get(object) != simdjson::SUCCESS) {
    error.sentence = fmt::format("{}: it is not a JSON object", error.what);
    return std::nullopt;
  }
  return FieldReader(object, error);
}

} // namespace cw::wire
