#include "messages/gsm/message.h"
#include "messages/redact.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/sample_blocks.h"

#include <string>

namespace {

using namespace cw;
using namespace cw::messages;
using wire::GsmChannel;

std::string redacted(GsmChannel channel, std::string_view text) {
  wire::GsmBlock block = block_of(channel, text);
  redact(block);
  return text_of(block);
}

std::string padded(std::string_view text) {
  return text_of(block_of(GsmChannel::ccch, text));
}

TEST_CASE("redact: of a paged IMSI the network stays, of a TMSI its type") {
  CHECK(redacted(GsmChannel::ccch, k_paging_1) ==
        padded("4d0621000829268900000000001705f400000000"));
}

TEST_CASE("redact: an IMSI of a country with three digits keeps three") {
  CHECK(redacted(GsmChannel::ccch, "31062100083901207632547698") == // 310-026
        padded("31062100083901200600000000"));
}

TEST_CASE("redact: paging type 2 and 3") {
  CHECK(redacted(GsmChannel::ccch, k_paging_2) ==
        padded("55062200000000000000000017082926890000000000"));
  CHECK(redacted(GsmChannel::ccch, k_paging_3) ==
        padded("4d06240000000000000000000000000000000000"));
}

TEST_CASE("redact: IMEI and IMEISV lose every digit") {
  CHECK(redacted(GsmChannel::ccch, "31062100083a51234567891234") ==
        padded("31062100080a00000000000000"));
}

TEST_CASE("redact: an identity that lies about its length takes the rest with it") {
  CHECK(redacted(GsmChannel::ccch, "3106210002f4deadbeef") ==
        "3106210002f4" + std::string(34, '0'));
  CHECK(redacted(GsmChannel::ccch, "31062100ff2926892143658709") ==
        "31062100ff292689" + std::string(30, '0'));
}

TEST_CASE("redact: the empty page is left as it was") {
  wire::GsmBlock block = block_of(GsmChannel::ccch, "1506210001f0");
  CHECK_FALSE(redact(block));
  CHECK_FALSE(block.redacted);
}

TEST_CASE("redact: a TLLI in the rest octets of a packet downlink assignment") {
  // By hand: H H 0 1 over the padding 0010 is 1101; then the TLLI, over four and a half octets.
  CHECK(redacted(GsmChannel::ccch, "2d063f300ca03e7f19490700dc0ffee05a") ==
        padded("2d063f300ca03e7f19490700d00000000a"));
}

TEST_CASE("redact: where L2 pseudo length and elements disagree, all rest octets go") {
  CHECK(redacted(GsmChannel::ccch, "31063f300ca03e7f19490700dc0ffee05a") ==
        "31063f300ca03e7f19490700" + std::string(22, '0'));
}

TEST_CASE("redact: what a mobile said first loses its identity") {
  CHECK(redacted(GsmChannel::sdcch8, k_ua_lu_request) ==
        padded("01734905087062f2891234570829268900000000002b2b"));
  CHECK(redacted(GsmChannel::sdcch8, k_ua_cm_request) ==
        padded("0173350524710353598105f400000000"));
  CHECK(redacted(GsmChannel::sdcch8, k_ua_paging_response) ==
        padded("0173350627070353598105f400000000"));
}

TEST_CASE("redact: TMSIs that are given out") {
  CHECK(redacted(GsmChannel::sdcch8, k_lu_accept_tmsi) ==
        padded("030639050262f28912341705f400000000"));
  CHECK(redacted(GsmChannel::sdcch4, "030035051a62f289123405f4deadbeef") ==
        padded("030035051a62f289123405f400000000"));
}

TEST_CASE("redact: of an SMS nothing but type and length stays") {
  CHECK(redacted(GsmChannel::sdcch8, k_cp_data) == "0f0053090133" + std::string(34, '0'));
  CHECK(redacted(GsmChannel::sdcch8, k_cp_data_second) == "0f0253" + std::string(40, '0'));
  CHECK(redacted(GsmChannel::sdcch8, k_cp_data_last) == padded("0f0439" + std::string(28, '0')));
}

TEST_CASE("redact: numbers and text of calls and supplementary services") {
  CHECK(redacted(GsmChannel::sdcch8, "0300310305045c0581214365f7") ==
        padded("0300310305" + std::string(20, '0')));
  CHECK(redacted(GsmChannel::sdcch8, "0300250b3aa1b2c3d4e5f607") ==
        padded("0300250b3a" + std::string(14, '0')));
}

TEST_CASE("redact: a later segment that begins like no message is zeroed whole") {
  CHECK(redacted(GsmChannel::sdcch8, "030219deadbeef0102") == padded("030219000000000000"));
}

TEST_CASE("redact: leftovers behind the end of a frame go, padding stays") {
  CHECK(redacted(GsmChannel::sdcch8, "03000d051801deadbeef") == padded("03000d05180100000000"));
  CHECK(redacted(GsmChannel::sdcch8, "03000d051801") == padded("03000d051801"));
}

TEST_CASE("redact: system information, SCH and cell broadcast speak to all") {
  for (const SampleBlock& sample : k_sample_blocks) {
    const bool to_all = sample.name.starts_with("si") || sample.channel == GsmChannel::cbch ||
                        sample.name == "fill" || sample.name == "notification_nch";
    wire::GsmBlock block = block_of(sample.channel, sample.text);
    CAPTURE(std::string(sample.name));
    if (to_all) {
      CHECK_FALSE(redact(block));
    }
  }
  wire::GsmBlock sch = block_of(GsmChannel::sch, "c144bd00");
  CHECK_FALSE(redact(sch));
}

TEST_CASE("redact: every sample reads the same afterwards, and once is enough") {
  for (const SampleBlock& sample : k_sample_blocks) {
    CAPTURE(std::string(sample.name));
    wire::GsmBlock block = block_of(sample.channel, sample.text);
    const auto before = gsm::parse_block(block);
    const bool changed = redact(block);
    CHECK(block.redacted == changed);
    REQUIRE(before);
    CHECK(gsm::parse_block(block) == before);
    CHECK_FALSE(redact(block));
    CHECK(block.redacted == changed);
  }
}

TEST_CASE("redact: with any bit flipped, once is still enough") {
  for (const SampleBlock& sample : k_sample_blocks) {
    for (std::size_t bit = 0; bit < std::size_t{23} * 8; ++bit) {
      wire::GsmBlock block = block_of(sample.channel, sample.text);
      block.data[bit / 8] = static_cast<std::uint8_t>(block.data[bit / 8] ^ (0x80U >> bit % 8));
      redact(block);
      const std::string once = text_of(block);
      CAPTURE(std::string(sample.name), bit, once);
      wire::GsmBlock again = block;
      CHECK_FALSE(redact(again));
    }
  }
}

} // namespace
