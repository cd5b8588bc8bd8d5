#include "detector/baseline/import/named_table.h"

#include "detector/baseline/import/cell_check.h"
#include "detector/baseline/import/field_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace cw::detector {
namespace {

constexpr std::array<std::string_view, k_roles> k_role_names = {"rat",
                                                                "mcc",
                                                                "mnc",
                                                                "plmn",
                                                                "area",
                                                                "tac",
                                                                "cell",
                                                                "unit",
                                                                "pci",
                                                                "channel",
                                                                "lat",
                                                                "lon",
                                                                "range_m",
                                                                "samples",
                                                                "first_seen",
                                                                "last_seen"};

struct Description {
  ImportSource source = ImportSource::csv;
  const char* name = "";
  bool measurements = false;
};

class NamedTable final : public RowParser {
public:
  NamedTable(Description what, ColumnMap columns, const CsvFields& header)
      : what_(what), columns_(std::move(columns)), first_(header[0]), second_(header[1]) {}

  ImportSource source() const override { return what_.source; }
  const char* name() const override { return what_.name; }
  bool measurements() const override { return what_.measurements; }
  bool is_header(const CsvFields& row) const override {
    return row[0] == first_ && row[1] == second_;
  }
  void parse(const CsvFields& row, ParsedRow& out) const override;

private:
  CellNumbers numbers(const CsvFields& row, Rat rat, CellRecord& cell) const;
  void add_details(const CsvFields& row, Rat rat, CellRecord& cell) const;

