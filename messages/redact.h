// Takes subscribers' identities and content out of a block, in place.
#pragma once

#include "wire/gsm_block.h"

namespace cw::messages {

/// Zeroes IMSI digits beyond MCC and MNC, IMEI(SV), TMSI, P-TMSI and TLLI, and user content (SMS,
/// CC and SS elements), so that message type, identity type and count stay readable. Where a block
/// cannot be read far enough to know, what could be an identity is zeroed: this errs towards
/// zeroing.
///
/// A later segment of a LAPDm message has no header of its own, and a block is seen alone. So of I
/// frames only those that begin like a message known on this link keep anything.
///
/// Sets block.redacted and returns true if an octet changed.
/// Calling it again changes nothing.
bool redact(wire::GsmBlock& block);

} // namespace cw::messages
