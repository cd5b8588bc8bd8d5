// Frequencies and rates as people write them: "935.2M", "1.92M", "200k".
#pragma once

#include <optional>
#include <string_view>

namespace cw::app {

/// A positive number with or without k, M or G; nothing if it is anything else.
std::optional<double> parse_hz(std::string_view text);

} // namespace cw::app
