#include "tests/unit/wire/bus/spool_content.h"

#include "tests/support/catch.hpp"
#include "tests/unit/wire/codec/sensor_items.h"
#include "wire/codec/sensor_batch_json.h"

#include <algorithm>

namespace cw::wire::test {

std::vector<SensorItem> some_blocks(std::uint64_t first, std::size_t count) {
  ItemMaker maker(first);
  std::vector<SensorItem> items;
  for (std::size_t i = 0; i < count; ++i) {
    GsmBlock block = maker.block();
    block.n = first + i;
    items.emplace_back(block);
  }
  return items;
}

std::size_t blocks_in(const SensorBatch& batch) {
  return static_cast<std::size_t>(
      std::count_if(batch.items.begin(), batch.items.end(), [](const SensorItem& item) {
        return std::holds_alternative<GsmBlock>(item);
      }));
}

std::vector<SensorBatch> waiting(bus::Spool& spool, std::uint64_t after) {
  std::vector<SensorBatch> batches;
  for (;;) {
    const auto next = spool.peek(after);
    REQUIRE(next);
    if (!*next) {
      return batches;
    }
    auto batch = parse_sensor_batch((*next)->frame);
    REQUIRE(batch);
    CHECK(batch->seq == (*next)->seq);
    after = batch->seq;
    batches.push_back(*std::move(batch));
  }
}

bool Books::store(const SensorBatch& batch) {
  if (batch.seq <= seq) {
    return true;
  }
  seq = batch.seq;
  stored += blocks_in(batch);
  lost = batch.blocks_lost;
  return stored + lost == batch.blocks_total;
}

} // namespace cw::wire::test
