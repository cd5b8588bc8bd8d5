#include "messages/gsm/si2quater.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/sample_blocks.h"

#include <cstdint>
#include <vector>

namespace {

using namespace cw::messages;
using namespace cw::messages::gsm;

TEST_CASE("SI2quater: LTE neighbours with priority and thresholds") {
  const auto si = parse_si2quater(octets(k_si2quater));
  REQUIRE(si);
  CHECK(si->complete);
  REQUIRE(si->eutran.size() == 1);
  const EutranNeighbours& lte = si->eutran[0];
  CHECK(lte.earfcns == std::vector<std::uint16_t>{1300, 6300});
  CHECK(lte.measurement_bandwidth_codes.size() == 2);
  CHECK(lte.priority == 5);
  CHECK(lte.thresh_high_code == 8);
  CHECK(lte.thresh_low_code == 3);
  CHECK(lte.qrxlevmin_code == 3);
  CHECK(si->utran.empty());
}

TEST_CASE("SI2quater: UMTS neighbours are read through the tree their codes stand in") {
  // By hand, checked with tshark: UARFCN 10563, two cells W1 300 and W2 40, so 300 and
  // (300 - 512 + 40) smod 1023 = 851, which is code 339 with diversity.
  const auto si = parse_si2quater(octets("05060700002552861258280b2b2b2b2b2b2b2b2b2b2b2b"));
  REQUIRE(si);
  CHECK(si->complete);
  REQUIRE(si->utran.size() == 1);
  CHECK_FALSE(si->utran[0].tdd);
  CHECK(si->utran[0].uarfcn == 10563);
  CHECK(si->utran[0].cells == std::vector<std::uint16_t>{300, 851});
  CHECK(si->eutran.empty());
}

TEST_CASE("SI2quater: what ends in the middle of a structure says so") {
  const auto si = parse_si2quater(octets("0506070000ffffffffffffffffffffffffffffffffffff"));
  REQUIRE(si);
  CHECK_FALSE(si->complete);
}

TEST_CASE("SI2quater: nothing but padding is an empty list") {
  const auto si = parse_si2quater(octets("050607000000000b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"));
  REQUIRE(si);
  CHECK(si->complete);
  CHECK(si->utran.empty());
  CHECK(si->eutran.empty());
}

} // namespace
