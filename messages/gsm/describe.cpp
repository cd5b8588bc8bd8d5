// Names of messages, and the way to their fields.
#include "messages/gsm/describe.h"

#include "messages/gsm/describe_kinds.h"
#include "messages/gsm/message_types.h"

#include <array>

namespace cw::messages::gsm {

namespace {

std::string_view or_other(std::string_view name, std::string_view other) noexcept {
  return name.empty() ? other : name;
}

std::string_view other_l3_name(const OtherL3& other) noexcept {
  return or_other(downlink_name(other.protocol, other.message_type), "l3_other");
}

std::string_view link_name(const LinkFrame& frame) noexcept {
  return frame.kind == LapdmKind::ui && frame.length == 0 ? "fill" : "link_frame";
}

struct Name {
  std::string_view operator()(const OtherRr& m) const noexcept {
    return or_other(broadcast_name(m.message_type), "rr_other");
  }
  std::string_view operator()(const Sch&) const noexcept { return "sch"; }
  std::string_view operator()(const Si1&) const noexcept { return "si1"; }
  std::string_view operator()(const Si2&) const noexcept { return "si2"; }
  std::string_view operator()(const Si2bis&) const noexcept { return "si2bis"; }
  std::string_view operator()(const Si2ter&) const noexcept { return "si2ter"; }
  std::string_view operator()(const Si2quater&) const noexcept { return "si2quater"; }
  std::string_view operator()(const Si3&) const noexcept { return "si3"; }
  std::string_view operator()(const Si4&) const noexcept { return "si4"; }
  std::string_view operator()(const Si5&) const noexcept { return "si5"; }
  std::string_view operator()(const Si5bis&) const noexcept { return "si5bis"; }
  std::string_view operator()(const Si5ter&) const noexcept { return "si5ter"; }
  std::string_view operator()(const Si6&) const noexcept { return "si6"; }
  std::string_view operator()(const Si13&) const noexcept { return "si13"; }
  std::string_view operator()(const PagingRequest& m) const noexcept {
    static constexpr std::array<std::string_view, 3> k_names{
        "paging_request_1", "paging_request_2", "paging_request_3"};
    return k_names[(m.type - 1U) % k_names.size()];
  }
  std::string_view operator()(const ImmediateAssignment&) const noexcept {
    return "immediate_assignment";
  }
  std::string_view operator()(const ImmediateAssignmentExtended&) const noexcept {
    return "immediate_assignment_extended";
  }
  std::string_view operator()(const ImmediateAssignmentReject&) const noexcept {
    return "immediate_assignment_reject";
  }
  std::string_view operator()(const CellBroadcast&) const noexcept { return "cell_broadcast"; }
  std::string_view operator()(const LinkFrame& m) const noexcept { return link_name(m); }
  std::string_view operator()(const OtherL3& m) const noexcept { return other_l3_name(m); }
  std::string_view operator()(const UplinkEcho& m) const noexcept {
    return or_other(initial_uplink_name(m.protocol, m.message_type), "l3_other");
  }
  // What is left has one type each in the table of the downlink.
  std::string_view operator()(const IdentityRequest&) const noexcept { return mm(0x18); }
  std::string_view operator()(const LocationUpdatingAccept&) const noexcept { return mm(0x02); }
  std::string_view operator()(const LocationUpdatingReject&) const noexcept { return mm(0x04); }
  std::string_view operator()(const AuthenticationRequest&) const noexcept { return mm(0x12); }
  std::string_view operator()(const AuthenticationReject&) const noexcept { return mm(0x11); }
  std::string_view operator()(const CmServiceAccept&) const noexcept { return mm(0x21); }
  std::string_view operator()(const CmServiceReject&) const noexcept { return mm(0x22); }
  std::string_view operator()(const MmAbort&) const noexcept { return mm(0x29); }
  std::string_view operator()(const TmsiReallocationCommand&) const noexcept { return mm(0x1A); }
  std::string_view operator()(const MmInformation&) const noexcept { return mm(0x32); }
  std::string_view operator()(const CipheringModeCommand&) const noexcept { return rr(0x35); }
  std::string_view operator()(const ClassmarkEnquiry&) const noexcept { return rr(0x13); }
  std::string_view operator()(const ChannelRelease&) const noexcept { return rr(0x0D); }
  std::string_view operator()(const AssignmentCommand&) const noexcept { return rr(0x2E); }
  std::string_view operator()(const HandoverCommand&) const noexcept { return rr(0x2B); }
  std::string_view operator()(const CpData&) const noexcept { return sms(0x01); }
  std::string_view operator()(const CpAck&) const noexcept { return sms(0x04); }
  std::string_view operator()(const CpError&) const noexcept { return sms(0x10); }

  static std::string_view mm(std::uint8_t type) noexcept {
    return downlink_name(protocol::mm, type);
  }
  static std::string_view rr(std::uint8_t type) noexcept {
    return downlink_name(protocol::rr, type);
  }
  static std::string_view sms(std::uint8_t type) noexcept {
    return downlink_name(protocol::sms, type);
  }
};

struct Describe {
  template <class T>
  wire::Fields operator()(const T& message) const {
    return describe_fields(message);
  }
};

} // namespace

std::string_view message_name(const Message& message) {
  return std::visit(Name{}, message);
}

wire::Fields describe(const Message& message) {
  return std::visit(Describe{}, message);
}

} // namespace cw::messages::gsm
