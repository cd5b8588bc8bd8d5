// Known-good cells in an SQLite file: look-ups while judging, and learning.
#pragma once

#include "detector/baseline/cell_fields.h"
#include "detector/baseline/known_cell.h"
#include "detector/cells/cell_book.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cw::detector {

/// How an operator's cells behave: sums over all that was learned of a PLMN.
struct Habit {
  std::uint64_t ciphered = 0, clear = 0; ///< dialogues: cipher ordered; SMS or A5/0 seen
  std::uint64_t paging_records = 0, paging_imsi = 0;
};

/// How long and how often the place was listened to.
struct Watch {
  std::uint64_t sweeps = 0;   ///< learned sessions that covered the carrier
  std::optional<double> days; ///< from the first to the last of them, if dated
};

/// One session as it goes into the baseline.
struct Lesson {
  struct Cell {
    std::string mcc, mnc;
    std::uint16_t lac = 0, ci = 0;
    double level_dbfs = 0;
    FieldValues fields;
    Habit habit;
  };
  std::optional<double> start_unix_s;
  std::optional<Coverage> coverage;
  std::vector<Cell> cells;
};

/// An open file. Not thread safe. Text in errors is one sentence with the path in it.
class Baseline {
public:
  static tl::expected<Baseline, std::string> open_read_only(const std::string& path);
  /// Makes the file if missing and brings an older one up to date.
  static tl::expected<Baseline, std::string> open(const std::string& path);
  /// Whether open() has a chance, without touching the file: for those who work minutes before it.
  static tl::expected<void, std::string> check(const std::string& path);
  Baseline(Baseline&&) noexcept;
  Baseline& operator=(Baseline&&) noexcept;
  ~Baseline();

  /// By identity; with no such cell, by the identity less its LAC where ARFCN and BSIC agree.
  std::optional<KnownCell> find(const CellFacts& cell) const;
  /// Of one operator, most often seen first; at most `limit`.
  std::vector<KnownCell>
  of_plmn(const std::string& mcc, const std::string& mnc, std::size_t limit) const;
  bool knows_lac(const std::string& mcc, const std::string& mnc, std::uint16_t lac) const;
  Habit habit(const std::string& mcc, const std::string& mnc) const;
  Watch watch(std::optional<double> carrier_hz) const;
  std::vector<KnownCell> all() const; ///< by id

  /// All or nothing. Returns whether each cell was new.
  tl::expected<std::vector<bool>, std::string> learn(const Lesson& lesson);

private:
  struct File;
  explicit Baseline(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

/// SQLite's own sentence is not enough: what file, what to do.
inline constexpr int k_baseline_schema = 2;

} // namespace cw::detector
