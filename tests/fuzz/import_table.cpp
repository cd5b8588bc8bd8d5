// A table to import as anybody may write it, whole and cut into pieces.
#include "detector/baseline/import/cell_check.h"
#include "detector/baseline/import/table_parser.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

using namespace cw::detector;

namespace {

struct Seen {
  std::uint64_t line = 0;
  Verdict verdict = Verdict::used;
  std::string_view why;
  CellRecord cell;
  bool operator==(const Seen&) const = default;
};

bool lawful(const CellRecord& cell) {
  return cell.cell > 0 && cell.lat_e7 >= -900'000'000 && cell.lat_e7 <= 900'000'000 &&
         cell.lon_e7 >= -1'800'000'000 && cell.lon_e7 <= 1'800'000'000 && cell.unit <= 1007;
}

std::vector<Seen> rows_of(std::string_view text, const TableHints& hints, std::size_t piece) {
  std::vector<Seen> seen;
  TableParser parser(hints);
  const auto on_row = [&](const TableParser::Row& row) {
    const ParsedRow& parsed = row.parsed;
    seen.push_back(
        {row.line, parsed.verdict, parsed.why, parsed.has_cell ? parsed.cell : CellRecord()});
    if ((parsed.has_cell && !lawful(parsed.cell)) ||
        (parsed.has_cell && parsed.verdict != Verdict::used)) {
      std::abort(); // something unlawful would be imported
    }
  };
  for (std::size_t at = 0; at < text.size(); at += piece) {
    static_cast<void>(parser.feed(text.substr(at, piece), on_row));
  }
  static_cast<void>(parser.finish(on_row));
  return seen;
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): octets as text
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (rows_of(text, {}, std::max<std::size_t>(size, 1)) != rows_of(text, {}, 5)) {
    std::abort(); // cutting elsewhere gave other rows
  }
  // The first line as a map of the rest.
  const std::size_t end = text.find('\n');
  if (end != std::string_view::npos) {
    const TableHints mapped{.source = std::nullopt, .columns = std::string(text.substr(0, end))};
    rows_of(text.substr(end + 1), mapped, std::max<std::size_t>(size, 1));
  }
  return 0;
}
