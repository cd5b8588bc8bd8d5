// Batches and their items out of objects that are parsed already. Inside wire/codec only.
#pragma once

#include "wire/codec/field_reader.h"
#include "wire/sensor_batch.h"

namespace cw::wire {

/// Nothing is worth having if the reader is not ok() afterwards.
GsmBlock take_block(FieldReader& in);
SensorItem take_sensor_item(FieldReader& in);
SensorBatch take_sensor_batch(FieldReader& in);

} // namespace cw::wire
