// What the baseline commands print, for people and as JSON.
#pragma once

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
std::string known_cells_json(const std::vector<detector::KnownCell>& cells);

std::string differences_text(const std::vector<detector::CellDifference>& differences);
std::string differences_json(const std::vector<detector::CellDifference>& differences);

} // namespace cw::app
