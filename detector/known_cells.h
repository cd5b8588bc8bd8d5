// `cellwarden baseline`: known-good cells in an SQLite file. Learn a session, show, compare.
#pragma once

#include "detector/baseline/known_cell.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace cw::detector {

class Detector;

struct LearnResult {
  struct LeftOut {
    std::string cell, why;
  };
  std::vector<std::string> added;   ///< ids not known before
  std::vector<std::string> updated; ///< ids known before
  std::vector<LeftOut> left_out;    ///< alert at medium or above, identity not read
};

enum class CellChange : std::uint8_t { added, missing, changed };

struct CellDifference {
  std::string id;
  CellChange change = CellChange::changed;
  std::vector<FieldDifference> fields; ///< empty unless changed
};

/// Whether the file is a baseline, or one could be made there. Touches nothing.
tl::expected<void, std::string> can_learn(const std::string& db_path);

/// Adds the cells of a finished session; makes the file if missing. All or nothing. With no cell
/// to add the file is left as it was, or not made.
tl::expected<LearnResult, std::string> learn(const std::string& db_path, const Detector& detector);

/// All cells, by id. The file must exist.
tl::expected<std::vector<KnownCell>, std::string> show(const std::string& db_path);

/// A finished session against a baseline: added means heard now and not known. A cell that was not
/// heard is missing only if the session's capture covered its carrier.
tl::expected<std::vector<CellDifference>, std::string> diff(const std::string& db_path,
                                                            const Detector& detector);

/// Two baselines: added means in the second only.
tl::expected<std::vector<CellDifference>, std::string> diff(const std::string& old_path,
                                                            const std::string& new_path);

} // namespace cw::detector
