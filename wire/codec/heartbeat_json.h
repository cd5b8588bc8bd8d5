// A heartbeat as one JSON object: on the bus, in snapshots, for `status --json`.
#pragma once

#include "wire/heartbeat.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace cw::wire {

/// One line without a newline. Text that is not UTF-8 is replaced.
std::string heartbeat_json(const Heartbeat& heartbeat);

/// Whoever wrote it. Errors  one sentence that names the key.
tl::expected<Heartbeat, std::string> parse_heartbeat(std::string_view text);

} // namespace cw::wire
