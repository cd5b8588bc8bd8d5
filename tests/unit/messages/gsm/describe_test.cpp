#include "messages/gsm/describe.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/sample_blocks.h"

#include <algorithm>
#include <string>
#include <variant>

namespace {

using namespace cw;
using namespace cw::messages;
using namespace cw::messages::gsm;

wire::Fields described(wire::GsmChannel channel, std::string_view text) {
  const auto message = parse_block(block_of(channel, text));
  REQUIRE(message);
  return describe(*message);
}

const wire::FieldValue* find(const wire::Fields& fields, std::string_view name) {
  const auto found = std::find_if(
      fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
  return found == fields.end() ? nullptr : &found->second;
}

template <class T>
T value(const wire::Fields& fields, std::string_view name) {
  CAPTURE(std::string(name));
  const wire::FieldValue* found = find(fields, name);
  REQUIRE(found != nullptr);
  REQUIRE(std::holds_alternative<T>(found->value));
  return std::get<T>(found->value);
}

std::int64_t number(const wire::Fields& fields, std::string_view name) {
  return value<std::int64_t>(fields, name);
}

bool is_null(const wire::Fields& fields, std::string_view name) {
  const wire::FieldValue* found = find(fields, name);
  return found != nullptr && std::holds_alternative<std::monostate>(found->value);
}

TEST_CASE("describe: SI3 in the order of the specification, values with their units") {
  const wire::Fields si3 = described(wire::GsmChannel::bcch, k_si3);
  CHECK(si3.front().first == "ci");
  CHECK(value<std::string>(si3, "mcc") == "262");
  CHECK(value<std::string>(si3, "mnc") == "98");
  CHECK(number(si3, "lac") == 0x1234);
  CHECK(number(si3, "t3212_min") == 60);
  CHECK(number(si3, "t3212_code") == 10);
  CHECK(number(si3, "rxlev_access_min_dbm") == -102);
  CHECK(number(si3, "cell_reselect_offset_db") == 50);
  CHECK(number(si3, "cell_reselect_hysteresis_db") == 6);
  CHECK(number(si3, "temporary_offset_db") == 20);
  CHECK(value<bool>(si3, "gprs"));
}

TEST_CASE("describe: penalty time 31 is null, with the code and what it does beside it") {
  const wire::Fields si3 = described(wire::GsmChannel::bcch, k_si3);
  CHECK(is_null(si3, "penalty_time_s"));
  CHECK(number(si3, "penalty_time_code") == 31);
  CHECK(value<bool>(si3, "cell_reselect_offset_subtracted"));
}

TEST_CASE("describe: T3212 0 is null, and 0 as a code") {
  const wire::Fields si3 =
      described(wire::GsmChannel::bcch, "49061babcd62f28912344802001465487b04012b2b2b2b");
  CHECK(is_null(si3, "t3212_min"));
  CHECK(number(si3, "t3212_code") == 0);
  CHECK(find(si3, "penalty_time_s") == nullptr); // no selection parameters: absent, not null
}

TEST_CASE("describe: access classes by number, emergency calls apart") {
  const wire::Fields si3 = described(wire::GsmChannel::bcch, k_si3);
  CHECK(value<wire::FieldList>(si3, "acc") == wire::FieldList{{std::int64_t{0}}});
  CHECK_FALSE(value<bool>(si3, "emergency_call_allowed"));
}

TEST_CASE("describe: neighbours and NCCs are lists of numbers") {
  const wire::Fields si2 = described(wire::GsmChannel::bcch, k_si2);
  const wire::FieldList neighbours{
      {std::int64_t{10}}, {std::int64_t{20}}, {std::int64_t{62}}, {std::int64_t{124}}};
  CHECK(value<wire::FieldList>(si2, "neighbour_arfcns") == neighbours);
  const wire::FieldList ncc{{std::int64_t{2}}, {std::int64_t{3}}};
  CHECK(value<wire::FieldList>(si2, "ncc_permitted") == ncc);
}

TEST_CASE("describe: LTE neighbours with priority and dBm") {
  const wire::Fields si = described(wire::GsmChannel::bcch, k_si2quater);
  const auto list = value<wire::FieldList>(si, "eutran_neighbours");
  REQUIRE(list.size() == 1);
  const auto& lte = std::get<wire::Fields>(list[0].value);
  CHECK(number(lte, "eutran_priority") == 5);
  CHECK(number(lte, "thresh_eutran_high_db") == 16);
  CHECK(number(lte, "eutran_qrxlevmin_dbm") == -134);
}

TEST_CASE("describe: causes and algorithms by name and code") {
  const wire::Fields reject = described(wire::GsmChannel::sdcch4, "030a0d05040d");
  CHECK(value<std::string>(reject, "reject_cause") == "roaming_not_allowed_in_this_location_area");
  CHECK(number(reject, "reject_cause_code") == 13);
  CHECK(value<std::string>(described(wire::GsmChannel::sdcch4, "03000d063511"), "algorithm") ==
        "A5/1");
  CHECK(value<std::string>(described(wire::GsmChannel::sdcch4, "03020d063500"), "algorithm") ==
        "none");
  CHECK(value<std::string>(described(wire::GsmChannel::sdcch4, "03020d06350f"), "algorithm") ==
        "reserved");
  const wire::Fields release = described(wire::GsmChannel::sdcch4, "03060d060dff");
  CHECK(value<std::string>(release, "rr_cause") == "other");
  CHECK(number(release, "rr_cause_code") == 255);
}

TEST_CASE("describe: unknown types keep their number") {
  const auto message = parse_block(block_of(wire::GsmChannel::bcch, "0106ff"));
  REQUIRE(message);
  CHECK(message_name(*message) == "rr_other");
  CHECK(number(describe(*message), "message_type") == 255);
}

} // namespace