  Description what_;
  ColumnMap columns_;
  std::string first_, second_; ///< of the header
};

/// 0 for what does not fit or is nothing that was ever counted.
std::uint32_t small_count(std::string_view text) {
  constexpr std::int64_t k_int_max = std::numeric_limits<std::int32_t>::max();
  const auto value = whole_number(text);
  return value && *value > 0 && *value < k_int_max ? static_cast<std::uint32_t>(*value) : 0U;
}

std::uint32_t metres(std::string_view text) {
  constexpr double k_largest_m = 1e6;
  const auto value = number(text);
  return value && *value > 0 && *value <= k_largest_m ? static_cast<std::uint32_t>(*value)
                                                      : k_unknown;
}

CellNumbers NamedTable::numbers(const CsvFields& row, Rat rat, CellRecord& cell) const {
  CellNumbers now;
  now.rat = rat;
  if (columns_.has(Role::plmn)) {
    if (const auto plmn = plmn_of(columns_.get(row, Role::plmn))) {
      now.mcc = plmn->mcc;
      now.mnc = plmn->mnc.mnc;
      cell.mnc_digits = plmn->mnc.digits;
    }
  } else {
    now.mcc = whole_number(columns_.get(row, Role::mcc));
    if (const auto mnc = mnc_of(columns_.get(row, Role::mnc))) {
      now.mnc = mnc->mnc;
      cell.mnc_digits = mnc->digits;
    } else {
      now.mnc = whole_number(columns_.get(row, Role::mnc)); // to say what is wrong with it
    }
  }
  const bool packet_only = rat == Rat::lte || rat == Rat::nr;
  now.area = whole_number(columns_.get(row, Role::area));
  if (packet_only && !trimmed(columns_.get(row, Role::tac)).empty()) {
    now.area = whole_number(columns_.get(row, Role::tac));
  }
  now.area_needed = !packet_only || columns_.has(Role::area) || columns_.has(Role::tac);
  now.cell = whole_number(columns_.get(row, Role::cell));
  now.lat_e7 = degrees_e7(columns_.get(row, Role::lat));
  now.lon_e7 = degrees_e7(columns_.get(row, Role::lon));
  return now;
}

void NamedTable::add_details(const CsvFields& row, Rat rat, CellRecord& cell) const {
  auto unit = whole_number(columns_.get(row, Role::pci));
  if (!unit || *unit < 0) {
    unit = whole_number(columns_.get(row, Role::unit));
  }
  cell.unit = unit_of(rat, unit);
  const auto channel = whole_number(columns_.get(row, Role::channel));
  constexpr std::int64_t k_largest_nr_arfcn = 3'279'165;
  if (channel && *channel >= 0 && *channel <= k_largest_nr_arfcn) {
    cell.channel = static_cast<std::uint32_t>(*channel);
  }
  cell.range_m = metres(columns_.get(row, Role::range_m));
  cell.samples = what_.measurements ? 1U : small_count(columns_.get(row, Role::samples));
  cell.first_seen_unix_s = unix_seconds(columns_.get(row, Role::first_seen)).value_or(0);
  cell.last_seen_unix_s = unix_seconds(columns_.get(row, Role::last_seen)).value_or(0);
}

void NamedTable::parse(const CsvFields& row, ParsedRow& out) const {
  if (row.size() != columns_.columns) {
    return refuse(out,
                  row.size() < columns_.columns ? "fewer columns than the header"
                                                : "more columns than the header");
  }
  const RatName named = rat_named(columns_.get(row, Role::rat));
  if (named == RatName::cdma) {
    return skip(out, "CDMA");
  }
  if (named == RatName::unknown) {
    return refuse(out, "no such technology");
  }
  const Rat rat = rat_of(named);
  out.cell = {};
  const CellNumbers numbers_here = numbers(row, rat, out.cell);
  if (no_value(numbers_here.mcc) && no_value(numbers_here.cell)) {
    return skip(out, "a neighbour without an identity");
  }
  if (const auto why = why_no_cell(numbers_here); !why.empty()) {
    return refuse(out, why);
  }
  out.cell.network = network_number(
      rat, static_cast<unsigned>(*numbers_here.mcc), static_cast<unsigned>(*numbers_here.mnc));
  out.cell.area = numbers_here.area ? static_cast<std::uint32_t>(*numbers_here.area) : k_unknown;
  out.cell.cell = static_cast<std::uint64_t>(*numbers_here.cell);
  out.cell.lat_e7 = *numbers_here.lat_e7;
  out.cell.lon_e7 = *numbers_here.lon_e7;
  add_details(row, rat, out.cell);
  out.has_cell = true;
}

struct Known {
  Description what;
  std::vector<std::pair<Role, std::string_view>> columns;
  std::vector<std::string_view> also; ///< columns that tell it from others
};

const std::vector<Known>& known_tables() {
  static const std::vector<Known> tables = {
      {{ImportSource::opencellid, "OpenCelliD cell table", false},
       {{Role::rat, "radio"},
        {Role::mcc, "mcc"},
        {Role::mnc, "net"},
        {Role::area, "area"},
        {Role::cell, "cell"},
        {Role::unit, "unit"},
        {Role::lon, "lon"},
        {Role::lat, "lat"},
        {Role::range_m, "range"},
        {Role::samples, "samples"},
        {Role::first_seen, "created"},
        {Role::last_seen, "updated"}},
       {}},
      {{ImportSource::opencellid, "OpenCelliD measurements", true},
       {{Role::rat, "act"},
        {Role::mcc, "mcc"},
        {Role::mnc, "mnc"},
        {Role::area, "lac"},
        {Role::tac, "tac"},
        {Role::cell, "cellid"},
        {Role::unit, "psc"},
        {Role::pci, "pci"},
        {Role::lon, "lon"},
        {Role::lat, "lat"},
        {Role::first_seen, "measured_at"},
        {Role::last_seen, "measured_at"}},
       {"rating", "nid"}},
      {{ImportSource::tower_collector, "Tower Collector export", true},
       {{Role::rat, "net_type"},
        {Role::mcc, "mcc"},
        {Role::mnc, "mnc"},
        {Role::area, "lac"},
        {Role::cell, "cell_id"},
        {Role::unit, "psc"},
        {Role::lon, "lon"},
        {Role::lat, "lat"},
        {Role::first_seen, "measured_at"},
        {Role::last_seen, "measured_at"}},
       {"neighboring"}},
      {{ImportSource::csv, "table of cells", false},
       {{Role::rat, "rat"},
        {Role::mcc, "mcc"},
        {Role::mnc, "mnc"},
        {Role::area, "area"},
        {Role::cell, "cell"},
        {Role::lat, "lat"},
        {Role::lon, "lon"}},
       {}},
  };
  return tables;
}

/// Columns that not every version of a table has.
const std::vector<std::pair<Role, std::string_view>> k_optional_columns = {
    {Role::channel, "arfcn"},
    {Role::channel, "channel"},
    {Role::unit, "unit"},
    {Role::range_m, "range_m"},
    {Role::samples, "samples"},
    {Role::first_seen, "first_seen"},
    {Role::last_seen, "last_seen"},
};

std::optional<ColumnMap> columns_of(const Known& known, const CsvFields& header) {
  const auto missing = [&](std::string_view name) {
    return column_named(header, name) == CsvFields::k_max_fields;
  };
  if (std::any_of(known.also.begin(), known.also.end(), missing)) {
    return std::nullopt;
  }
  ColumnMap map;
  map.columns = header.size();
  for (const auto& [role, name] : known.columns) {
    if (missing(name)) {
      return std::nullopt;
    }
    map.places[static_cast<std::size_t>(role)].column = column_named(header, name);
  }
  for (const auto& [role, name] : k_optional_columns) {
    if (!map.has(role)) {
      map.places[static_cast<std::size_t>(role)].column = column_named(header, name);
    }
  }
  return map;
}

/// The upload form of Tower Collector has the columns of OpenCelliD's measurements and one more.
Description described(const Known& known, const CsvFields& header) {
  Description what = known.what;
  if (what.measurements && what.source == ImportSource::opencellid &&
      column_named(header, "devn") < CsvFields::k_max_fields) {
    what = {ImportSource::tower_collector, "Tower Collector upload", true};
  }
  return what;
}

tl::expected<void, std::string>
map_column(ColumnMap& map, std::string_view entry, const CsvFields& header) {
  const std::size_t sign = entry.find_first_of("=:");
  const std::string_view role = trimmed(entry.substr(0, sign));
  const auto named = std::find(k_role_names.begin(), k_role_names.end(), role);
  if (sign == std::string_view::npos || named == k_role_names.end()) {
    return tl::unexpected(fmt::format("--columns does not know \"{}\": give role=column or "
                                      "role:value with one of {}",
                                      trimmed(entry),
                                      fmt::join(k_role_names, ", ")));
  }
  auto& place = map.places[static_cast<std::size_t>(named - k_role_names.begin())];
  const std::string_view value = trimmed(entry.substr(sign + 1));
  if (entry[sign] == ':') {
    place.constant = value;
    return {};
  }
  place.column = column_named(header, value);
  if (place.column == CsvFields::k_max_fields) {
    return tl::unexpected(fmt::format(
        "--columns names a column \"{}\" that the table's first line does not have", value));
  }
  return {};
}

} // namespace

