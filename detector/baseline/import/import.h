// `cellwarden baseline import`: tables of cells from elsewhere into a baseline's file.
#pragma once

#include "detector/baseline/imported_cells.h"

#include <tl/expected.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cw::detector {

struct ImportProgress {
  std::string_view path;
  bool writing = false; ///< the file has been read, its cells are being written
  double part = 0;      ///< of what it is doing, 0 to 1
  std::uint64_t rows = 0;
};

struct ImportOptions {
  std::optional<ImportSource> source; ///< what the tables are; nothing: find out
  std::string columns;                ///< "mcc=MCC,rat:LTE": see README; then the source is csv
  const std::atomic<bool>* stop = nullptr;
  std::function<void(const ImportProgress&)> progress; ///< a few times a second at most
};

struct RefusedRow {
  std::uint64_t line = 0;
  std::string why;
};

struct ImportedFile {
  static constexpr std::size_t k_refused_listed = 10;

  std::string path, format; ///< format for people: "OpenCelliD cell table"
  ImportSource source = ImportSource::csv;
  std::uint64_t rows = 0;                           ///< without headers and empty lines
  std::uint64_t used = 0, skipped = 0, refused = 0; ///< of the rows
  std::uint64_t cells_added = 0;
  std::uint64_t cells_updated = 0; ///< the source had them, and this file knows more
  std::uint64_t cells_kept = 0;    ///< the source had them, and this file tells nothing new
  std::uint64_t sites_added = 0;
  std::map<std::string, std::uint64_t, std::less<>> skipped_why{}, refused_why{};
  std::map<std::string, std::uint64_t, std::less<>> used_in_part{}; ///< sites without their cell
  std::vector<RefusedRow> first_refused{};                          ///< at most k_refused_listed
};

struct ImportReport {
  std::vector<ImportedFile> files;
  std::string error; ///< not empty: it broke off; what the files say has been written
};

/// One after the other. Rows that cannot be right are counted and never end an import. Importing
/// the same table again changes nothing; a newer one updates its source's cells; cells that were
/// learned are not touched.
///
/// Errors  The inputs or the baseline cannot be used, in one sentence; nothing has been imported
///         then. What fails later is in the report.
/// Memory  About 200 MB whatever the size; the rest is sorted through a file beside the baseline.
tl::expected<ImportReport, std::string> import_tables(const std::vector<std::string>& paths,
                                                      const std::string& db_path,
                                                      const ImportOptions& options);

} // namespace cw::detector
