// Message types of the downlink that are known by name (TS 44.018 §10.4, TS 24.008 §10.4, TS 24.011
// §8.1.3, TS 24.080 §3.4).
#pragma once

#include <cstdint>
#include <string_view>

namespace cw::messages::gsm {

namespace protocol {
inline constexpr std::uint8_t cc = 3, mm = 5, rr = 6, sms = 9, ss = 11;
} // namespace protocol

/// Message type without the bits that number messages of MM, CC and SS (N(SD), TS 24.007
/// §11.2.3.2).
std::uint8_t message_type_of(std::uint8_t protocol, std::uint8_t octet) noexcept;

/// "setup" of CC is "cc_setup"; empty if there is no such message from network to mobile.
std::string_view downlink_name(std::uint8_t protocol, std::uint8_t message_type) noexcept;

/// The first messages of a mobile: "paging_response", "location_updating_request" ... or empty.
std::string_view initial_uplink_name(std::uint8_t protocol, std::uint8_t message_type) noexcept;

/// Messages of BCCH and CCCH this reader knows by name alone: "si7", "notification_nch" ... or
/// empty.
std::string_view broadcast_name(std::uint8_t message_type) noexcept;

} // namespace cw::messages::gsm
