// Which part of the room redacts which channel.
#include "messages/redact.h"

#include "messages/redaction.h"

namespace cw::messages {

bool redact(wire::GsmBlock& block) {
  Redaction redaction(block.data);
  constexpr std::size_t k_sacch_l1_octets = 2;
  switch (block.channel) {
  case wire::GsmChannel::sch:
  case wire::GsmChannel::cbch: return false;
  case wire::GsmChannel::bcch:
  case wire::GsmChannel::bcch_ext:
  case wire::GsmChannel::ccch: redact_common_control(redaction); break;
  case wire::GsmChannel::sdcch4:
  case wire::GsmChannel::sdcch8: redact_dedicated(redaction, 0); break;
  case wire::GsmChannel::sacch: redact_dedicated(redaction, k_sacch_l1_octets); break;
  }
  block.redacted = block.redacted || redaction.changed();
  return redaction.changed();
}

} // namespace cw::messages
