#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/wire/bus/spool_content.h"
#include "tests/unit/wire/codec/sensor_items.h"
#include "wire/name.h"

#include <sys/resource.h>

#include <csignal>

using namespace cw::wire;
using namespace cw::wire::bus;
using namespace cw::wire::test;
using cw::test::TempFolder;

namespace {

Spool open_spool(const std::string& path, std::uint64_t max_octets = 256ULL << 20U) {
  auto spool = Spool::open({.path = path, .sensor = "van-1", .max_octets = max_octets});
  REQUIRE(spool);
  return *std::move(spool);
}

/// No file of this process grows beyond `octets` while this lives: the disk is full.
class FullDisk {
public:
  explicit FullDisk(rlim_t octets) : before_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &limit_);
    const rlimit now{.rlim_cur = octets, .rlim_max = limit_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &limit_);
    static_cast<void>(std::signal(SIGXFSZ, before_));
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

private:
  rlimit limit_{};
  void (*before_)(int);
};

} // namespace

TEST_CASE("spool: batches come out as they went in, numbered from 1", "[bus][spool]") {
  const TempFolder folder;
  Spool spool = open_spool(folder.path("spool.db"));
  CHECK(valid_epoch(spool.state().epoch));
  ItemMaker maker(1);
  std::vector<SensorItem> items;
  items.reserve(40);
  for (int i = 0; i < 40; ++i) {
    items.push_back(maker.any());
  }
  CHECK(spool.put(items) == 1U);
  CHECK(spool.put(some_blocks(100, 3)) == 2U);
  CHECK(spool.put({}) == 2U);
  const auto batches = waiting(spool);
  REQUIRE(batches.size() == 2);
  REQUIRE(batches[0].items.size() == items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    CHECK(same(batches[0].items[i], items[i]));
  }
  CHECK(batches[0].sensor == "van-1");
  CHECK(batches[0].epoch == spool.state().epoch);
  CHECK(batches[1].blocks_total == blocks_in(batches[0]) + 3);
  CHECK(batches[1].blocks_lost == 0);
}

TEST_CASE("spool: what is acknowledged is gone, what is not stays over a restart", "[bus][spool]") {
  const TempFolder folder;
  std::string epoch;
  {
    Spool spool = open_spool(folder.path("spool.db"));
    epoch = spool.state().epoch;
    for (std::uint64_t i = 0; i < 5; ++i) {
      REQUIRE(spool.put(some_blocks(10 * i, 10)));
    }
    CHECK(waiting(spool).size() == 5);
    REQUIRE(spool.acknowledge(2));
    CHECK(spool.state().batches == 3);
  }
  Spool spool = open_spool(folder.path("spool.db"));
  CHECK(spool.state().epoch == epoch);
  CHECK(spool.state().batches == 3);
  CHECK(spool.state().blocks_total == 50);
  CHECK(waiting(spool).front().seq == 3);
  CHECK(spool.put(some_blocks(50, 1)) == 6U);
  REQUIRE(spool.acknowledge(5));
  CHECK(waiting(spool).size() == 1);
}

TEST_CASE("spool: nothing is forgotten that was never sent", "[bus][spool]") {
  const TempFolder folder;
  Spool spool = open_spool(folder.path("spool.db"));
  REQUIRE(spool.put(some_blocks(0, 1)));
  REQUIRE(spool.put(some_blocks(1, 1)));
  REQUIRE(spool.peek(0));
  REQUIRE(spool.acknowledge(INT64_MAX));
  CHECK(waiting(spool).size() == 1);
}

TEST_CASE("spool: many items become several batches", "[bus][spool]") {
  const TempFolder folder;
  Spool spool = open_spool(folder.path("spool.db"));
  CHECK(spool.put(some_blocks(0, 2000)).value() > 2);
  Books books;
  for (const SensorBatch& batch : waiting(spool)) {
    CHECK(books.store(batch));
  }
  CHECK(books.stored == 2000);
}

TEST_CASE("spool: full, it drops scans, then measurements, then blocks, and counts",
          "[bus][spool]") {
  const TempFolder folder;
  Spool spool = open_spool(folder.path("spool.db"), 1U << 20U);
  ItemMaker maker(2);
  const auto kinds = [&] {
    std::array<std::size_t, 3> counts{};
    for (const SensorBatch& batch : waiting(spool)) {
      for (const SensorItem& item : batch.items) {
        ++counts[item.index()];
      }
    }
    return counts;
  };
  // Blocks 0.3 MB, measurements 0.4 MB and scans 0.4 MB.
  const auto mixed = [&](int count) {
    std::vector<SensorItem> items;
    for (int i = 0; i < count; ++i) {
      items.emplace_back(maker.block());
      items.emplace_back(maker.measurement());
      items.emplace_back(maker.scan(50));
    }
    return items;
  };
  std::uint64_t blocks = 0;
  bool scans_went = false;
  bool measurements_went = false;
  bool blocks_went = false;
  for (int round = 0; round < 120; ++round) {
    REQUIRE(spool.put(mixed(40)));
    blocks += 40;
    const SpoolState state = spool.state();
    CHECK(state.octets <= 1U << 20U);
    CHECK(state.blocks_total == blocks);
    blocks_went = blocks_went || state.blocks_lost > 0;
    if (blocks_went) {
      break;
    }
  }
  const auto left = kinds();
  scans_went = left[2] < 80;
  measurements_went = left[1] < 80;
  CHECK(scans_went);
  CHECK(measurements_went);
  CHECK(blocks_went);
  CHECK(left[0] + spool.state().blocks_lost == blocks);
}

