// An alert as the report has it, alone.
#pragma once

#include "wire/report.h"

#include <string>

namespace cw::wire {

/// One JSON object in one line, without a newline.
std::string alert_json(const AlertReport& alert);

} // namespace cw::wire
