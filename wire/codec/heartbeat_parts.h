// Heartbeats as JSON values inside other documents. Inside wire/codec only.
#pragma once

#include "wire/codec/field_reader.h"
#include "wire/heartbeat.h"

#include <nlohmann/json.hpp>

namespace cw::wire {

nlohmann::ordered_json to_json(const Heartbeat& heartbeat);
Heartbeat take_heartbeat(FieldReader& in);

} // namespace cw::wire
