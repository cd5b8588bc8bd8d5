// Where and on what something was heard: the keys that blocks and measurements share. Inside
// wire/codec only.
#pragma once

#include "wire/codec/block_json.h"
#include "wire/codec/field_reader.h"

namespace cw::wire {

/// `"carrier_offset_hz":...,"train":...,` and, if exact and there is an ARFCN, `"band":"900",`.
void append_radio(std::string& out, const RadioId& radio, Precision precision);
/// Without "band" the ARFCN's is the one its carrier is in, else GSM 900.
void take_radio(FieldReader& in, RadioId& heard_on);

/// `,"pos":{...}`; nothing without a fix.
void append_position(std::string& out,
                     const std::optional<Position>& position,
                     Precision precision);
void take_position(FieldReader& in, std::optional<Position>& position);

} // namespace cw::wire
