#include "detector/baseline/import/import.h"

#include "detector/baseline/import/gzip_input.h"
#include "detector/baseline/import/imported_tables.h"
#include "detector/baseline/import/merge.h"
#include "detector/baseline/import/place_order.h"
#include "detector/baseline/import/sorted_runs.h"
#include "detector/baseline/import/table_parser.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <utility>

namespace cw::detector {
namespace {

using Done = tl::expected<void, std::string>;

constexpr std::size_t k_read_octets = 1U << 18U;
constexpr std::size_t k_in_memory = 786'432; // records: 38 MB by identity, 50 MB by place

struct ByIdentity {
  bool operator()(const CellRecord& one, const CellRecord& other) const {
    return identity_of(one) < identity_of(other);
  }
};

struct Placed {
  std::uint64_t order = 0; ///< place_order()
  std::int64_t replaces = 0;
  CellRecord cell;
};
struct ByPlace {
  bool operator()(const Placed& one, const Placed& other) const { return one.order < other.order; }
};

class Ticker {
public:
  explicit Ticker(const ImportOptions& options) : options_(options) {}
  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }
  void tell(const ImportProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (options_.progress && now >= next_) {
      next_ = now + std::chrono::milliseconds(200);
      options_.progress(progress);
    }
  }

private:
  const ImportOptions& options_;
  std::chrono::steady_clock::time_point next_{};
};

/// One file on its way: read and sorted by identity, made one record a cell, sorted by place,
/// written.
class FileImport {
public:
  FileImport(ImportedTables& tables, const std::string& folder, Ticker& ticker, ImportedFile& file)
      : tables_(tables), ticker_(ticker), file_(file), by_identity_(folder, k_in_memory),
        by_place_(folder, k_in_memory) {}

  Done read(const TableHints& hints);
  Done write();
  bool measurements = false;

private:
  struct Written {
    std::uint64_t cells_added = 0, cells_updated = 0, sites_added = 0;
  };
  Done take(const TableParser::Row& row);
  Done place(const CellRecord& cell);
  Done write_cells();
  void note_commit() {
    if (tables_.all_committed()) {
      committed_ = {file_.cells_added, file_.cells_updated, file_.sites_added};
    }
  }

