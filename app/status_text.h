// Sensors and alerts of a detector as tables.
#pragma once

#include "wire/snapshot.h"

#include <string>

namespace cw::app {

/// A row a sensor, its troubles below it, then a row an alert that is not closed.
std::string status_text(const wire::Snapshot& snapshot);

} // namespace cw::app
