// Names of sensors and clients: in frames, in file names, on screens.
#pragma once

#include <string_view>

namespace cw::wire {

/// [A-Za-z0-9._-], 1 to 64 of them, the first no dot.
bool valid_name(std::string_view name) noexcept;

/// 16 lower-case hexadecimal digits: epochs of spools, runs of detectors.
bool valid_epoch(std::string_view text) noexcept;

} // namespace cw::wire
