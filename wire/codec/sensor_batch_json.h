// A batch of a sensor's stream as one JSON object:
//   {"v":1,"type":"batch","sensor":...,"epoch":...,"seq":...,"blocks_total":...,"blocks_lost":...,
//    "items":[...]}
#pragma once

#include "wire/sensor_batch.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace cw::wire {

std::string sensor_batch_json(const SensorBatch& batch);

/// The same out of items that are text already: lines of append_sensor_item(), each with its
/// newline. The items of `head` are not looked at.
std::string sensor_batch_json(const SensorBatch& head, std::string_view item_lines);

/// Whoever wrote it. Errors  one sentence that names the key; one wrong item spoils the batch.
tl::expected<SensorBatch, std::string> parse_sensor_batch(std::string_view text);

} // namespace cw::wire
