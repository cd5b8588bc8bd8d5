// GSM blocks as GSMTAP over UDP in pcapng, which Wireshark opens without an option.
#pragma once

#include "wire/gsm_block.h"

#include <cstdint>
#include <string>

namespace cw::wire {

/// Appends what a pcapng file begins with: one section, one interface, times in nanoseconds.
void append_pcapng_head(std::string& out);

/// Appends one packet; false and nothing appended for what GSMTAP has no name for: SCH.
/// The field for a level in dBm stays 0, because nothing here is calibrated; level in dBFS, carrier
/// error and corrected bits are in the packet's comment.
bool append_gsmtap_packet(std::string& out, const GsmBlock& block, std::int64_t start_unix_ns);

} // namespace cw::wire
