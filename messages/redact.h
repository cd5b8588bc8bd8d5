// Takes subscribers' identities and content out of a block, in place.
#pragma once

#include "wire/gsm_block.h"

namespace cw::messages {

/// Zeroes IMSI digits beyond MCC and MNC, IMEI(SV), TMSI, P-TMSI and TLLI, and what users say or
/// send (SMS, and the elements of CC and SS messages: numbers, text), so that message type,
/// identity type, count and length stay readable. Where a block cannot be read far enough to know,
/// what could be an identity is zeroed: this errs towards zeroing.
///
/// A block is seen alone, and a later segment of a LAPDm message has no header of its own. So of
/// the I frames only those that begin like a message from network to mobile keep anything, and SMS
/// never more than a header. Octets behind the end of a LAPDm frame that are not padding (0x2B) are
/// a sender's leftovers, and go too.
///
/// SCH, system information and cell broadcast speak to all and are left alone.
///
/// Sets block.redacted and returns true if an octet changed; calling it again changes nothing.
bool redact(wire::GsmBlock& block);

} // namespace cw::messages
