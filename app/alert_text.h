// A step in the life of an alert, as a line for people and as JSON.
#pragma once

#include "detector/store/live_records.h"
#include "wire/report.h"

#include <string>

namespace cw::app {

/// "2026-11-25T10:04:31Z raised high 3f0a...: The cell on ARFCN 25 ... is probably fake: ..."
std::string step_line(const detector::AlertStep& step, const wire::AlertReport& alert);

/// {"step":{"number","kind","t","who","why","severity"},"alert":{as in the report}} and a newline.
std::string step_json(const detector::AlertStep& step, const wire::AlertReport& alert);

} // namespace cw::app
