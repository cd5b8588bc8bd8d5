// The report as one JSON document, "cellwarden-report/1" of the contract.
#pragma once

#include "wire/report.h"

#include <string>

namespace cw::wire {

/// Every key of the contract in its order; null for what is not known. Text from the air that is
/// not UTF-8 is replaced, never dropped. Ends with a newline.
std::string report_json(const Report& report);

/// A decoded message's fields alone, for `baseline show --json` and tests.
std::string fields_json(const Fields& fields);

} // namespace cw::wire
