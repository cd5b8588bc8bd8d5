// What the baseline commands print, for people and as JSON.
#pragma once

#include "detector/baseline/imported_cells.h"
#include "detector/known_cells.h"

#include <string>
#include <vector>

namespace cw::app {

std::string learned_text(const detector::LearnResult& learned);
/// Why no cell was learned and what became of the file, one sentence.
std::string
nothing_learned(const detector::LearnResult& learned, const std::string& db_path, bool db_exists);
std::string learned_json(const detector::LearnResult& learned);

std::string known_cells_text(const std::vector<detector::KnownCell>& cells);
/// An object: "cells" that were learned, and "imported", how many each source has.
std::string known_cells_json(const std::vector<detector::KnownCell>& cells,
                             const std::vector<detector::ImportedCount>& imported);
/// How many cells of each source were imported, a line each; nothing if there are none.
std::string imported_text(const std::vector<detector::ImportedCount>& imported);

std::string differences_text(const std::vector<detector::CellDifference>& differences);
std::string differences_json(const std::vector<detector::CellDifference>& differences);

} // namespace cw::app
