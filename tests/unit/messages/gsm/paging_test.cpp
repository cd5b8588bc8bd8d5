#include "messages/gsm/paging.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/sample_blocks.h"

#include <vector>

namespace {

using namespace cw::messages;
using namespace cw::messages::gsm;

Parsed<PagingRequest> parse(std::string_view text) {
  return parse_paging_request(block_of(cw::wire::GsmChannel::ccch, text).data);
}

std::vector<unsigned> types(const PagingRequest& request) {
  std::vector<unsigned> found;
  for (const Page& page : request.pages) {
    found.push_back(page.identity.type);
  }
  return found;
}

constexpr unsigned k_imsi = identity_type::imsi, k_tmsi = identity_type::tmsi;

TEST_CASE("paging type 1: an IMSI with its home network, and a TMSI") {
  const auto request = parse(k_paging_1);
  REQUIRE(request);
  CHECK(request->type == 1);
  CHECK(types(*request) == std::vector{k_imsi, k_tmsi});
  REQUIRE(request->pages[0].identity.home);
  CHECK(request->pages[0].identity.home->mnc_text() == "98");
}

TEST_CASE("paging type 1: the empty page, in all its spellings, pages nobody") {
  for (const std::string_view text :
       {"1506210001f0", "150621000100", "150621000180", "1106210000"}) {
    CAPTURE(text);
    const auto request = parse(text);
    REQUIRE(request);
    CHECK(request->pages.empty());
  }
}

TEST_CASE("paging type 2: two TMSIs and an optional third mobile") {
  const auto request = parse(k_paging_2);
  REQUIRE(request);
  CHECK(types(*request) == std::vector{k_tmsi, k_tmsi, k_imsi});
  const auto two = parse("2d0622000000000100000002");
  REQUIRE(two);
  CHECK(types(*two) == std::vector{k_tmsi, k_tmsi});
}

TEST_CASE("paging type 3: four TMSIs") {
  const auto request = parse(k_paging_3);
  REQUIRE(request);
  CHECK(types(*request) == std::vector(4, k_tmsi));
}

TEST_CASE("paging: page mode and channels needed") {
  const auto request = parse("410621a205f4000000011705f400000002"); // second 10, first 10, mode 2
  REQUIRE(request);
  CHECK(request->page_mode == 2);
  REQUIRE(request->pages.size() == 2);
  CHECK(request->pages[0].channel_needed == 2);
  CHECK(request->pages[1].channel_needed == 2);
  const auto first = parse("4106211005f4000000011705f400000002");
  REQUIRE(first);
  CHECK(first->pages[0].channel_needed == 1);
  CHECK(first->pages[1].channel_needed == 0);
}

TEST_CASE("paging: an identity behind the L2 pseudo length is no page") {
  const auto request = parse("2506210005f4000000011705f400000002");
  REQUIRE(request);
  CHECK(types(*request) == std::vector{k_tmsi});
}

TEST_CASE("paging: an identity longer than the block is truncated") {
  CHECK(parse("4106210020f400000001").error() == ParseError::truncated);
}

} // namespace
