#include "messages/gsm/sch.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/block_text.h"

namespace {

using namespace cw::messages;

TEST_CASE("SCH: BSIC and frame number, T1 split over three octets") {
  // By hand: BSIC 48; FN 860901 has T1 649, T2 15, T3 21, so T3' 2 in octets 3 and 4.
  // 110000 01 | 01000100 | 1 01111 01 | 0
  const auto data = octets("c144bd00");
  const auto sch = gsm::parse_sch(data);
  REQUIRE(sch);
  CHECK(sch->bsic == 48);
  CHECK(sch->ncc() == 6);
  CHECK(sch->bcc() == 0);
  CHECK(sch->fn == 860901);
}

TEST_CASE("SCH: the last bit counts at either end of its octet") {
  const auto low = gsm::parse_sch(octets("c144bd01"));
  const auto high = gsm::parse_sch(octets("c144bd80"));
  REQUIRE(low);
  REQUIRE(high);
  CHECK(low->fn == high->fn);
  CHECK(low->fn != gsm::parse_sch(octets("c144bd00"))->fn);
}

TEST_CASE("SCH: T2 and T3' out of range are no frame number") {
  CHECK(gsm::parse_sch(octets("00006c00")).error() == ParseError::bad_value); // T2 27
  CHECK(gsm::parse_sch(octets("00000201")).error() == ParseError::bad_value); // T3' 5
}

TEST_CASE("SCH: three octets are too few") {
  CHECK(gsm::parse_sch(octets("c144bd")).error() == ParseError::truncated);
}

} // namespace
