// A message for people, reports and the baseline: a name and an ordered tree of named values.
#pragma once

#include "messages/gsm/message.h"
#include "wire/fields.h"

#include <string_view>

namespace cw::messages::gsm {

/// Short key: "si3", "paging_request_1", "immediate_assignment", "identity_request", "cc_setup" ...
/// Never empty: what has no name is "rr_other", "l3_other" or "link_frame"; empty blocks are
/// "fill".
std::string_view message_name(const Message& message);

/// Names are the specification's in snake case. A value is what a person reads, with its unit in
/// the name (t3212_min, cell_reselect_offset_db); the code as sent stands beside it as ..._code.
/// Absent elements are absent. Two nulls have a meaning, and the code beside them says which:
/// t3212_min (no periodic updating) and penalty_time_s (code 31: the offset is subtracted).
wire::Fields describe(const Message& message);

} // namespace cw::messages::gsm
