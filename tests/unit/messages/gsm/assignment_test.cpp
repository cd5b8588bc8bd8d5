#include "messages/gsm/assignment.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/sample_blocks.h"

namespace {

using namespace cw::messages;
using namespace cw::messages::gsm;
using Kind = ChannelDescription::Kind;

Parsed<ImmediateAssignment> parse(std::string_view text) {
  return parse_immediate_assignment(block_of(cw::wire::GsmChannel::ccch, text).data);
}

TEST_CASE("immediate assignment: SDCCH/8 on a fixed carrier") {
  const auto assignment = parse(k_assignment_sdcch8);
  REQUIRE(assignment);
  CHECK_FALSE(assignment->mode.tbf);
  REQUIRE(assignment->channel);
  CHECK(assignment->channel->kind == Kind::sdcch8);
  CHECK(assignment->channel->sub == 5);
  CHECK(assignment->channel->slot == 1);
  CHECK(assignment->channel->tsc == 6);
  CHECK_FALSE(assignment->channel->hopping);
  CHECK(assignment->channel->arfcn == 62);
  CHECK(assignment->timing_advance == 7);
  CHECK(assignment->request.ra == 0xE3);
  CHECK(assignment->request.fn_mod_42432() == 1234567 % 42432);
}

TEST_CASE("immediate assignment: SDCCH/4") {
  const auto assignment = parse(k_assignment_sdcch4);
  REQUIRE(assignment);
  REQUIRE(assignment->channel);
  CHECK(assignment->channel->kind == Kind::sdcch4);
  CHECK(assignment->channel->sub == 2);
  CHECK(assignment->channel->slot == 0);
  CHECK(assignment->channel->tsc == 3);
  CHECK(assignment->channel->arfcn == 871);
  CHECK(assignment->request.fn_mod_42432() == 99);
}

TEST_CASE("immediate assignment: a hopping channel has MAIO, HSN and a mobile allocation") {
  // TCH/F slot 2, TSC 5, H, MAIO 3, HSN 17; allocation of one octet
  const auto assignment = parse("31063f000ab0d1e3194907010f");
  REQUIRE(assignment);
  REQUIRE(assignment->channel);
  CHECK(assignment->channel->kind == Kind::tch_f);
  CHECK(assignment->channel->slot == 2);
  CHECK(assignment->channel->tsc == 5);
  CHECK(assignment->channel->hopping);
  CHECK(assignment->channel->maio == 3);
  CHECK(assignment->channel->hsn == 17);
  CHECK(assignment->mobile_allocation == octets("0f"));
}

TEST_CASE("immediate assignment: a packet assignment is no dedicated channel") {
  const auto uplink = parse("2d063f100ca03e7a194907000b");
  REQUIRE(uplink);
  CHECK(uplink->mode.tbf);
  CHECK_FALSE(uplink->mode.downlink);
  CHECK_FALSE(uplink->channel);
  REQUIRE(uplink->packet);
  CHECK(uplink->packet->slot == 4);
  CHECK(uplink->packet->arfcn == 62);
}

TEST_CASE("immediate assignment: a downlink TBF is told") {
  const auto downlink = parse("2d063f300ca03e7f19490700dc0ffee05a");
  REQUIRE(downlink);
  CHECK(downlink->mode.downlink);
  CHECK(downlink->packet_downlink);
}

TEST_CASE("immediate assignment: starting time") {
  const auto assignment = parse("3d063f000ab0d1e3194907010f7c2800");
  REQUIRE(assignment);
  CHECK(assignment->starting_time_t1 == 5);
  CHECK_FALSE(parse(k_assignment_sdcch8)->starting_time_t1);
}

TEST_CASE("immediate assignment: a mobile allocation beyond the block is truncated") {
  CHECK(parse("2d063f0069c03ee3194907ff").error() == ParseError::truncated);
}

TEST_CASE("immediate assignment extended: two mobiles") {
  const auto block = block_of(cw::wire::GsmChannel::ccch, "4906390041c03e7800010542d07f99ff4e1f00");
  const auto assignment = parse_immediate_assignment_extended(block.data);
  REQUIRE(assignment);
  CHECK(assignment->halves[0].channel.kind == Kind::sdcch8);
  CHECK(assignment->halves[0].channel.slot == 1);
  CHECK(assignment->halves[0].channel.arfcn == 62);
  CHECK(assignment->halves[0].timing_advance == 0x05);
  CHECK(assignment->halves[1].channel.slot == 2);
}

TEST_CASE("immediate assignment reject: four requests with their waits") {
  const auto block =
      block_of(cw::wire::GsmChannel::ccch, "4d063a00e319490a13061505e319490ae319490a");
  const auto reject = parse_immediate_assignment_reject(block.data);
  REQUIRE(reject);
  CHECK(reject->rejected[0].wait_s == 10);
  CHECK(reject->rejected[1].request.ra == 0x13);
  CHECK(reject->rejected[1].wait_s == 5);
}

TEST_CASE("request reference: T2 and T3 out of range are no frame number") {
  CHECK_FALSE(RequestReference{0, 0, 26, 0}.fn_mod_42432());
  CHECK_FALSE(RequestReference{0, 0, 0, 51}.fn_mod_42432());
  CHECK(RequestReference{0, 31, 25, 50}.fn_mod_42432() == 42431);
}

} // namespace
