// What a mobile said first, as the network repeats it in its UA (TS 44.006 §8.4.1.4).
#include "messages/gsm/dialogue.h"
#include "messages/gsm/message_types.h"

namespace cw::messages::gsm {

namespace {

/// Classmark 2, LV, then mobile identity, LV: how most of these messages go on.
void take_classmark_and_identity(BitReader& in, UplinkEcho& echo) noexcept {
  in.take_span(in.take(8));
  const std::size_t length = in.take(8);
  echo.identity = read_mobile_identity(in.take_octets(length));
}

void take_classmark_1_and_identity(BitReader& in, UplinkEcho& echo) noexcept {
  in.skip(8);
  const std::size_t length = in.take(8);
  echo.identity = read_mobile_identity(in.take_octets(length));
}

} // namespace

Parsed<UplinkEcho> parse_uplink_echo(std::span<const std::uint8_t> l3) {
  BitReader in(l3);
  UplinkEcho echo;
  in.skip(4);
  echo.protocol = static_cast<std::uint8_t>(in.take(4));
  echo.message_type = message_type_of(echo.protocol, static_cast<std::uint8_t>(in.take(8)));
  if (echo.protocol == protocol::mm && echo.message_type == 0x08) { // LOCATION UPDATING REQUEST
    in.skip(6);
    echo.updating_type = static_cast<std::uint8_t>(in.take(2));
    echo.previous_lai = take_lai(in);
    take_classmark_1_and_identity(in, echo);
  } else if (echo.protocol == protocol::mm && echo.message_type == 0x24) { // CM SERVICE REQUEST
    in.skip(4);
    echo.cm_service_type = static_cast<std::uint8_t>(in.take(4));
    take_classmark_and_identity(in, echo);
  } else if (echo.protocol == protocol::mm && echo.message_type == 0x01) { // IMSI DETACH INDICATION
    take_classmark_1_and_identity(in, echo);
  } else if (!initial_uplink_name(echo.protocol, echo.message_type).empty()) {
    in.skip(8); // PAGING RESPONSE, CM RE-ESTABLISHMENT REQUEST: ciphering key sequence number
    take_classmark_and_identity(in, echo);
  } else if (in.ok()) {
    return tl::unexpected(ParseError::wrong_type);
  }
  if (!in.ok()) {
    return tl::unexpected(ParseError::truncated);
  }
  return echo;
}

} // namespace cw::messages::gsm
