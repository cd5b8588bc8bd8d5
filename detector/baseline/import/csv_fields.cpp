#include "detector/baseline/import/csv_fields.h"

namespace cw::detector {

bool CsvFields::split(std::string_view line, char separator) {
  size_ = 0;
  if (line.find('"') != std::string_view::npos) {
    return split_quoted(line, separator);
  }
  for (;;) {
    const std::size_t end = line.find(separator);
    if (!add(line.substr(0, end))) {
      return false;
    }
    if (end == std::string_view::npos) {
      return true;
    }
    line.remove_prefix(end + 1);
  }
}

bool CsvFields::add(std::string_view field) {
  if (size_ == k_max_fields) {
    return false;
  }
  fields_[size_++] = field;
  return true;
}

bool CsvFields::split_quoted(std::string_view line, char separator) {
  without_quotes_.clear();
  without_quotes_.reserve(line.size()); // so that it never moves while fields point into it
  for (;;) {
    std::size_t end = 0;
    if (!line.empty() && line.front() == '"') {
      std::size_t close = line.find('"', 1);
      while (close != std::string_view::npos && close + 1 < line.size() && line[close + 1] == '"') {
        close = line.find('"', close + 2);
      }
      if (close == std::string_view::npos ||
          (close + 1 < line.size() && line[close + 1] != separator)) {
        return false;
      }
      if (!add(unquoted(line.substr(1, close - 1)))) {
        return false;
      }
      end = close + 1 < line.size() ? close + 1 : std::string_view::npos;
    } else {
      end = line.find(separator);
      const std::string_view field = line.substr(0, end);
      if (field.find('"') != std::string_view::npos || !add(field)) {
        return false;
      }
    }
    if (end == std::string_view::npos) {
      return true;
    }
    line.remove_prefix(end + 1);
  }
}

std::string_view CsvFields::unquoted(std::string_view quoted) {
  if (quoted.find('"') == std::string_view::npos) {
    return quoted;
  }
  const std::size_t begin = without_quotes_.size();
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    without_quotes_ += quoted[i];
    i += quoted[i] == '"' ? 1U : 0U; // the second of two
  }
  return std::string_view(without_quotes_).substr(begin);
}

} // namespace cw::detector
