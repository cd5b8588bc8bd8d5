// `cellwarden baseline import`: tables of cells from elsewhere into a baseline's file.
#pragma once

#include "app/commands.h"
#include "detector/baseline/import/import.h"

#include <string>

namespace cw::app {

void add_baseline_import(CLI::App& baseline, Run& run);

/// What an import did, for people and as JSON.
std::string import_text(const detector::ImportReport& report);
std::string import_json(const detector::ImportReport& report);
/// "4 969 242".
std::string with_spaces(std::uint64_t number);

} // namespace cw::app
