// Octets of a table of cells, in whatever pieces, to parsed rows: which format it is, and each row.
#pragma once

#include "detector/baseline/import/line_reader.h"
#include "detector/baseline/import/row_parser.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cw::detector {

/// How the user says a table is to be read; nothing: find out.
struct TableHints {
  std::optional<ImportSource> source;
  std::string columns; ///< as of --columns; then the table is of the user's own
};

/// Empty lines and repeated headers are no rows. Cutting the octets elsewhere gives the same rows.
class TableParser {
public:
  struct Row {
    std::uint64_t line = 0;
    const ParsedRow& parsed; ///< good until the callback returns
  };
  using OnRow = std::function<void(const Row&)>;

  explicit TableParser(TableHints hints) : hints_(std::move(hints)) {}

  /// Errors: the table is none we know, or not the one it is said to be; a sentence's end, to be
  /// put behind the file's name. Later octets are ignored then.
  tl::expected<void, std::string> feed(std::string_view octets, const OnRow& on_row);
  tl::expected<void, std::string> finish(const OnRow& on_row);

  /// Null until the first line has been seen.
  const RowParser* format() const noexcept { return layout_.parser.get(); }

private:
  void take_line(const TextLine& line, const OnRow& on_row);
  void take_first_line(const TextLine& line, const OnRow& on_row);
  void take_row(const TextLine& line, const OnRow& on_row);
  tl::expected<void, std::string> outcome() const;

  TableHints hints_;
  LineReader lines_;
  CsvFields fields_;
  Layout layout_;
  ParsedRow row_;
  std::string error_;
};

} // namespace cw::detector
