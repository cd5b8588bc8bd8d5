// GSM blocks as JSON lines, the block format of the contract: --blocks, the bus, the spool.
#pragma once

#include "wire/gsm_block.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace cw::wire {

/// Appends one object and a newline. Seconds to the microsecond, levels and Hz to a tenth.
void append_block_line(std::string& out, const GsmBlock& block, std::string_view sensor = "replay");

/// Reads one such object, whoever wrote it; unknown keys are skipped. first_sample and the band of
/// an ARFCN without carrier_hz are not in the format and stay at their defaults. Errors  one
/// sentence that names the key.
tl::expected<GsmBlock, std::string> parse_block_line(std::string_view line);

} // namespace cw::wire
