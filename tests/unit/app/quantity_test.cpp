#include "app/quantity.h"
#include "tests/support/catch.hpp"

using cw::app::parse_hz;

TEST_CASE("quantity: numbers with and without k, M, G", "[app]") {
  CHECK(parse_hz("200000") == 200000);
  CHECK(parse_hz("200k") == 200e3);
  CHECK(parse_hz("935.2M") == Approx(935.2e6));
  CHECK(parse_hz("1.8052G") == Approx(1805.2e6));
  CHECK(parse_hz("1e6") == 1e6);
}

TEST_CASE("quantity: anything else is refused", "[app]") {
  for (const char* bad :
       {"", "M", "abc", "-1", "0", "1.2.3", "1 M", "1MHz", "1m", "inf", "nan", "1e400", "0x10"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_hz(bad));
  }
}
