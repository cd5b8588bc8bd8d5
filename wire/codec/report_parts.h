// Parts of the report as JSON values, and read back. Inside wire/codec only.
#pragma once

#include "wire/codec/field_reader.h"
#include "wire/report.h"

#include <nlohmann/json.hpp>

namespace cw::wire {

using Json = nlohmann::ordered_json;

Json to_json(const CellReport& cell);
Json to_json(const AlertReport& alert);

/// Whoever wrote it; nothing is worth having if the reader is not ok() afterwards. `train` is not
/// in the report: it is 1 where a level is, else 0.
CellReport take_cell(FieldReader& in);
AlertReport take_alert(FieldReader& in);

} // namespace cw::wire
