#include "app/text_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::app {

std::string text_table(const std::vector<Column>& columns,
                       const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::size_t width = columns[i].title.size();
    for (const auto& row : rows) {
      width = std::max(width, row[i].size());
    }
    widths.push_back(width);
  }
  std::string out;
  const auto append_row = [&](const auto& text_of) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string separator = i == 0 ? "" : "  ";
      line += columns[i].align == Align::right
                  ? fmt::format("{}{:>{}}", separator, text_of(i), widths[i])
                  : fmt::format("{}{:<{}}", separator, text_of(i), widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  };
  append_row([&](std::size_t i) { return columns[i].title; });
  for (const auto& row : rows) {
    append_row([&](std::size_t i) { return row[i]; });
  }
  return out;
}

} // namespace cw::app
