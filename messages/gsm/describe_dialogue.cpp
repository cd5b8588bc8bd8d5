// Messages to one mobile as people read them.
#include "messages/gsm/causes.h"
#include "messages/gsm/describe_kinds.h"
#include "messages/gsm/describe_parts.h"

#include <fmt/format.h>

namespace cw::messages::gsm {

namespace {

wire::Fields describe_reject(std::uint8_t cause) {
  wire::Fields fields;
  add(fields, "reject_cause", reject_cause_name(cause));
  add(fields, "reject_cause_code", cause);
  return fields;
}

std::string_view updating_type_name(std::uint8_t type) noexcept {
  switch (type) {
  case 0: return "normal";
  case 1: return "periodic";
  case 2: return "imsi_attach";
  default: return "reserved";
  }
}

} // namespace

wire::Fields describe_fields(const LinkFrame& frame) {
  wire::Fields fields;
  add(fields, "sapi", frame.sapi);
  add(fields, "frame", lapdm_kind_name(frame.kind));
  add(fields, "length_octets", frame.length);
  return fields;
}

wire::Fields describe_fields(const OtherL3& other) {
  wire::Fields fields;
  add(fields, "protocol_discriminator", other.protocol);
  add(fields, "message_type", other.message_type);
  return fields;
}

wire::Fields describe_fields(const IdentityRequest& request) {
  wire::Fields fields;
  add(fields, "identity_type", identity_type_name(request.identity_type));
  add(fields, "identity_type_code", request.identity_type);
  return fields;
}

wire::Fields describe_fields(const LocationUpdatingAccept& accept) {
  wire::Fields fields;
  add_lai(fields, accept.lai);
  if (accept.identity) {
    add(fields, "mobile_identity", describe_identity(*accept.identity));
  }
  add(fields, "follow_on_proceed", accept.follow_on_proceed);
  return fields;
}

wire::Fields describe_fields(const LocationUpdatingReject& reject) {
  return describe_reject(reject.cause);
}

wire::Fields describe_fields(const AuthenticationRequest& request) {
  wire::Fields fields;
  add(fields, "cksn", request.cksn);
  add(fields, "autn", request.has_autn);
  return fields;
}

wire::Fields describe_fields(const AuthenticationReject& /*reject*/) {
  return {};
}
wire::Fields describe_fields(const CmServiceAccept& /*accept*/) {
  return {};
}
wire::Fields describe_fields(const CmServiceReject& reject) {
  return describe_reject(reject.cause);
}
wire::Fields describe_fields(const MmAbort& abort) {
  return describe_reject(abort.cause);
}

wire::Fields describe_fields(const TmsiReallocationCommand& command) {
  wire::Fields fields;
  add_lai(fields, command.lai);
  add(fields, "mobile_identity", describe_identity(command.identity));
  return fields;
}

wire::Fields describe_fields(const MmInformation& information) {
  wire::Fields fields;
  add(fields, "full_name_present", information.full_name);
  add(fields, "short_name_present", information.short_name);
  add(fields, "time_present", information.time);
  return fields;
}

wire::Fields describe_fields(const CipheringModeCommand& command) {
  wire::Fields fields;
  const bool known = command.algorithm_code < 7;
  add(fields, "start_ciphering", command.start_ciphering);
  add(fields,
      "algorithm",
      !command.start_ciphering ? std::string("none")
      : known                  ? fmt::format("A5/{}", command.a5())
                               : std::string("reserved"));
  add(fields, "algorithm_code", command.algorithm_code);
  add(fields, "imeisv_requested", command.imeisv_requested);
  return fields;
}

wire::Fields describe_fields(const ClassmarkEnquiry& /*enquiry*/) {
  return {};
}

wire::Fields describe_fields(const ChannelRelease& release) {
  wire::Fields fields;
  add(fields, "rr_cause", rr_cause_name(release.cause));
  add(fields, "rr_cause_code", release.cause);
  add(fields, "cell_selection_indicator", release.cell_selection_indicator);
  return fields;
}

wire::Fields describe_fields(const AssignmentCommand& command) {
  wire::Fields fields;
  add(fields, "channel_description", describe_channel(command.channel));
  return fields;
}

wire::Fields describe_fields(const HandoverCommand& command) {
  wire::Fields fields;
  add(fields, "ncc", command.ncc);
  add(fields, "bcc", command.bcc);
  add(fields, "bcch_arfcn", command.bcch_arfcn);
  add(fields, "channel_description", describe_channel(command.channel));
  return fields;
}

wire::Fields describe_fields(const CpData& data) {
  wire::Fields fields;
  add(fields, "transaction", data.transaction);
  add(fields, "length_octets", data.length_octets);
  return fields;
}

wire::Fields describe_fields(const CpAck& /*ack*/) {
  return {};
}

wire::Fields describe_fields(const CpError& error) {
  wire::Fields fields;
  add(fields, "cp_cause_code", error.cause);
  return fields;
}

wire::Fields describe_fields(const UplinkEcho& echo) {
  wire::Fields fields;
  if (echo.identity) {
    add(fields, "mobile_identity", describe_identity(*echo.identity));
  }
  if (echo.updating_type) {
    add(fields, "updating_type", updating_type_name(*echo.updating_type));
  }
  if (echo.previous_lai) {
    wire::Fields lai;
    add_lai(lai, *echo.previous_lai);
    add(fields, "previous_lai", std::move(lai));
  }
  add_if(fields, "cm_service_type", echo.cm_service_type);
  return fields;
}

} // namespace cw::messages::gsm
