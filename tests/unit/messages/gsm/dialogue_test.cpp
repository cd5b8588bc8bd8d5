#include "messages/gsm/message.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/sample_blocks.h"

namespace {

using namespace cw::messages;
using namespace cw::messages::gsm;

template <class T>
T read(std::string_view text) {
  const auto message = parse_block(block_of(cw::wire::GsmChannel::sdcch8, text));
  REQUIRE(message);
  REQUIRE(std::holds_alternative<T>(*message));
  return std::get<T>(*message);
}

TEST_CASE("LAPDm: an I frame's numbers, length and M bit") {
  const auto block = block_of(cw::wire::GsmChannel::sdcch8, k_cp_data_second);
  const auto frame = parse_lapdm(block);
  REQUIRE(frame);
  CHECK(frame->sapi == 3);
  CHECK(frame->command);
  CHECK(frame->kind == LapdmKind::i);
  CHECK(frame->ns == 1);
  CHECK(frame->nr == 0);
  CHECK(frame->length == 20);
  CHECK(frame->more);
  CHECK(frame->information.size() == 20);
}

TEST_CASE("LAPDm: every kind of frame, with either P/F bit") {
  struct Case {
    std::string_view text;
    LapdmKind kind;
  };
  for (const Case& c : {Case{"030001", LapdmKind::i},
                        {"030101", LapdmKind::rr},
                        {"030501", LapdmKind::rnr},
                        {"030901", LapdmKind::rej},
                        {"030d01", LapdmKind::other},
                        {"033f01", LapdmKind::sabm},
                        {"032f01", LapdmKind::sabm},
                        {"011f01", LapdmKind::dm},
                        {"030301", LapdmKind::ui},
                        {"031301", LapdmKind::ui},
                        {"035301", LapdmKind::disc},
                        {"017301", LapdmKind::ua},
                        {"016301", LapdmKind::ua}}) {
    CAPTURE(c.text);
    const auto block = block_of(cw::wire::GsmChannel::sdcch4, c.text);
    const auto frame = parse_lapdm(block);
    REQUIRE(frame);
    CHECK(frame->kind == c.kind);
  }
}

TEST_CASE("LAPDm: on SACCH the layer 1 header comes first") {
  const auto block = block_of(cw::wire::GsmChannel::sacch, k_si5);
  const auto frame = parse_lapdm(block);
  REQUIRE(frame);
  CHECK(frame->ordered_ms_power == 5);
  CHECK(frame->ordered_timing_advance == 7);
  CHECK(frame->kind == LapdmKind::ui);
}

TEST_CASE("LAPDm: a length beyond the block is a bad value, another protocol the wrong type") {
  CHECK(parse_lapdm(block_of(cw::wire::GsmChannel::sdcch8, "0300550518")).error() ==
        ParseError::bad_value);
  CHECK(parse_lapdm(block_of(cw::wire::GsmChannel::sdcch8, "2300010518")).error() ==
        ParseError::wrong_type);
}

TEST_CASE("identity request: which identity is asked for") {
  CHECK(read<IdentityRequest>("03000d051801").identity_type == identity_type::imsi);
  CHECK(read<IdentityRequest>("03020d051802").identity_type == identity_type::imei);
  CHECK(read<IdentityRequest>("03020d051803").identity_type == identity_type::imeisv);
}

TEST_CASE("ciphering mode command: algorithm, none, and whether the IMEISV is asked for") {
  CHECK(read<CipheringModeCommand>("03000d063511").a5() == 1);
  CHECK(read<CipheringModeCommand>("03000d063511").imeisv_requested);
  CHECK(read<CipheringModeCommand>("03020d063500").a5() == 0);
  CHECK_FALSE(read<CipheringModeCommand>("03020d063500").imeisv_requested);
  CHECK(read<CipheringModeCommand>("03040d063505").a5() == 3);
}

TEST_CASE("location updating: accept with a TMSI or without, and rejects with their cause") {
  const auto accept = read<LocationUpdatingAccept>(k_lu_accept_tmsi);
  CHECK(accept.lai.lac == 0x1234);
  REQUIRE(accept.identity);
  CHECK(accept.identity->type == identity_type::tmsi);
  CHECK_FALSE(accept.follow_on_proceed);
  CHECK_FALSE(read<LocationUpdatingAccept>("03081d050262f2891234").identity);
  CHECK(read<LocationUpdatingAccept>("030021050262f2891234a1").follow_on_proceed);
  CHECK(read<LocationUpdatingReject>("030a0d05040d").cause == 13);
  CHECK(read<CmServiceReject>("030e0d052220").cause == 32);
  CHECK(read<MmAbort>("03000d052911").cause == 17);
}

TEST_CASE("authentication request: a UMTS challenge is told by the IEI that begins its AUTN") {
  CHECK_FALSE(read<AuthenticationRequest>("03044d051203ffe42279f3bd068366a852c1bb9651f3").has_autn);
  CHECK(read<AuthenticationRequest>("03044d051203ffe42279f3bd068366a852c1bb9651f3").cksn == 3);
  CHECK(read<AuthenticationRequest>("030453051203ffe42279f3bd068366a852c1bb9651f320").has_autn);
}

TEST_CASE("channel release: cause, and a cell selection indicator behind it") {
  CHECK(read<ChannelRelease>("03060d060d05").cause == 5);
  CHECK_FALSE(read<ChannelRelease>("03060d060d05").cell_selection_indicator);
  CHECK(read<ChannelRelease>("030621060d007703010203").cell_selection_indicator);
}

TEST_CASE("MM information: names and time are seen, not read") {
  const auto information = read<MmInformation>("0300310532430383d4f24572a10547");
  CHECK(information.full_name);
  CHECK_FALSE(information.time);
}

TEST_CASE("SMS: CP-DATA by transaction and length") {
  const auto data = read<CpData>(k_cp_data);
  CHECK(data.length_octets == 51);
  CHECK(data.transaction == 0);
  CHECK(read<CpError>("0f000d091011").cause == 0x11);
}

TEST_CASE("UA: the mobile's first message by its type") {
  const auto update = read<UplinkEcho>(k_ua_lu_request);
  CHECK(update.message_type == 0x08);
  CHECK(update.updating_type == 0);
  REQUIRE(update.previous_lai);
  CHECK(update.previous_lai->lac == 0x1234);
  REQUIRE(update.identity);
  CHECK(update.identity->type == identity_type::imsi);
  const auto service = read<UplinkEcho>(k_ua_cm_request);
  CHECK(service.cm_service_type == 1);
  REQUIRE(service.identity);
  CHECK(service.identity->type == identity_type::tmsi);
  CHECK(read<UplinkEcho>(k_ua_paging_response).message_type == 0x27);
}

TEST_CASE("later segments and empty frames are frames of the link") {
  CHECK(read<LinkFrame>("0f3f01").kind == LapdmKind::sabm);
  CHECK(read<LinkFrame>("030301").kind == LapdmKind::ui);
  CHECK(read<LinkFrame>(k_cp_data_second).sapi == 3);
}

TEST_CASE("a numbered message is known by its type without the number") {
  CHECK(read<OtherL3>("0300310345045c0581214365f7").message_type == 0x05); // N(SD) 1
}

TEST_CASE("handover command: the target cell") {
  const auto command = read<HandoverCommand>("030025062b707c0ae03e0105");
  CHECK(command.ncc == 6);
  CHECK(command.bcc == 0);
  CHECK(command.bcch_arfcn == 0x17C);
  CHECK(command.channel.slot == 2);
}

} // namespace
