// One file format: how its first line is known and what a row of it means.
#pragma once

#include "detector/baseline/import/csv_fields.h"
#include "detector/baseline/import/records.h"

#include <tl/expected.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace cw::detector {

class RowParser {
public:
  virtual ~RowParser() = default;
  virtual ImportSource source() const = 0;
  virtual const char* name() const = 0; ///< for people: "OpenCelliD cell table"
  /// Rows are single measurements, many for a cell; otherwise a row is all a source has of a cell.
  virtual bool measurements() const { return false; }
  /// Files get joined: the first line may come again.
  virtual bool is_header(const CsvFields& row) const = 0;
  virtual void parse(const CsvFields& row, ParsedRow& out) const = 0;
};

/// How a file is to be read.
struct Layout {
  std::unique_ptr<RowParser> parser;
  char separator = ',';
  bool first_line_is_row = false; ///< no header: country downloads of OpenCelliD
};

/// What the technologies are called in all these files.
enum class RatName : std::uint8_t { gsm, umts, lte, nr, cdma, unknown };
RatName rat_named(std::string_view text);
Rat rat_of(RatName name); ///< not of cdma and unknown

/// Fills `out`, or refuses.
void skip(ParsedRow& out, std::string_view why);
void refuse(ParsedRow& out, std::string_view why);

/// The column with this name, CsvFields::k_max_fields if there is none.
std::size_t column_named(const CsvFields& header, std::string_view name);

std::unique_ptr<RowParser> wigle_parser(const CsvFields& header); ///< null: not its header
std::unique_ptr<RowParser> anfr_parser(const CsvFields& header);
std::unique_ptr<RowParser> ised_parser(const CsvFields& header);

} // namespace cw::detector
