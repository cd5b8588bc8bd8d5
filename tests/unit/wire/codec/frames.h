// One frame of each kind, every field set.
#pragma once

#include "wire/codec/bus_frame.h"

#include <vector>

namespace cw::wire::test {

Heartbeat full_heartbeat();
CellReport full_cell();
AlertReport full_alert();
Snapshot full_snapshot();
std::vector<FrameToDetector> frames_to_detector();
std::vector<FrameFromDetector> frames_from_detector();

} // namespace cw::wire::test
