// The fields of a cell that a baseline keeps: name and value as text.
#pragma once

#include "detector/baseline/known_cell.h"
#include "detector/cells/cell_facts.h"

#include <map>
#include <string>
#include <vector>

namespace cw::detector {

/// How much a change of a field means (catalogue, B05).
enum class FieldClass : std::uint8_t { identity, structure, lure, timer_or_list };

/// Names of the fields, each with its class. A field that varies by itself (access class barring,
/// cell bar, change marks) is not here.
const std::map<std::string, FieldClass>& field_classes();

using FieldValues = std::map<std::string, std::string>;

/// What this cell says now. A field it has not said is absent, the neighbour list until all of its
/// parts have been heard.
FieldValues field_values(const CellFacts& cell);

/// Fields with a value now that the baseline never met. Known is the newest value it has.
std::vector<FieldDifference> differences(const KnownCell& known, const FieldValues& now);

/// Numbers of a list value, "8 15 23".
std::vector<int> list_of(const std::string& value);
/// Common entries over all entries; 1 where both are empty.
double jaccard(const std::vector<int>& one, const std::vector<int>& other);

} // namespace cw::detector
