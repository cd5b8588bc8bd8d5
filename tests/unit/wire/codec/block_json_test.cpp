#include "tests/support/catch.hpp"
#include "wire/codec/block_json.h"

#include <nlohmann/json.hpp>

#include <limits>
#include <string>

using namespace cw::wire;

namespace {

GsmBlock full_block() {
  GsmBlock block;
  block.n = 17;
  block.t_s = 3.214;
  block.heard_on = {.carrier_offset_hz = -400e3,
                    .carrier_hz = 935.2e6,
                    .arfcn = Arfcn{GsmBand::gsm900, 1},
                    .bsic = 48,
                    .train = 3};
  block.channel = GsmChannel::sdcch8;
  block.fn = 123456;
  block.slot = 1;
  block.sub = 5;
  for (std::size_t i = 0; i < block.data.size(); ++i) {
    block.data[i] = static_cast<std::uint8_t>(255 - 11 * i);
  }
  block.corrected_bits = 12;
  block.combined = 2;
  block.level_dbfs = -31.2F;
  block.snr_db = 17.9F;
  block.cfo_hz = 112.4F;
  block.redacted = true;
  return block;
}

std::string line_of(const GsmBlock& block) {
  std::string line;
  append_block_line(line, block);
  return line;
}

} // namespace

TEST_CASE("block line: has the contract's keys in their order", "[wire][json]") {
  CHECK(line_of(full_block()) ==
        R"({"v":1,"n":17,"t":3.214000,"sensor":"replay","rat":"gsm","carrier_offset_hz":-400000,)"
        R"("carrier_hz":935200000,"arfcn":1,"bsic":48,"train":3,"channel":"sdcch8","fn":123456,)"
        R"("slot":1,"sub":5,"data":"fff4e9ded3c8bdb2a79c91867b70655a4f44392e23180d",)"
        R"("level_dbfs":-31.2,"snr_db":17.9,"cfo_hz":112.4,"corrected_bits":12,"combined":2,)"
        R"("redacted":true})"
        "\n");
}

TEST_CASE("block line: what is written is read back", "[wire][json]") {
  const GsmBlock block = full_block();
  const auto read = parse_block_line(line_of(block));
  REQUIRE(read);
  CHECK(read->heard_on == block.heard_on);
  CHECK(read->data == block.data);
  CHECK(read->channel == block.channel);
  CHECK(line_of(*read) == line_of(block));
}

TEST_CASE("block line: every channel comes back, SCH with its four octets", "[wire][json]") {
  for (int i = 0; i <= static_cast<int>(GsmChannel::cbch); ++i) {
    GsmBlock block = full_block();
    block.channel = static_cast<GsmChannel>(i);
    block.length = block.channel == GsmChannel::sch ? 4 : 23;
    const auto read = parse_block_line(line_of(block));
    CAPTURE(i);
    REQUIRE(read);
    CHECK(read->channel == block.channel);
    CHECK(read->length == block.length);
  }
}

TEST_CASE("block line: what is not known is null", "[wire][json]") {
  GsmBlock block = full_block();
  block.heard_on = {};
  block.level_dbfs = std::numeric_limits<float>::quiet_NaN();
  const auto json = nlohmann::json::parse(line_of(block));
  CHECK(json["arfcn"].is_null());
  CHECK(json["bsic"].is_null());
  CHECK(json["carrier_hz"].is_null());
  CHECK(json["level_dbfs"].is_null());
  const auto read = parse_block_line(line_of(block));
  REQUIRE(read);
  CHECK_FALSE(read->heard_on.bsic);
  CHECK_FALSE(read->heard_on.arfcn);
}

TEST_CASE("block line: an ARFCN of 1900 MHz keeps its band", "[wire][json]") {
  GsmBlock block = full_block();
  block.heard_on.arfcn = Arfcn{GsmBand::pcs1900, 600};
  block.heard_on.carrier_hz = downlink_hz(*block.heard_on.arfcn);
  const auto read = parse_block_line(line_of(block));
  REQUIRE(read);
  CHECK(read->heard_on.arfcn == block.heard_on.arfcn);
}

TEST_CASE("block line: cut at any length it is refused", "[wire][json]") {
  const std::string line = line_of(full_block());
  for (std::size_t length = 0; length + 1 < line.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(parse_block_line(std::string_view(line).substr(0, length)));
  }
}

TEST_CASE("block line: a key out of range is named", "[wire][json]") {
  const auto broken = [](const char* key, nlohmann::json value) {
    nlohmann::json json = nlohmann::json::parse(line_of(full_block()));
    json[key] = std::move(value);
    const auto read = parse_block_line(json.dump());
    REQUIRE_FALSE(read);
    return read.error();
  };
  CHECK_THAT(broken("fn", 2715648), Catch::Matchers::ContainsSubstring("fn"));
  CHECK_THAT(broken("slot", 8), Catch::Matchers::ContainsSubstring("slot"));
  CHECK_THAT(broken("bsic", -1), Catch::Matchers::ContainsSubstring("bsic"));
  CHECK_THAT(broken("arfcn", 1024), Catch::Matchers::ContainsSubstring("arfcn"));
  CHECK_THAT(broken("data", "zz"), Catch::Matchers::ContainsSubstring("data"));
  CHECK_THAT(broken("channel", "tch"), Catch::Matchers::ContainsSubstring("channel"));
  CHECK_THAT(broken("rat", "lte"), Catch::Matchers::ContainsSubstring("rat"));
  CHECK_THAT(broken("v", 2), Catch::Matchers::ContainsSubstring("v"));
  CHECK_THAT(broken("snr_db", 1.7e56), Catch::Matchers::ContainsSubstring("snr_db")); // found by the fuzzer
  CHECK_THAT(broken("t", 1e300), Catch::Matchers::ContainsSubstring("t is"));
  CHECK_THAT(broken("redacted", 1), Catch::Matchers::ContainsSubstring("redacted"));
}
