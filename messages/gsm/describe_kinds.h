// One function a message; describe() picks the one that fits.
#pragma once

#include "messages/gsm/message.h"
#include "wire/fields.h"

namespace cw::messages::gsm {

// describe_system_information.cpp
wire::Fields describe_fields(const Si1& si);
wire::Fields describe_fields(const Si2& si);
wire::Fields describe_fields(const Si2bis& si);
wire::Fields describe_fields(const Si2ter& si);
wire::Fields describe_fields(const Si3& si);
wire::Fields describe_fields(const Si4& si);
wire::Fields describe_fields(const Si5& si);
wire::Fields describe_fields(const Si5bis& si);
wire::Fields describe_fields(const Si5ter& si);
wire::Fields describe_fields(const Si6& si);
wire::Fields describe_fields(const Si13& si);
// describe_si2quater.cpp
wire::Fields describe_fields(const Si2quater& si);
// describe_common_control.cpp
wire::Fields describe_fields(const Sch& sch);
wire::Fields describe_fields(const PagingRequest& request);
wire::Fields describe_fields(const ImmediateAssignment& assignment);
wire::Fields describe_fields(const ImmediateAssignmentExtended& assignment);
wire::Fields describe_fields(const ImmediateAssignmentReject& reject);
wire::Fields describe_fields(const CellBroadcast& broadcast);
wire::Fields describe_fields(const OtherRr& other);
// describe_dialogue.cpp
wire::Fields describe_fields(const LinkFrame& frame);
wire::Fields describe_fields(const OtherL3& other);
wire::Fields describe_fields(const IdentityRequest& request);
wire::Fields describe_fields(const LocationUpdatingAccept& accept);
wire::Fields describe_fields(const LocationUpdatingReject& reject);
wire::Fields describe_fields(const AuthenticationRequest& request);
wire::Fields describe_fields(const AuthenticationReject& reject);
wire::Fields describe_fields(const CmServiceAccept& accept);
wire::Fields describe_fields(const CmServiceReject& reject);
wire::Fields describe_fields(const MmAbort& abort);
wire::Fields describe_fields(const TmsiReallocationCommand& command);
wire::Fields describe_fields(const MmInformation& information);
wire::Fields describe_fields(const CipheringModeCommand& command);
wire::Fields describe_fields(const ClassmarkEnquiry& enquiry);
wire::Fields describe_fields(const ChannelRelease& release);
wire::Fields describe_fields(const AssignmentCommand& command);
wire::Fields describe_fields(const HandoverCommand& command);
wire::Fields describe_fields(const CpData& data);
wire::Fields describe_fields(const CpAck& ack);
wire::Fields describe_fields(const CpError& error);
wire::Fields describe_fields(const UplinkEcho& echo);

} // namespace cw::messages::gsm
