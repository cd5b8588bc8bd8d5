#include "tests/support/catch.hpp"
#include "wire/bus/refusals.h"

using namespace cw::wire::bus;
using namespace std::chrono_literals;

TEST_CASE("refusals: each reason is said once a minute, with how many and from where", "[bus]") {
  Refusals refusals;
  const Refusals::Time start{};
  CHECK(refusals.due(start).empty());
  refusals.count(Refusal::malformed, "192.0.2.1", "no JSON");
  refusals.count(Refusal::malformed, "192.0.2.2", "no type");
  refusals.count(Refusal::too_long, "192.0.2.3");
  const auto said = refusals.due(start);
  REQUIRE(said.size() == 2);
  CHECK(said[0] ==
        "refused a frame that is too long from 192.0.2.3 (1 since the last time this was said)");
  CHECK(said[1] ==
        "refused a malformed frame from 192.0.2.2: no type (2 since the last time this was said)");
  refusals.count(Refusal::malformed, "192.0.2.1");
  CHECK(refusals.due(start + 59s).empty());
  CHECK(refusals.due(start + 60s).size() == 1);
  CHECK(refusals.due(start + 200s).empty());
  CHECK(refusals.of(Refusal::malformed) == 3);
  CHECK(refusals.total() == 4);
}
