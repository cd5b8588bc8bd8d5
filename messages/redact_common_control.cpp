// Identities on CCCH: TMSI and IMSI in paging, the TLLI in packet assignments (TS 44.018 §9.1.18,
// §9.1.22 to 9.1.24).
#include "messages/gsm/rest_octets.h"
#include "messages/gsm/rr_header.h"
#include "messages/redaction.h"

namespace cw::messages {

namespace {

constexpr std::size_t k_header = 3; // L2 pseudo length, protocol discriminator, type
constexpr std::size_t k_tmsi_octets = 4;

/// What follows `from` is either a second identity or rest octets. Phones look at the L2 pseudo
/// length for that; here an IEI is enough.
void zero_optional_identity(Redaction& block, std::size_t from) noexcept {
  if (block.at(from) == 0x17) {
    block.zero_identity_lv(from + 1, block.size());
  }
}

/// IA rest octets, §10.5.2.16: HH 01, then the TLLI.
void zero_tlli(Redaction& block, std::size_t rest_at) noexcept {
  BitReader in = block.reader(rest_at);
  const bool high_1 = gsm::take_high(in);
  const bool high_2 = gsm::take_high(in);
  if (high_1 && high_2 && in.take(2) == 0b01) {
    block.zero_bits(rest_at * 8 + 4, 32);
  }
}

/// The rest octets begin where the elements end, and the L2 pseudo length says so too. Where the
/// two differ nobody knows, and all that may be rest octets goes.
void redact_immediate_assignment(Redaction& block) noexcept {
  constexpr std::size_t k_mobile_allocation = 11;
  const std::size_t allocation_end = k_mobile_allocation + 1 + block.at(k_mobile_allocation);
  if (allocation_end > block.size()) {
    block.zero_from(k_mobile_allocation + 1);
    return;
  }
  constexpr std::size_t k_starting_time_octets = 3;
  const bool starting_time = block.at(allocation_end) == 0x7C;
  const std::size_t rest_at = allocation_end + (starting_time ? k_starting_time_octets : 0);
  if (rest_at == 1U + (block.at(0) >> 2U)) {
    zero_tlli(block, rest_at);
  } else {
    block.zero_from(allocation_end);
  }
}

} // namespace

void redact_common_control(Redaction& block) noexcept {
  if (block.at(1) != gsm::k_protocol_rr) {
    // Nothing that anybody should be able to read; an empty block is all padding.
    block.zero_unless_padding(block.at(0) >> 2U == 0 ? 1 : k_header);
    return;
  }
  constexpr std::size_t k_identities = k_header + 1; // behind page mode and channels needed
  switch (block.at(2)) {
  case 0x21:
    zero_optional_identity(block, block.zero_identity_lv(k_identities, block.size()));
    break;
  case 0x22:
    block.zero(k_identities, 2 * k_tmsi_octets);
    zero_optional_identity(block, k_identities + 2 * k_tmsi_octets);
    break;
  case 0x24: block.zero(k_identities, 4 * k_tmsi_octets); break;
  case 0x3F: redact_immediate_assignment(block); break;
  default: break;
  }
}

} // namespace cw::messages
