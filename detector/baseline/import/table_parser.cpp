#include "detector/baseline/import/table_parser.h"

#include "detector/baseline/import/field_text.h"
#include "detector/baseline/import/named_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cw::detector {
namespace {

constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";
constexpr const char* k_what_we_know =
    "is no table that is known here (OpenCelliD, Tower Collector, WiGLE, ANFR, ISED); if it is "
    "one of cells, name its columns with --columns";

/// Of the usual separators the one that is most often there.
char separator_of(std::string_view line) {
  constexpr std::array k_separators = {',', ';', '\t'};
  return *std::max_element(k_separators.begin(), k_separators.end(), [&](char one, char other) {
    return std::count(line.begin(), line.end(), one) < std::count(line.begin(), line.end(), other);
  });
}

using Found = tl::expected<Layout, std::string>;

Found find_layout(const CsvFields& first, char separator, const TableHints& hints) {
  Layout layout;
  layout.separator = separator;
  if (!hints.columns.empty()) {
    auto mapped = mapped_table(hints.columns, first);
    if (!mapped) {
      return tl::unexpected(mapped.error());
    }
    layout.parser = std::move(*mapped);
    return layout;
  }
  const auto wanted = [&](ImportSource source) { return !hints.source || hints.source == source; };
  layout.parser = named_table(first, hints.source);
  if (!layout.parser && wanted(ImportSource::wigle)) {
    layout.parser = wigle_parser(first);
  }
  if (!layout.parser && wanted(ImportSource::anfr)) {
    layout.parser = anfr_parser(first);
  }
  if (!layout.parser && wanted(ImportSource::ised)) {
    layout.parser = ised_parser(first);
  }
  if (!layout.parser && wanted(ImportSource::opencellid)) {
    layout.parser = opencellid_without_header(first);
    layout.first_line_is_row = layout.parser != nullptr;
  }
  if (!layout.parser) {
    return tl::unexpected(
        hints.source ? fmt::format("is no {} table: its first line lacks columns that such a "
                                   "table has; leave --format out to find out what it is",
                                   import_source_name(*hints.source))
                     : std::string(k_what_we_know));
  }
  return layout;
}

} // namespace

tl::expected<void, std::string> TableParser::feed(std::string_view octets, const OnRow& on_row) {
  if (error_.empty()) {
    lines_.feed(octets, [&](const TextLine& line) { take_line(line, on_row); });
  }
  return outcome();
}

tl::expected<void, std::string> TableParser::finish(const OnRow& on_row) {
  if (error_.empty()) {
    lines_.finish([&](const TextLine& line) { take_line(line, on_row); });
  }
  if (error_.empty() && !layout_.parser) {
    error_ = "has no line in it";
  }
  return outcome();
}

tl::expected<void, std::string> TableParser::outcome() const {
  if (!error_.empty()) {
    return tl::unexpected(error_);
  }
  return {};
}

void TableParser::take_line(const TextLine& line, const OnRow& on_row) {
  if (!error_.empty() || trimmed(line.text).empty()) {
    return;
  }
  if (!layout_.parser) {
    take_first_line(line, on_row);
  } else {
    take_row(line, on_row);
  }
}

void TableParser::take_first_line(const TextLine& line, const OnRow& on_row) {
  TextLine first = line;
  if (first.text.starts_with(k_byte_order_mark)) {
    first.text.remove_prefix(k_byte_order_mark.size());
  }
  if (first.text.starts_with("WigleWifi-") && hints_.columns.empty()) {
    return; // the header comes in the next line
  }
  const char separator = separator_of(first.text);
  if (first.too_long || !fields_.split(first.text, separator)) {
    error_ = k_what_we_know;
    return;
  }
  auto layout = find_layout(fields_, separator, hints_);
  if (!layout) {
    error_ = layout.error();
    return;
  }
  layout_ = std::move(*layout);
  if (layout_.first_line_is_row) {
    take_row(first, on_row);
  }
}

void TableParser::take_row(const TextLine& line, const OnRow& on_row) {
  row_.verdict = Verdict::used;
  row_.why = {};
  row_.has_cell = row_.has_site = false;
  const bool split = fields_.split(line.text, layout_.separator);
  if (line.too_long) {
    refuse(row_, "a line too long to be a row");
  } else if (!split) {
    refuse(row_, "quotes that do not match");
  } else if (layout_.parser->is_header(fields_)) {
    return;
  } else {
    layout_.parser->parse(fields_, row_);
  }
  on_row({.line = line.number, .parsed = row_});
}

} // namespace cw::detector
