// Writes imported cells and licensed sites into a baseline's file.
#pragma once

#include "detector/baseline/import/records.h"
#include "wire/sqlite/database.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace cw::detector {

/// The writer of one source at a time: begin(), then cells and sites, then finish(). Commits now
/// and then, so that what went well stays when something fails later.
///
/// Cells should come in place order: each 32 in a row make a block, whose outline goes into the
/// R*Tree (table imported_blocks; the ids of block b are 32 b to 32 b + 31).
class ImportedTables {
public:
  /// Makes the file if missing and brings an older one up to date.
  static tl::expected<ImportedTables, std::string> open(const std::string& db_path);
  ImportedTables(ImportedTables&&) noexcept;
  ImportedTables& operator=(ImportedTables&&) noexcept;
  ~ImportedTables();

  tl::expected<void, std::string> begin(ImportSource source);

  struct Known {
    std::int64_t id = 0;
    CellRecord cell;
  };
  /// What the source has under this identity from earlier imports.
  tl::expected<std::optional<Known>, std::string> find(const CellRecord& cell);
  bool has_cells() const; ///< of this source, from earlier

  /// How many cells will come: with many of them the index is made anew in one go at the end.
  tl::expected<void, std::string> expect_cells(std::uint64_t count);
  /// In place of the cell with the id `replaces`, unless that is 0.
  tl::expected<void, std::string> put(const CellRecord& cell, std::int64_t replaces);
  /// False: it is there already.
  tl::expected<bool, std::string> put(const SiteRecord& site);
  /// Nothing was put since the last commit: all before it stays, whatever happens.
  bool all_committed() const;
  tl::expected<void, std::string> finish();

private:
  struct File;
  explicit ImportedTables(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

} // namespace cw::detector