  ImportedTables& tables_;
  Ticker& ticker_;
  ImportedFile& file_;
  SortedRuns<CellRecord, ByIdentity> by_identity_;
  SortedRuns<Placed, ByPlace> by_place_;
  Written committed_;
};

void count(std::map<std::string, std::uint64_t, std::less<>>& by_reason, std::string_view why) {
  const auto found = by_reason.find(why);
  if (found == by_reason.end()) {
    by_reason.emplace(why, 1);
  } else {
    ++found->second;
  }
}

Done FileImport::take(const TableParser::Row& row) {
  const ParsedRow& parsed = row.parsed;
  ++file_.rows;
  if (parsed.verdict == Verdict::skipped) {
    ++file_.skipped;
    count(file_.skipped_why, parsed.why);
    return {};
  }
  if (parsed.verdict == Verdict::refused) {
    ++file_.refused;
    count(file_.refused_why, parsed.why);
    if (file_.first_refused.size() < ImportedFile::k_refused_listed) {
      file_.first_refused.push_back({row.line, std::string(parsed.why)});
    }
    return {};
  }
  ++file_.used;
  if (!parsed.why.empty()) {
    count(file_.used_in_part, parsed.why);
  }
  if (parsed.has_site) {
    const auto added = tables_.put(parsed.site);
    if (!added) {
      return tl::unexpected(added.error());
    }
    file_.sites_added += *added ? 1U : 0U;
    note_commit();
  }
  return parsed.has_cell ? by_identity_.add(parsed.cell) : Done();
}

Done FileImport::read(const TableHints& hints) {
  auto input = GzipInput::open(file_.path);
  if (!input) {
    return tl::unexpected(input.error());
  }
  TableParser parser(hints);
  Done taken;
  const auto on_row = [&](const TableParser::Row& row) {
    if (taken) {
      taken = take(row);
    }
  };
  std::vector<char> buffer(k_read_octets);
  while (taken) {
    if (ticker_.stopped()) {
      return tl::unexpected(fmt::format("stopped while reading {}", file_.path));
    }
    const auto got = input->read(buffer);
    if (!got) {
      return tl::unexpected(got.error());
    }
    const auto fed = *got == 0 ? parser.finish(on_row)
                               : parser.feed(std::string_view(buffer.data(), *got), on_row);
    if (!fed) {
      return tl::unexpected(fmt::format("{} {}", file_.path, fed.error()));
    }
    if (*got == 0) {
      return taken;
    }
    const double total = static_cast<double>(std::max<std::uint64_t>(input->octets_total(), 1));
    ticker_.tell({.path = file_.path,
                  .part = static_cast<double>(input->octets_read()) / total,
                  .rows = file_.rows});
  }
  return taken;
}

/// A cell of the file against what the source has, and on to where it will be written.
Done FileImport::place(const CellRecord& cell) {
  Placed placed{.order = place_order(cell.lat_e7, cell.lon_e7), .cell = cell};
  if (!tables_.has_cells()) {
    return by_place_.add(placed);
  }
  const auto known = tables_.find(cell);
  if (!known) {
    return tl::unexpected(known.error());
  }
  if (*known) {
    if (update((*known)->cell, placed.cell, measurements) == Update::keep) {
      ++file_.cells_kept;
      return {};
    }
    placed.replaces = (*known)->id;
    placed.order = place_order(placed.cell.lat_e7, placed.cell.lon_e7);
  }
  return by_place_.add(placed);
}

Done FileImport::write_cells() {
  const double total = static_cast<double>(std::max<std::uint64_t>(by_place_.size(), 1));
  std::uint64_t written = 0;
  return by_place_.merge([&](const Placed& placed) -> Done {
    if (auto put = tables_.put(placed.cell, placed.replaces); !put) {
      return put;
    }
    ++(placed.replaces == 0 ? file_.cells_added : file_.cells_updated);
    note_commit();
    constexpr std::uint64_t k_rows_a_look = 4096;
    if (++written % k_rows_a_look == 0) {
      ticker_.tell({.path = file_.path,
                    .writing = true,
                    .part = static_cast<double>(written) / total,
                    .rows = file_.rows});
    }
    return {};
  });
}

Done FileImport::write() {
  SameCell same(measurements);
  std::optional<CellRecord> first;
  Done done = by_identity_.merge([&](const CellRecord& next) -> Done {
    if (first && identity_of(*first) == identity_of(next)) {
      same.add(next);
      return {};
    }
    Done placed = first ? place(same.result()) : Done();
    first = next;
    same.start(next);
    return placed;
  });
  if (done && first) {
    done = place(same.result());
  }
  if (done) {
    done = tables_.expect_cells(by_place_.size());
  }
  if (done) {
    done = write_cells();
  }
  if (done) {
    done = tables_.finish();
  }
  note_commit();
  if (!done) { // what was not committed is gone
    file_.cells_added = committed_.cells_added;
    file_.cells_updated = committed_.cells_updated;
    file_.sites_added = committed_.sites_added;
  }
  return done;
}

/// What the table is, by its beginning.
tl::expected<ImportedFile, std::string>
recognized(const std::string& path, const TableHints& hints, bool& measurements) {
  auto input = GzipInput::open(path);
  if (!input) {
    return tl::unexpected(input.error());
  }
  TableParser parser(hints);
  std::vector<char> buffer(k_read_octets);
  const auto ignore = [](const TableParser::Row&) {};
  while (parser.format() == nullptr) {
    const auto got = input->read(buffer);
    if (!got) {
      return tl::unexpected(got.error());
    }
    const auto fed = *got == 0 ? parser.finish(ignore)
                               : parser.feed(std::string_view(buffer.data(), *got), ignore);
    if (!fed) {
      return tl::unexpected(fmt::format("{} {}", path, fed.error()));
    }
  }
  measurements = parser.format()->measurements();
  return ImportedFile{
      .path = path, .format = parser.format()->name(), .source = parser.format()->source()};
}

/// Where the baseline is, with its separator: there is room for a copy of what goes into it.
std::string folder_of(const std::string& db_path) {
  const auto slash = db_path.rfind('/');
  return slash == std::string::npos ? std::string() : db_path.substr(0, slash + 1);
}

} // namespace

tl::expected<ImportReport, std::string> import_tables(const std::vector<std::string>& paths,
                                                      const std::string& db_path,
                                                      const ImportOptions& options) {
  const TableHints hints{options.source, options.columns};
  std::vector<std::pair<ImportedFile, bool>> files;
  for (const std::string& path : paths) {
    bool measurements = false;
    auto file = recognized(path, hints, measurements);
    if (!file) {
      return tl::unexpected(file.error());
    }
    files.emplace_back(std::move(*file), measurements);
  }
  auto tables = ImportedTables::open(db_path);
  if (!tables) {
    return tl::unexpected(tables.error());
  }
  ImportReport report;
  Ticker ticker(options);
  for (auto& [file, measurements] : files) {
    report.files.push_back(std::move(file));
    FileImport one(*tables, folder_of(db_path), ticker, report.files.back());
    one.measurements = measurements;
    Done done = tables->begin(report.files.back().source);
    if (done) {
      done = one.read(hints);
      const Done written = one.write(); // of what was read, even if reading broke off
      done = done ? written : done;
    }
    if (!done) {
      report.error = done.error();
      break;
    }
  }
  return report;
}

} // namespace cw::detector
