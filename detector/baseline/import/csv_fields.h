// One line of a table to its fields (RFC 4180, but a line's end also ends a quoted field).
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace cw::detector {

/// Splits without allocating per field. One quote too many spoils its line and not the rest of the
/// file: that is why a field cannot go on in the next line, as RFC 4180 would allow.
class CsvFields {
public:
  static constexpr std::size_t k_max_fields = 128;

  /// False: more than k_max_fields fields, or quotes that do not match. The fields are good until
  /// the next split, and as long as `line` is.
  bool split(std::string_view line, char separator);

  std::size_t size() const noexcept { return size_; }
  /// Empty beyond the last.
  std::string_view operator[](std::size_t at) const noexcept {
    return at < size_ ? fields_[at] : std::string_view();
  }

private:
  bool add(std::string_view field);
  bool split_quoted(std::string_view line, char separator);
  std::string_view unquoted(std::string_view quoted);

  std::array<std::string_view, k_max_fields> fields_;
  std::size_t size_ = 0;
  std::string without_quotes_; ///< fields that hold doubled quotes
};

} // namespace cw::detector
