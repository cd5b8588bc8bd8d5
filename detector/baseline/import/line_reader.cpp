#include "detector/baseline/import/line_reader.h"

#include <algorithm>

namespace cw::detector {

void LineReader::feed(std::string_view octets, const OnLine& on_line) {
  while (!octets.empty()) {
    const std::size_t end = octets.find('\n');
    if (end == std::string_view::npos) {
      keep(octets);
      return;
    }
    const std::string_view piece = octets.substr(0, end);
    octets.remove_prefix(end + 1);
    if (begun_.empty() && piece.size() <= k_max_line) {
      give(piece, false, on_line);
      continue;
    }
    keep(piece);
    finish(on_line);
  }
}

void LineReader::finish(const OnLine& on_line) {
  if (begun_.empty()) {
    return;
  }
  give(begun_, begun_too_long_, on_line);
  begun_.clear();
  begun_too_long_ = false;
}

void LineReader::keep(std::string_view piece) {
  const std::size_t room = k_max_line - begun_.size();
  begun_too_long_ |= piece.size() > room;
  begun_.append(piece.substr(0, std::min(room, piece.size())));
}

void LineReader::give(std::string_view text, bool too_long, const OnLine& on_line) {
  if (!text.empty() && text.back() == '\r') {
    text.remove_suffix(1);
  }
  on_line({.number = ++number_, .text = text, .too_long = too_long});
}

} // namespace cw::detector
