#include "messages/gsm/identity.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/block_text.h"

namespace {

using namespace cw::messages;

gsm::Plmn plmn(std::string_view text) {
  const auto data = octets(text);
  BitReader in(data);
  return gsm::take_plmn(in);
}

gsm::MobileIdentity identity(std::string_view text) {
  const auto data = octets(text);
  return gsm::read_mobile_identity(BitReader(data));
}

TEST_CASE("PLMN: an MNC of two digits is not one of three") {
  CHECK(plmn("62f210").mcc_text() == "262");
  CHECK(plmn("62f210").mnc_text() == "01");
  CHECK(plmn("621200").mnc_text() == "001");
  CHECK(plmn("62f210") != plmn("621200"));
}

TEST_CASE("PLMN: three digits of a real plan") {
  CHECK(plmn("130014").mnc_text() == "410");
}

TEST_CASE("PLMN: digits above 9 stay and are told") {
  CHECK(plmn("f2f210").mcc_text() == "2f2");
  CHECK_FALSE(plmn("f2f210").digits_valid());
  CHECK(plmn("62f210").digits_valid());
}

TEST_CASE("mobile identity: of an IMSI the home network is kept, nothing else") {
  const gsm::MobileIdentity german = identity("2926892143658709");
  CHECK(german.type == gsm::identity_type::imsi);
  REQUIRE(german.home);
  CHECK(german.home->mcc_text() == "262");
  CHECK(german.home->mnc_text() == "98");
  CHECK(german == identity("2926890000000000"));
}

TEST_CASE("mobile identity: where the numbering plan has three digits, three are the operator's") {
  const gsm::MobileIdentity american = identity("3901141032547698");
  REQUIRE(american.home);
  CHECK(american.home->mcc_text() == "310");
  CHECK(american.home->mnc_text() == "410");
}

TEST_CASE("mobile identity: other types have no home") {
  CHECK(identity("f4deadbeef").type == gsm::identity_type::tmsi);
  CHECK_FALSE(identity("f4deadbeef").home);
  CHECK(identity("f0").type == gsm::identity_type::none);
  CHECK(identity("").type == gsm::identity_type::none);
}

TEST_CASE("mobile identity: an IMSI too short to have a network is still an IMSI") {
  CHECK(identity("2926").type == gsm::identity_type::imsi);
  CHECK_FALSE(identity("2926").home);
}

} // namespace