TEST_CASE("spool: full, a detector's books hold all the same", "[bus][spool]") {
  const TempFolder folder;
  Spool spool = open_spool(folder.path("spool.db"), 1U << 20U);
  Books books;
  std::uint64_t made = 0;
  std::uint64_t cursor = 0;
  for (int round = 0; round < 300; ++round) {
    REQUIRE(spool.put(some_blocks(made, 30)));
    made += 30;
    // Sends now and then, and stops listening for acks in between.
    if (round % 50 < 5) {
      const auto next = spool.peek(cursor);
      REQUIRE(next);
      REQUIRE(*next);
      cursor = (*next)->seq;
    }
    if (round % 100 == 99) {
      REQUIRE(spool.acknowledge(cursor - 2));
    }
  }
  CHECK(spool.state().blocks_lost > 1000);
  for (const SensorBatch& batch : waiting(spool)) {
    CAPTURE(batch.seq);
    // Those sent before the first ack are seen again here only in part.
    if (books.seq == 0) {
      books.stored = batch.blocks_total - batch.blocks_lost - blocks_in(batch);
    }
    CHECK(books.store(batch));
  }
  CHECK(books.stored + books.lost == made);
}

TEST_CASE("spool: a batch that is given up is lost and counted", "[bus][spool]") {
  const TempFolder folder;
  Spool spool = open_spool(folder.path("spool.db"));
  for (std::uint64_t i = 0; i < 4; ++i) {
    REQUIRE(spool.put(some_blocks(10 * i, 10)));
  }
  CHECK(waiting(spool).size() == 4);
  REQUIRE(spool.give_up(2));
  CHECK(spool.state().blocks_lost == 10);
  Books books;
  for (const SensorBatch& batch : waiting(spool)) {
    CHECK(books.store(batch));
  }
  CHECK(books.stored == 30);
}

TEST_CASE("spool: a full disk is said, counted, and heals by itself", "[bus][spool]") {
  const TempFolder folder;
  Spool spool = open_spool(folder.path("spool.db"));
  std::uint64_t made = 0;
  std::size_t refused = 0;
  std::string said;
  {
    const FullDisk full(400'000);
    for (; made < 3000; made += 30) {
      if (const auto put = spool.put(some_blocks(made, 30)); !put) {
        ++refused;
        said = put.error();
      }
      const SpoolState state = spool.state();
      REQUIRE(state.blocks_total == made + 30);
      REQUIRE(state.blocks_lost == 30 * refused);
    }
    REQUIRE(refused > 5);
    CHECK(spool.state().trouble == said);
  }
  CHECK_THAT(said, Catch::Matchers::ContainsSubstring("disk"));
  REQUIRE(spool.put(some_blocks(made, 30)));
  CHECK_FALSE(spool.state().trouble);
  Books books;
  for (const SensorBatch& batch : waiting(spool)) {
    CHECK(books.store(batch));
  }
  CHECK(books.stored + books.lost == made + 30);
  CHECK(books.lost == 30 * refused);
}

TEST_CASE("spool: it is emptied while the disk is full", "[bus][spool]") {
  const TempFolder folder;
  Spool spool = open_spool(folder.path("spool.db"));
  const FullDisk full(400'000);
  std::uint64_t made = 0;
  for (; spool.put(some_blocks(made, 30)); made += 30) {
    REQUIRE(made < 3000);
  }
  const auto batches = waiting(spool);
  CHECK(30 * batches.size() == made);
  static_cast<void>(spool.acknowledge(batches.back().seq)); // the disk may refuse
  CHECK(waiting(spool).empty());
}

TEST_CASE("spool: losses before put are counted with the next one", "[bus][spool]") {
  const TempFolder folder;
  Spool spool = open_spool(folder.path("spool.db"));
  spool.count_lost(7);
  CHECK(spool.state().blocks_lost == 7);
  REQUIRE(spool.put(some_blocks(0, 3)));
  const auto batches = waiting(spool);
  REQUIRE(batches.size() == 1);
  CHECK(batches[0].blocks_total == 10);
  CHECK(batches[0].blocks_lost == 7);
}

TEST_CASE("spool: what cannot be is refused with one sentence", "[bus][spool]") {
  const TempFolder folder;
  const auto why = [](const SpoolConfig& config) {
    const auto spool = Spool::open(config);
    REQUIRE_FALSE(spool);
    return spool.error();
  };
  using Catch::Matchers::ContainsSubstring;
  CHECK_THAT(why({.path = folder.path("s.db"), .sensor = "../x"}), ContainsSubstring("../x"));
  CHECK_THAT(why({.path = folder.path("no/s.db"), .sensor = "a"}), ContainsSubstring("no/s.db"));
  folder.write("text.db", std::string(5000, 'x'));
  CHECK_THAT(why({.path = folder.path("text.db"), .sensor = "a"}), ContainsSubstring("text.db"));
}
