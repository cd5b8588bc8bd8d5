// Octets of a text file, in whatever pieces, to its lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace cw::detector {

struct TextLine {
  std::uint64_t number = 0; ///< counted from 1
  std::string_view text;    ///< without its end; good until the callback returns
  bool too_long = false;    ///< over k_max_line octets: `text` is its beginning
};

/// Lines end with LF or CR LF; the last one need not. Cutting the octets elsewhere gives the same
/// lines. Memory: one line, at most k_max_line octets.
class LineReader {
public:
  static constexpr std::size_t k_max_line = 16384;
  using OnLine = std::function<void(const TextLine&)>;

  void feed(std::string_view octets, const OnLine& on_line);
  void finish(const OnLine& on_line); ///< the last line, if no end came after it

private:
  void keep(std::string_view piece);
  void give(std::string_view text, bool too_long, const OnLine& on_line);

  std::string begun_; ///< of a line whose end has not come
  bool begun_too_long_ = false;
  std::uint64_t number_ = 0;
};

} // namespace cw::detector
