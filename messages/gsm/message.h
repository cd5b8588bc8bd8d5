// One GSM block to one message: what receiver, detector and map all read.
#pragma once

#include "messages/gsm/assignment.h"
#include "messages/gsm/cell_broadcast.h"
#include "messages/gsm/dialogue.h"
#include "messages/gsm/lapdm.h"
#include "messages/gsm/paging.h"
#include "messages/gsm/sch.h"
#include "messages/gsm/si2quater.h"
#include "messages/gsm/system_information.h"
#include "wire/gsm_block.h"

#include <variant>

namespace cw::messages::gsm {

/// A message of BCCH or CCCH that is known by its type alone (SI7, SI8, SI9, SI16 ...).
struct OtherRr {
  std::uint8_t message_type = 0; ///< TS 44.018 §10.4
  bool operator==(const OtherRr&) const = default;
};

/// A LAPDm frame without layer 3: fill frames, supervisory frames, SABM, and I frames that continue
/// a message or cannot be read alone.
struct LinkFrame {
  std::uint8_t sapi = 0;
  LapdmKind kind = LapdmKind::other;
  std::uint8_t length = 0; ///< octets of information
  bool operator==(const LinkFrame&) const = default;
};

using Message = std::variant<OtherRr,
                             Sch,
                             Si1,
                             Si2,
                             Si2bis,
                             Si2ter,
                             Si2quater,
                             Si3,
                             Si4,
                             Si5,
                             Si5bis,
                             Si5ter,
                             Si6,
                             Si13,
                             PagingRequest,
                             ImmediateAssignment,
                             ImmediateAssignmentExtended,
                             ImmediateAssignmentReject,
                             CellBroadcast,
                             LinkFrame,
                             OtherL3,
                             IdentityRequest,
                             LocationUpdatingAccept,
                             LocationUpdatingReject,
                             AuthenticationRequest,
                             AuthenticationReject,
                             CmServiceAccept,
                             CmServiceReject,
                             MmAbort,
                             TmsiReallocationCommand,
                             MmInformation,
                             CipheringModeCommand,
                             ClassmarkEnquiry,
                             ChannelRelease,
                             AssignmentCommand,
                             HandoverCommand,
                             CpData,
                             CpAck,
                             CpError,
                             UplinkEcho>;

/// Reads a block as its channel says: sch; bcch, bcch_ext and ccch by L2 pseudo length; sdcch4,
/// sdcch8 and sacch through LAPDm (see parse_lapdm for the frame itself); cbch.
///
/// Redacted blocks read the same: type and count are what redaction leaves.
/// Errors  truncated, wrong_type (no message this reader knows the frame of), bad_value.
Parsed<Message> parse_block(const wire::GsmBlock& block);

} // namespace cw::messages::gsm
