// Columns of text, aligned.
#pragma once

#include <string>
#include <vector>

namespace cw::app {

enum class Align : bool { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
};

/// One line a row under its titles, two spaces between columns, none at a line's end.
std::string text_table(const std::vector<Column>& columns,
                       const std::vector<std::vector<std::string>>& rows);

} // namespace cw::app
