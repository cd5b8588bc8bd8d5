// How a receiver is doing, for a person.
#pragma once

#include "wire/heartbeat.h"

#include <string>

namespace cw::app {

/// One line: "van-1: watching 13 tunings, round 3; 21 carriers, 9 cells, 60 blocks/s; -31 dBFS; 3D
/// fix".
std::string heartbeat_line(const wire::Heartbeat& beat);

} // namespace cw::app
