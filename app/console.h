// What a person reads: errors on stderr, and text that may come from the air made safe to print.
#pragma once

#include <string>
#include <string_view>

namespace cw::app {

/// "cellwarden: " and one sentence, on stderr.
void print_error(std::string_view sentence);

/// Control characters, which could drive a terminal, become '?'.
std::string printable(std::string_view text);

/// `text` broken at spaces into lines of at most `width` columns, those after the first indented.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width = 100);

bool stderr_is_terminal() noexcept;

} // namespace cw::app
