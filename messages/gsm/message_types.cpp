// Tables of message types, in the order of their codes.
#include "messages/gsm/message_types.h"

#include <algorithm>
#include <array>
#include <span>

namespace cw::messages::gsm {

namespace {

struct NamedType {
  std::uint8_t protocol;
  std::uint8_t type;
  std::string_view name;
};

constexpr std::array<NamedType, 70> k_downlink{{
    {protocol::cc, 0x01, "cc_alerting"},
    {protocol::cc, 0x02, "cc_call_proceeding"},
    {protocol::cc, 0x03, "cc_progress"},
    {protocol::cc, 0x04, "cc_establishment"},
    {protocol::cc, 0x05, "cc_setup"},
    {protocol::cc, 0x07, "cc_connect"},
    {protocol::cc, 0x09, "cc_start_cc"},
    {protocol::cc, 0x0B, "cc_recall"},
    {protocol::cc, 0x0F, "cc_connect_acknowledge"},
    {protocol::cc, 0x10, "cc_user_information"},
    {protocol::cc, 0x13, "cc_modify_reject"},
    {protocol::cc, 0x17, "cc_modify"},
    {protocol::cc, 0x19, "cc_hold_acknowledge"},
    {protocol::cc, 0x1A, "cc_hold_reject"},
    {protocol::cc, 0x1D, "cc_retrieve_acknowledge"},
    {protocol::cc, 0x1E, "cc_retrieve_reject"},
    {protocol::cc, 0x1F, "cc_modify_complete"},
    {protocol::cc, 0x25, "cc_disconnect"},
    {protocol::cc, 0x2A, "cc_release_complete"},
    {protocol::cc, 0x2D, "cc_release"},
    {protocol::cc, 0x32, "cc_stop_dtmf_acknowledge"},
    {protocol::cc, 0x34, "cc_status_enquiry"},
    {protocol::cc, 0x36, "cc_start_dtmf_acknowledge"},
    {protocol::cc, 0x37, "cc_start_dtmf_reject"},
    {protocol::cc, 0x39, "cc_congestion_control"},
    {protocol::cc, 0x3A, "cc_facility"},
    {protocol::cc, 0x3D, "cc_status"},
    {protocol::cc, 0x3E, "cc_notify"},
    {protocol::mm, 0x02, "location_updating_accept"},
    {protocol::mm, 0x04, "location_updating_reject"},
    {protocol::mm, 0x11, "authentication_reject"},
    {protocol::mm, 0x12, "authentication_request"},
    {protocol::mm, 0x18, "identity_request"},
    {protocol::mm, 0x1A, "tmsi_reallocation_command"},
    {protocol::mm, 0x21, "cm_service_accept"},
    {protocol::mm, 0x22, "cm_service_reject"},
    {protocol::mm, 0x25, "cm_service_prompt"},
    {protocol::mm, 0x29, "mm_abort"},
    {protocol::mm, 0x30, "mm_null"},
    {protocol::mm, 0x31, "mm_status"},
    {protocol::mm, 0x32, "mm_information"},
    {protocol::rr, 0x08, "rr_cell_change_order"},
    {protocol::rr, 0x0A, "partial_release"},
    {protocol::rr, 0x0D, "channel_release"},
    {protocol::rr, 0x10, "channel_mode_modify"},
    {protocol::rr, 0x12, "rr_status"},
    {protocol::rr, 0x13, "classmark_enquiry"},
    {protocol::rr, 0x14, "frequency_redefinition"},
    {protocol::rr, 0x23, "pdch_assignment_command"},
    {protocol::rr, 0x2B, "handover_command"},
    {protocol::rr, 0x2D, "physical_information"},
    {protocol::rr, 0x2E, "assignment_command"},
    {protocol::rr, 0x30, "configuration_change_command"},
    {protocol::rr, 0x35, "ciphering_mode_command"},
    {protocol::rr, 0x37, "extended_measurement_order"},
    {protocol::rr, 0x38, "application_information"},
    {protocol::rr, 0x3B, "additional_assignment"},
    {protocol::rr, 0x49, "dtm_reject"},
    {protocol::rr, 0x4B, "packet_assignment"},
    {protocol::rr, 0x4C, "dtm_assignment_command"},
    {protocol::rr, 0x4D, "dtm_information"},
    {protocol::rr, 0x4E, "packet_notification"},
    {protocol::rr, 0x63, "intersystem_to_utran_handover_command"},
    {protocol::rr, 0x64, "intersystem_to_cdma2000_handover_command"},
    {protocol::sms, 0x01, "cp_data"},
    {protocol::sms, 0x04, "cp_ack"},
    {protocol::sms, 0x10, "cp_error"},
    {protocol::ss, 0x2A, "ss_release_complete"},
    {protocol::ss, 0x3A, "ss_facility"},
    {protocol::ss, 0x3B, "ss_register"},
}};

constexpr std::array<NamedType, 5> k_initial_uplink{{
    {protocol::mm, 0x01, "imsi_detach_indication"},
    {protocol::mm, 0x08, "location_updating_request"},
    {protocol::mm, 0x24, "cm_service_request"},
    {protocol::mm, 0x28, "cm_reestablishment_request"},
    {protocol::rr, 0x27, "paging_response"},
}};

constexpr std::array<NamedType, 17> k_broadcast{{
    {protocol::rr, 0x01, "si14"},
    {protocol::rr, 0x04, "si9"},
    {protocol::rr, 0x18, "si8"},
    {protocol::rr, 0x1F, "si7"},
    {protocol::rr, 0x20, "notification_nch"},
    {protocol::rr, 0x3D, "si16"},
    {protocol::rr, 0x3E, "si17"},
    {protocol::rr, 0x40, "si18"},
    {protocol::rr, 0x41, "si19"},
    {protocol::rr, 0x42, "si20"},
    {protocol::rr, 0x43, "si15"},
    {protocol::rr, 0x44, "si13alt"},
    {protocol::rr, 0x45, "si2n"},
    {protocol::rr, 0x46, "si21"},
    {protocol::rr, 0x47, "si22"},
    {protocol::rr, 0x4F, "si23"},
    {protocol::rr, 0x37, "extended_measurement_order"},
}};

std::string_view
name_in(std::span<const NamedType> table, std::uint8_t protocol, std::uint8_t type) noexcept {
  const auto found = std::find_if(table.begin(), table.end(), [&](const NamedType& named) {
    return named.protocol == protocol && named.type == type;
  });
  return found == table.end() ? std::string_view{} : found->name;
}

} // namespace

std::uint8_t message_type_of(std::uint8_t protocol, std::uint8_t octet) noexcept {
  const bool numbered =
      protocol == protocol::cc || protocol == protocol::mm || protocol == protocol::ss;
  return numbered ? octet & 0x3FU : octet;
}

std::string_view downlink_name(std::uint8_t protocol, std::uint8_t message_type) noexcept {
  return name_in(k_downlink, protocol, message_type);
}

std::string_view initial_uplink_name(std::uint8_t protocol, std::uint8_t message_type) noexcept {
  return name_in(k_initial_uplink, protocol, message_type);
}

std::string_view broadcast_name(std::uint8_t message_type) noexcept {
  return name_in(k_broadcast, protocol::rr, message_type);
}

} // namespace cw::messages::gsm
