#include "app/console.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace cw::app {

void print_error(std::string_view sentence) {
  fmt::print(stderr, "cellwarden: {}\n", printable(sentence));
}

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octet = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    const bool c1 = octet == 0xC2 && next >= 0x80 && next < 0xA0; // U+0080 to U+009F in UTF-8
    safe += octet < 0x20 || octet == 0x7F || c1 ? '?' : text[i];
  }
  return safe;
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (column > indent && column + 1 + word.size() > width) {
      out += '\n';
      out.append(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

bool stderr_is_terminal() noexcept {
  return ::isatty(STDERR_FILENO) == 1;
}

} // namespace cw::app
