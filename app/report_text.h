// The report for people: inputs, cells, alerts with their reasons, what was not evaluated.
#pragma once

#include "wire/report.h"

#include <string>

namespace cw::app {

std::string report_text(const wire::Report& report);

/// Parts of it, top to bottom.
std::string input_lines(const wire::Report& report);
std::string cell_table(const wire::Report& report);
std::string alert_text(const wire::Report& report);
std::string not_evaluated_text(const wire::Report& report);

} // namespace cw::app
