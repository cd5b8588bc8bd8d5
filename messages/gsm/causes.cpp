// Tables of causes, in the order of their codes.
#include "messages/gsm/causes.h"

namespace cw::messages::gsm {

std::string_view reject_cause_name(std::uint8_t cause) noexcept {
  switch (cause) {
  case 2: return "imsi_unknown_in_hlr";
  case 3: return "illegal_ms";
  case 4: return "imsi_unknown_in_vlr";
  case 5: return "imei_not_accepted";
  case 6: return "illegal_me";
  case 11: return "plmn_not_allowed";
  case 12: return "location_area_not_allowed";
  case 13: return "roaming_not_allowed_in_this_location_area";
  case 15: return "no_suitable_cells_in_location_area";
  case 17: return "network_failure";
  case 20: return "mac_failure";
  case 21: return "synch_failure";
  case 22: return "congestion";
  case 23: return "gsm_authentication_unacceptable";
  case 25: return "not_authorized_for_this_csg";
  case 32: return "service_option_not_supported";
  case 33: return "requested_service_option_not_subscribed";
  case 34: return "service_option_temporarily_out_of_order";
  case 38: return "call_cannot_be_identified";
  case 95: return "semantically_incorrect_message";
  case 96: return "invalid_mandatory_information";
  case 97: return "message_type_non_existent";
  case 98: return "message_type_not_compatible_with_state";
  case 99: return "information_element_non_existent";
  case 100: return "conditional_ie_error";
  case 101: return "message_not_compatible_with_state";
  case 111: return "protocol_error_unspecified";
  default: return "other"; // 48 to 63: retry upon entry into a new cell
  }
}

std::string_view rr_cause_name(std::uint8_t cause) noexcept {
  switch (cause) {
  case 0x00: return "normal_event";
  case 0x01: return "abnormal_release_unspecified";
  case 0x02: return "abnormal_release_channel_unacceptable";
  case 0x03: return "abnormal_release_timer_expired";
  case 0x04: return "abnormal_release_no_activity_on_radio_path";
  case 0x05: return "preemptive_release";
  case 0x06: return "utran_configuration_unknown";
  case 0x08: return "handover_impossible_timing_advance_out_of_range";
  case 0x09: return "channel_mode_unacceptable";
  case 0x0A: return "frequency_not_implemented";
  case 0x41: return "call_already_cleared";
  case 0x5F: return "semantically_incorrect_message";
  case 0x60: return "invalid_mandatory_information";
  case 0x61: return "message_type_non_existent";
  case 0x62: return "message_type_not_compatible_with_state";
  case 0x64: return "conditional_ie_error";
  case 0x65: return "no_cell_allocation_available";
  case 0x6F: return "protocol_error_unspecified";
  default: return "other";
  }
}

} // namespace cw::messages::gsm
