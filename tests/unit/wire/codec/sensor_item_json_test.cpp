#include "tests/support/catch.hpp"
#include "tests/unit/wire/codec/sensor_items.h"
#include "wire/codec/block_json.h"
#include "wire/codec/sensor_batch_json.h"
#include "wire/codec/sensor_item_json.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

using namespace cw::wire;
using cw::wire::test::ItemMaker;
using cw::wire::test::same;

namespace {

std::string line_of(const SensorItem& item) {
  std::string line;
  append_sensor_item(line, item, "van-1");
  return line;
}

SensorBatch small_batch() {
  ItemMaker maker(5);
  return {.sensor = "van-1",
          .epoch = "0123456789abcdef",
          .seq = 17,
          .blocks_total = 400,
          .blocks_lost = 3,
          .items = {maker.block(), maker.measurement(), maker.scan(8), maker.block()}};
}

} // namespace

TEST_CASE("sensor items: every number comes back to the bit", "[wire][json]") {
  ItemMaker maker(1);
  for (int i = 0; i < 3000; ++i) {
    const SensorItem item = maker.any();
    const std::string line = line_of(item);
    CAPTURE(i, line);
    const auto read = parse_sensor_item(line);
    REQUIRE(read);
    CHECK(same(*read, item));
  }
}

TEST_CASE("sensor items: floats of every magnitude come back to the bit", "[wire][json]") {
  std::mt19937_64 engine(2); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same on every machine
  GsmBlock block;
  for (int i = 0; i < 20'000; ++i) {
    const float mantissa = 1.0F + static_cast<float>(engine() % (1U << 23U)) * 0x1p-23F;
    block.cfo_hz = std::ldexp(mantissa, static_cast<int>(engine() % 60) - 40);
    const auto read = parse_sensor_item(line_of(block));
    REQUIRE(read);
    REQUIRE(std::get<GsmBlock>(*read).cfo_hz == block.cfo_hz);
  }
}

TEST_CASE("sensor items: what no receiver should make is brought within bounds", "[wire][json]") {
  ItemMaker maker(3);
  GsmMeasurement state = maker.measurement();
  state.level_dbfs = std::numeric_limits<float>::quiet_NaN();
  state.snr_db = std::numeric_limits<float>::infinity();
  state.slot_level_dbfs[3] = -std::numeric_limits<float>::infinity();
  state.clock_sigma_ppm = std::numeric_limits<double>::infinity();
  const auto read = parse_sensor_item(line_of(state));
  REQUIRE(read);
  const auto& back = std::get<GsmMeasurement>(*read);
  CHECK(back.level_dbfs == 0.0F);
  CHECK(back.snr_db == 1000.0F);
  CHECK(back.slot_level_dbfs[3] == -1000.0F);
  CHECK(std::isfinite(back.clock_sigma_ppm));
}

TEST_CASE("sensor items: the kind is seen without parsing", "[wire][json]") {
  ItemMaker maker(4);
  CHECK(kind_of_item(line_of(maker.block())) == ItemKind::block);
  CHECK(kind_of_item(line_of(maker.measurement())) == ItemKind::measurement);
  CHECK(kind_of_item(line_of(maker.scan())) == ItemKind::power_scan);
}

TEST_CASE("sensor items: a wrong one is refused with the key's name", "[wire][json]") {
  ItemMaker maker(6);
  const auto broken = [](const SensorItem& item,
                         const char* key,
                         nlohmann::json value,
                         const char* says = nullptr) {
    auto json = nlohmann::json::parse(line_of(item));
    json[key] = std::move(value);
    const auto read = parse_sensor_item(json.dump());
    CAPTURE(key);
    REQUIRE_FALSE(read);
    CHECK_THAT(read.error(), Catch::Matchers::ContainsSubstring(says != nullptr ? says : key));
  };
  const GsmMeasurement state = maker.measurement();
  broken(state, "slot_level_dbfs", {1, 2, 3});
  broken(state, "slot_level_dbfs", {1, 2, 3, 4, 5, 6, 7, 8, 9});
  broken(state, "slot_level_dbfs", {1, 2, 3, 4, 5, 6, 7, "8"});
  broken(state, "fcch", -1);
  broken(state, "type", "gossip");
  broken(state, "v", 2);
  broken(maker.scan(), "level_dbfs", std::vector<int>(k_max_scan_bins + 1, 0));
  broken(maker.scan(), "step_hz", "200k");
  GsmBlock block = maker.block();
  block.heard_on.arfcn = Arfcn{GsmBand::pcs1900, 600};
  broken(block, "band", "2100");
  broken(block, "pos", {{"lat", 91}, {"lon", 0}}, "lat");
}

TEST_CASE("block line: a fix is in it, for people too", "[wire][json]") {
  GsmBlock block;
  block.pos = Position{
      .lat_deg = 52.5200066, .lon_deg = 13.404954, .alt_m = 34.56, .speed_mps = {}, .hdop = 0.9};
  std::string line;
  append_block_line(line, block);
  CHECK_THAT(line,
             Catch::Matchers::ContainsSubstring(
                 R"("redacted":false,"pos":{"lat":52.5200066,"lon":13.4049540,"alt_m":34.6,)"
                 R"("speed_mps":null,"hdop":0.9}})"));
  const auto read = parse_block_line(line);
  REQUIRE(read);
  REQUIRE(read->pos);
  CHECK(read->pos->lat_deg == 52.5200066);
  CHECK_FALSE(read->pos->speed_mps);
}

TEST_CASE("sensor batch: what is written is read back", "[wire][json]") {
  const SensorBatch batch = small_batch();
  const auto read = parse_sensor_batch(sensor_batch_json(batch));
  REQUIRE(read);
  CHECK(read->sensor == batch.sensor);
  CHECK(read->epoch == batch.epoch);
  CHECK(read->seq == batch.seq);
  CHECK(read->blocks_total == batch.blocks_total);
  CHECK(read->blocks_lost == batch.blocks_lost);
  REQUIRE(read->items.size() == batch.items.size());
  for (std::size_t i = 0; i < batch.items.size(); ++i) {
    CHECK(same(read->items[i], batch.items[i]));
  }
}

TEST_CASE("sensor batch: an empty one is a batch", "[wire][json]") {
  SensorBatch batch = small_batch();
  batch.items.clear();
  const auto read = parse_sensor_batch(sensor_batch_json(batch));
  REQUIRE(read);
  CHECK(read->items.empty());
}

TEST_CASE("sensor batch: cut at any length it is refused", "[wire][json]") {
  const std::string text = sensor_batch_json(small_batch());
  for (std::size_t length = 0; length < text.size(); ++length) {
    if (parse_sensor_batch(std::string_view(text).substr(0, length))) {
      FAIL("read a batch cut at " << length);
    }
  }
}

TEST_CASE("sensor batch: one wrong item spoils it", "[wire][json]") {
  auto json = nlohmann::json::parse(sensor_batch_json(small_batch()));
  json["items"][3]["fn"] = k_hyperframe;
  const auto read = parse_sensor_batch(json.dump());
  REQUIRE_FALSE(read);
  CHECK_THAT(read.error(), Catch::Matchers::ContainsSubstring("fn"));
}