std::string_view role_name(Role role) {
  return k_role_names[static_cast<std::size_t>(role)];
}

tl::expected<ColumnMap, std::string> parse_columns(std::string_view map, const CsvFields& header) {
  ColumnMap columns;
  columns.columns = header.size();
  CsvFields entries;
  if (!entries.split(map, ',')) {
    return tl::unexpected(std::string("--columns has quotes that do not match"));
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (auto mapped = map_column(columns, entries[i], header); !mapped) {
      return tl::unexpected(mapped.error());
    }
  }
  const bool plmn = columns.has(Role::plmn) || (columns.has(Role::mcc) && columns.has(Role::mnc));
  for (const Role role : {Role::rat, Role::cell, Role::lat, Role::lon}) {
    if (!columns.has(role) || !plmn) {
      return tl::unexpected(
          fmt::format("--columns needs {}", plmn ? role_name(role) : "plmn, or mcc and mnc"));
    }
  }
  return columns;
}

std::unique_ptr<RowParser> named_table(const CsvFields& header,
                                       std::optional<ImportSource> wanted) {
  for (const Known& known : known_tables()) {
    auto columns = columns_of(known, header);
    const Description what = described(known, header);
    if (columns && (!wanted || wanted == what.source)) {
      return std::make_unique<NamedTable>(what, std::move(*columns), header);
    }
  }
  return nullptr;
}

std::unique_ptr<RowParser> opencellid_without_header(const CsvFields& row) {
  constexpr std::string_view k_header =
      "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal";
  CsvFields header;
  header.split(k_header, ',');
  const bool numbers = whole_number(row[1]) && whole_number(row[2]) && whole_number(row[4]) &&
                       number(row[6]) && number(row[7]);
  const bool fits = row.size() == header.size() && rat_named(row[0]) != RatName::unknown && numbers;
  return fits ? named_table(header, ImportSource::opencellid) : nullptr;
}

tl::expected<std::unique_ptr<RowParser>, std::string> mapped_table(std::string_view map,
                                                                   const CsvFields& header) {
  auto columns = parse_columns(map, header);
  if (!columns) {
    return tl::unexpected(columns.error());
  }
  const Description what{ImportSource::csv, "table with named columns", false};
  return std::make_unique<NamedTable>(what, std::move(*columns), header);
}

} // namespace cw::detector
