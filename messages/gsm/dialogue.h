// What a network says to one mobile in the clear: RR (TS 44.018), MM and CC (TS 24.008), SMS
// (TS 24.011). Types and causes; of identities the type alone, of content the length.
#pragma once

#include "messages/gsm/channel_description.h"
#include "messages/gsm/identity.h"

#include <cstdint>
#include <optional>
#include <span>
#include <variant>

namespace cw::messages::gsm {

struct IdentityRequest {
  std::uint8_t identity_type = 0; ///< identity_type::imsi ...
  bool operator==(const IdentityRequest&) const = default;
};
struct LocationUpdatingAccept {
  Lai lai;
  std::optional<MobileIdentity> identity; ///< a new TMSI, or an IMSI: the TMSI is deleted
  bool follow_on_proceed = false;
  bool operator==(const LocationUpdatingAccept&) const = default;
};
struct LocationUpdatingReject {
  std::uint8_t cause = 0; ///< TS 24.008 §10.5.3.6
  bool operator==(const LocationUpdatingReject&) const = default;
};
struct AuthenticationRequest {
  std::uint8_t cksn = 0;
  bool has_autn = false; ///< UMTS challenge; without it a SIM cannot check the network
  bool operator==(const AuthenticationRequest&) const = default;
};
struct AuthenticationReject {
  bool operator==(const AuthenticationReject&) const = default;
};
struct CmServiceAccept {
  bool operator==(const CmServiceAccept&) const = default;
};
struct CmServiceReject {
  std::uint8_t cause = 0;
  bool operator==(const CmServiceReject&) const = default;
};
struct MmAbort {
  std::uint8_t cause = 0;
  bool operator==(const MmAbort&) const = default;
};
struct TmsiReallocationCommand {
  Lai lai;
  MobileIdentity identity;
  bool operator==(const TmsiReallocationCommand&) const = default;
};
struct MmInformation {
  bool full_name = false, short_name = false, time = false;
  bool operator==(const MmInformation&) const = default;
};
struct CipheringModeCommand {
  bool start_ciphering = false;
  std::uint8_t algorithm_code = 0; ///< A5/(code + 1); 7 reserved
  bool imeisv_requested = false;   ///< CR
  /// 0: no ciphering; n: A5/n.
  unsigned a5() const noexcept { return start_ciphering ? algorithm_code + 1U : 0U; }
  bool operator==(const CipheringModeCommand&) const = default;
};
struct ClassmarkEnquiry {
  bool operator==(const ClassmarkEnquiry&) const = default;
};
struct ChannelRelease {
  std::uint8_t cause = 0;                ///< RR cause, TS 44.018 §10.5.2.31
  bool cell_selection_indicator = false; ///< IEI 0x77: sends the mobile to given cells
  bool operator==(const ChannelRelease&) const = default;
};
struct AssignmentCommand {
  ChannelDescription channel;
  bool operator==(const AssignmentCommand&) const = default;
};
struct HandoverCommand {
  std::uint8_t ncc = 0, bcc = 0;
  std::uint16_t bcch_arfcn = 0;
  ChannelDescription channel;
  bool operator==(const HandoverCommand&) const = default;
};
/// SMS between network and mobile: that it is there and how long it is. The text is never read.
struct CpData {
  std::uint8_t transaction = 0;
  std::uint8_t length_octets = 0; ///< of the user data element
  bool operator==(const CpData&) const = default;
};
struct CpAck {
  bool operator==(const CpAck&) const = default;
};
struct CpError {
  std::uint8_t cause = 0;
  bool operator==(const CpError&) const = default;
};
/// A mobile's first message, repeated by the network in its UA (contention resolution, TS 44.006
/// §8.4.1.4): LOCATION UPDATING REQUEST, CM SERVICE REQUEST, PAGING RESPONSE, IMSI DETACH ...
struct UplinkEcho {
  std::uint8_t protocol = 0; ///< protocol discriminator
  std::uint8_t message_type = 0;
  std::optional<MobileIdentity> identity;
  std::optional<Lai> previous_lai;           ///< LOCATION UPDATING REQUEST
  std::optional<std::uint8_t> updating_type; ///< 0 normal, 1 periodic, 2 IMSI attach
  std::optional<std::uint8_t>
      cm_service_type; ///< CM SERVICE REQUEST: 1 call, 2 emergency, 4 SMS, 8 SS
  bool operator==(const UplinkEcho&) const = default;
};
/// Known by its type alone.
struct OtherL3 {
  std::uint8_t protocol = 0; ///< 3 CC, 5 MM, 6 RR, 9 SMS, 11 SS
  std::uint8_t message_type = 0;
  bool operator==(const OtherL3&) const = default;
};

using DialogueMessage = std::variant<OtherL3,
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

/// Layer 3 octets of one message from the network, or the first segment of one: optional elements
/// that lie in a later segment are absent. Errors  wrong_type: no message from network to mobile
/// has this type (so a later segment of a message mostly gives this too); truncated: a mandatory
/// part is missing.
Parsed<DialogueMessage> parse_dialogue(std::span<const std::uint8_t> l3);
/// Layer 3 octets of an UA. wrong_type: no mobile begins with this message.
Parsed<UplinkEcho> parse_uplink_echo(std::span<const std::uint8_t> l3);

} // namespace cw::messages::gsm
