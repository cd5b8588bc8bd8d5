// Sensors' batches: taken once, losses counted, stored before they are acknowledged, and a restart
// goes on where the store is.
#include "detector/live/live_detector.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/detector/air.h"
#include "wire/sqlite/database.h"

#include <sys/resource.h>

#include <csignal>
#include <functional>

using namespace cw::detector;
using cw::test::Air;
using cw::test::TempFolder;
using Taken = LiveDetector::Taken;

namespace {

constexpr double k_now_s = 1.7e9;

Air catcher(int phones = 4) {
  Air air;
  for (int i = 0; i < phones; ++i) {
    const auto sub = static_cast<std::uint8_t>(i % 8);
    air.si2({85});
    air.si3(666, 11, 1, true);
    air.si4(666, true);
    air.assign_sdcch8(sub);
    air.sdcch8(sub, Air::k_update_request);
    air.sdcch8(sub, {0x03, 0x20, 0x0d, 0x05, 0x18, 0x01});
    air.sdcch8(sub, {0x03, 0x22, 0x0d, 0x05, 0x04, 0x0f});
    air.sdcch8(sub, {0x03, 0x24, 0x0d, 0x06, 0x0d, 0x00});
  }
  return air;
}

/// The blocks in batches of `size`, UNIX times, as a receiver numbers them.
std::vector<cw::wire::SensorBatch> batches(const Air& air, std::size_t size, const char* sensor) {
  std::vector<cw::wire::SensorBatch> all;
  std::uint64_t total = 0;
  for (cw::wire::GsmBlock block : air.blocks()) {
    if (all.empty() || all.back().items.size() == size) {
      all.push_back({.sensor = sensor,
                     .epoch = "0123456789abcdef",
                     .seq = all.size() + 1,
                     .blocks_total = 0,
                     .blocks_lost = 0,
                     .items = {}});
    }
    block.t_s += k_now_s - 1000;
    all.back().items.emplace_back(block);
    all.back().blocks_total = ++total;
  }
  return all;
}

LiveDetector live(const std::string& store = {}, std::size_t max_sensors = 64) {
  LiveConfig config;
  if (!store.empty()) {
    config.detector.store_path = store;
  }
  config.max_sensors = max_sensors;
  auto made = LiveDetector::create(config, k_now_s);
  REQUIRE(made);
  return std::move(*made);
}

std::vector<std::string> kinds(LiveDetector& detector) {
  std::vector<std::string> all;
  for (const AlertStep& step : detector.take_steps()) {
    all.push_back(step.kind);
  }
  return all;
}

std::int64_t number(const std::string& path, const char* sql) {
  const auto db = cw::sqlite::Database::open("test", path, cw::sqlite::Access::read_only);
  return db->number(sql).value();
}

void with_file_limit(rlim_t octets, const std::function<void()>& act) {
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN); // the write fails instead
  const rlimit small{.rlim_cur = octets, .rlim_max = before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  act();
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
}

} // namespace

TEST_CASE("live: batches give the cells and alerts that the blocks give", "[live]") {
  Air air = catcher();
  auto plain = Detector::create({});
  for (cw::wire::GsmBlock block : air.blocks()) {
    block.t_s += k_now_s - 1000;
    plain->add(block);
  }
  REQUIRE(plain->finish());
  cw::wire::Report expected;
  plain->fill(expected);
  REQUIRE(expected.alerts.size() == 1);
  for (const std::size_t size : {1U, 3U, 1000U}) {
    LiveDetector detector = live();
    for (const auto& batch : batches(air, size, "north")) {
      CHECK(detector.take(batch, k_now_s) == Taken::taken);
      REQUIRE(detector.commit(k_now_s));
    }
    REQUIRE(detector.finish(k_now_s));
    const auto report = detector.report("north");
    REQUIRE(report);
    CAPTURE(size);
    REQUIRE(report->cells.size() == 1);
    CHECK(report->cells[0].blocks == expected.cells[0].blocks);
    CHECK(report->cells[0].system_information == expected.cells[0].system_information);
    REQUIRE(report->alerts.size() == 1);
    CHECK(report->alerts[0].id == expected.alerts[0].id);
    CHECK(report->alerts[0].raised_at_s == expected.alerts[0].raised_at_s);
    CHECK(report->alerts[0].score == expected.alerts[0].score);
    CHECK(kinds(detector).front() == "raised");
    const auto snapshot = detector.snapshot(k_now_s);
    REQUIRE(snapshot.alerts.size() == 1);
    CHECK(snapshot.alerts[0].summary == expected.alerts[0].summary);
    CHECK(snapshot.cells.at(snapshot.alerts[0].cell).id == "262-02-666-11");
  }
}

TEST_CASE("live: a batch that comes again is not taken again", "[live]") {
  LiveDetector detector = live();
  const auto all = batches(catcher(), 8, "north");
  for (const auto& batch : all) {
    CHECK(detector.take(batch, k_now_s) == Taken::taken);
    CHECK(detector.take(batch, k_now_s) == Taken::known);
  }
  CHECK(detector.take(all[0], k_now_s) == Taken::known);
  CHECK(detector.committed("north", all[0].epoch) == 0);
  REQUIRE(detector.commit(k_now_s));
  CHECK(detector.committed("north", all[0].epoch) == all.size());
  CHECK(detector.sensors().at(0).blocks == 32);
  cw::wire::SensorBatch other = all[0];
  other.epoch = "fedcba9876543210"; // a new spool counts anew
  CHECK(detector.take(other, k_now_s) == Taken::taken);
}

TEST_CASE("live: what was lost on the way is counted and said", "[live]") {
  LiveDetector detector = live();
  auto all = batches(catcher(), 8, "north");
  CHECK(detector.take(all[0], k_now_s) == Taken::taken);
  all[2].blocks_lost = 8; // the second was dropped by the spool
  CHECK(detector.take(all[2], k_now_s) == Taken::taken);
  REQUIRE(detector.commit(k_now_s));
  const EpochRecord epoch = detector.sensors().at(0).epochs.begin()->second;
  CHECK(epoch.skipped == 1);
  CHECK(epoch.blocks_stored == 16);
  CHECK(epoch.blocks_lost == 8);
  CHECK(epoch.blocks_total == epoch.blocks_stored + epoch.blocks_lost);
  CHECK(epoch.unexplained() == 0);
  REQUIRE(detector.take_complaints().size() == 1);
  all[3].blocks_total += 5; // five that nobody counted
  all[3].blocks_lost = 8;
  CHECK(detector.take(all[3], k_now_s) == Taken::taken);
  REQUIRE(detector.commit(k_now_s));
  CHECK(detector.sensors().at(0).epochs.begin()->second.unexplained() == 5);
  CHECK(detector.take_complaints().size() == 1);
}

namespace {

struct Before {
  std::uint64_t stored = 0; ///< seq
  std::size_t steps = 0;    ///< told of
};

/// Takes `end` batches, commits after every second one, and is gone without a word, as if killed.
Before take_and_die(const std::string& path,
                    const std::vector<cw::wire::SensorBatch>& all,
                    std::size_t end) {
  Before before;
  LiveDetector detector = live(path);
  for (std::size_t i = 0; i < end; ++i) {
    CHECK(detector.take(all[i], k_now_s) == Taken::taken);
    if (i % 2 == 0) {
      REQUIRE(detector.commit(k_now_s));
      before.stored = detector.committed("north", all[0].epoch);
      before.steps += detector.take_steps().size();
    }
  }
  return before;
}

/// As a receiver does that sends all that was not acknowledged, and more. Returns how many of them
/// were known.
std::size_t take_all(LiveDetector& detector, const std::vector<cw::wire::SensorBatch>& all) {
  std::size_t known = 0;
  for (const auto& batch : all) {
    known += detector.take(batch, k_now_s) == Taken::known ? 1U : 0U;
    REQUIRE(detector.commit(k_now_s));
  }
  REQUIRE(detector.finish(k_now_s));
  return known;
}

} // namespace

TEST_CASE("live: whenever it ends, the store and the receiver's spool make the whole", "[live]") {
  const auto all = batches(catcher(), 3, "north");
  for (std::size_t end = 0; end <= all.size(); ++end) {
    CAPTURE(end);
    const TempFolder folder;
    const std::string path = folder.path("s.db");
    const Before before = take_and_die(path, all, end);
    LiveDetector detector = live(path);
    CHECK(detector.committed("north", all[0].epoch) == before.stored);
    CHECK(detector.snapshot(k_now_s).alerts.size() == (before.steps > 0 ? 1U : 0U));
    CHECK(take_all(detector, all) == before.stored);
    CHECK(detector.sensors().at(0).blocks == 32);
    CHECK(number(path, "SELECT sum(blocks_stored+blocks_lost-blocks_total) FROM epochs") == 0);
    CHECK(number(path, "SELECT count(*) FROM steps WHERE kind='raised'") == 1);
    CHECK(number(path, "SELECT count(*) FROM ledger") == 1);
    CHECK(number(path, "SELECT count(*) FROM cells") == 1);
    CHECK(number(path,
                 "SELECT count(*) FROM evidence e LEFT JOIN blocks b "
                 "ON b.session=e.session AND b.n=e.n WHERE b.n IS NULL") == 0);
  }
}

TEST_CASE("live: a cell's blocks are counted on after a restart, though not all of them are kept",
          "[live]") {
  const TempFolder folder;
  const std::string path = folder.path("s.db");
  const auto all = batches(catcher(400), 400, "north");
  REQUIRE(all.size() == 8);
  double since_s = 0;
  for (const std::size_t half : {0U, 4U}) {
    LiveDetector detector = live(path);
    take_all(detector,
             {all.begin() + static_cast<std::ptrdiff_t>(half),
              all.begin() + static_cast<std::ptrdiff_t>(half + 4)});
    const auto cells = detector.snapshot(k_now_s).cells;
    REQUIRE(cells.size() == 1);
    CHECK(number(path, "SELECT blocks FROM cells") == 400 * static_cast<int>(half + 4));
    CHECK(number(path, "SELECT count(*) FROM blocks") < 400 * static_cast<int>(half + 4));
    since_s = half == 0 ? cells[0].first_seen_s : since_s;
    CHECK(cells[0].first_seen_s == since_s);
  }
}

TEST_CASE("live: a person's word about an alert outlives a restart", "[live]") {
  const TempFolder folder;
  const std::string path = folder.path("s.db");
  std::string id;
  {
    LiveDetector detector = live(path);
    for (const auto& batch : batches(catcher(), 8, "north")) {
      detector.take(batch, k_now_s);
    }
    REQUIRE(detector.finish(k_now_s));
    id = detector.snapshot(k_now_s).alerts.at(0).id;
    const cw::wire::Command close{cw::wire::CommandKind::close, id, "Ada", "our laboratory"};
    CHECK(detector.command(close, k_now_s).done);
    REQUIRE(detector.commit(k_now_s));
  }
  LiveDetector detector = live(path);
  REQUIRE(detector.alert(id));
  CHECK(detector.alert(id)->state == "closed");
  CHECK_FALSE(detector.alert(id)->findings.empty());
  CHECK_FALSE(detector.alert(id)->families.empty());
  CHECK(number(path, "SELECT count(*) FROM steps WHERE who='Ada' AND why='our laboratory'") == 1);
}

TEST_CASE("live: a full disk is said, nothing is acknowledged, and it goes on", "[live]") {
  const TempFolder folder;
  const std::string path = folder.path("s.db");
  LiveDetector detector = live(path);
  const auto all = batches(catcher(400), 400, "north");
  REQUIRE(all.size() > 4);
  CHECK(detector.take(all[0], k_now_s) == Taken::taken);
  REQUIRE(detector.commit(k_now_s));
  with_file_limit(300'000, [&] {
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (detector.take(all[i], k_now_s) == Taken::not_now) {
        break;
      }
      if (const auto done = detector.commit(k_now_s); !done) {
        CHECK(done.error().find("space") != std::string::npos);
      }
    }
  });
  const std::uint64_t before = detector.committed("north", all[0].epoch);
  CHECK(before > 0);
  CHECK(before < all.size());
  CHECK(detector.take(all.back(), k_now_s) == Taken::not_now);
  REQUIRE(detector.commit(k_now_s)); // there is room again
  CHECK(detector.committed("north", all[0].epoch) == before + 1);
  for (const auto& batch : all) {
    CHECK(detector.take(batch, k_now_s) != Taken::not_now);
  }
  REQUIRE(detector.finish(k_now_s));
  CHECK(number(path, "SELECT sum(blocks_stored-blocks_total) FROM epochs") == 0);
}

TEST_CASE("live: too many sensors are turned away and named, an idle one makes room", "[live]") {
  LiveDetector detector = live({}, 2);
  CHECK(detector.take(batches(catcher(), 8, "a")[0], k_now_s) == Taken::taken);
  CHECK(detector.take(batches(catcher(), 8, "b")[0], k_now_s + 10) == Taken::taken);
  CHECK(detector.take(batches(catcher(), 8, "c")[0], k_now_s + 20) == Taken::no_room);
  REQUIRE(detector.commit(k_now_s + 20));
  CHECK(detector.take_complaints().size() == 1);
  CHECK(detector.take(batches(catcher(), 8, "c")[0], k_now_s + 4000) == Taken::taken);
  CHECK(detector.take(batches(catcher(), 8, "a")[0], k_now_s + 9000) == Taken::known);
}

TEST_CASE("live: a sensor whose clock is ahead is judged all the same", "[live]") {
  LiveDetector detector = live();
  auto all = batches(catcher(), 8, "north");
  for (auto& item : all[0].items) {
    std::get<cw::wire::GsmBlock>(item).t_s += 1e7;
  }
  for (const auto& batch : all) {
    detector.take(batch, k_now_s);
  }
  REQUIRE(detector.commit(k_now_s));
  CHECK(kinds(detector).front() == "raised");
  CHECK(detector.take_complaints().size() == 1);
}

TEST_CASE("live: what is old goes, what an open alert stands on stays", "[live]") {
  const TempFolder folder;
  const std::string path = folder.path("s.db");
  LiveDetector detector = live(path);
  for (const auto& batch : batches(catcher(), 8, "north")) {
    detector.take(batch, k_now_s);
  }
  REQUIRE(detector.finish(k_now_s));
  const auto evidence = number(path, "SELECT count(DISTINCT n) FROM evidence");
  REQUIRE(detector.prune(k_now_s));
  CHECK(number(path, "SELECT count(*) FROM blocks") == 32);
  REQUIRE(detector.prune(k_now_s + 40 * 86400.0));
  CHECK(number(path, "SELECT count(*) FROM blocks") == evidence);
  CHECK(number(path, "SELECT count(*) FROM ledger") == 1);
  const std::string id = detector.snapshot(k_now_s).alerts.at(0).id;
  CHECK(detector.command({cw::wire::CommandKind::close, id, "Ada", ""}, k_now_s).done);
  REQUIRE(detector.commit(k_now_s));
  const auto pruned = detector.prune(k_now_s + 40 * 86400.0);
  REQUIRE(pruned);
  CHECK(pruned->alerts == 1);
  for (const char* table :
       {"blocks", "cells", "alerts", "findings", "evidence", "ledger", "steps"}) {
    CAPTURE(table);
    CHECK(number(path, (std::string("SELECT count(*) FROM ") + table).c_str()) == 0);
  }
  CHECK(number(path, "SELECT count(*) FROM epochs") == 1); // what was taken is never forgotten
}

TEST_CASE("live: a store that grows too large loses its oldest blocks, not evidence", "[live]") {
  const TempFolder folder;
  const std::string path = folder.path("s.db");
  LiveConfig config;
  config.detector.store_path = path;
  config.retention.max_octets = 1;
  auto detector = LiveDetector::create(config, k_now_s);
  REQUIRE(detector);
  for (const auto& batch : batches(catcher(50), 8, "north")) {
    detector->take(batch, k_now_s);
  }
  REQUIRE(detector->finish(k_now_s));
  const auto evidence = number(path, "SELECT count(DISTINCT n) FROM evidence");
  REQUIRE(number(path, "SELECT count(*) FROM blocks") > evidence);
  const auto pruned = detector->prune(k_now_s);
  REQUIRE(pruned);
  CHECK(pruned->still_too_large);
  CHECK(number(path, "SELECT count(*) FROM blocks") == evidence);
}

TEST_CASE("live: a store of the first version is brought up to date", "[live]") {
  const TempFolder folder;
  const std::string path = folder.path("s.db");
  {
    auto store = open_sqlite_store(path, 1e9);
    REQUIRE(store);
    auto db = cw::sqlite::Database::open("test", path, cw::sqlite::Access::read_write_create);
    for (const char* table : {"sensors", "epochs", "ledger", "ledger_sources", "steps"}) {
      REQUIRE(db->run((std::string("DROP TABLE ") + table).c_str()));
    }
    for (const char* index : {"blocks_by_cell", "blocks_by_time", "evidence_by_block"}) {
      REQUIRE(db->run((std::string("DROP INDEX ") + index).c_str()));
    }
    REQUIRE(db->run("ALTER TABLE cells DROP COLUMN train"));
    REQUIRE(db->run("ALTER TABLE sessions DROP COLUMN sensor"));
    REQUIRE(db->run("PRAGMA user_version=1"));
  }
  LiveDetector detector = live(path);
  for (const auto& batch : batches(catcher(), 8, "north")) {
    detector.take(batch, k_now_s);
  }
  REQUIRE(detector.finish(k_now_s));
  CHECK(number(path, "SELECT count(*) FROM sessions") == 2);
  CHECK(number(path, "PRAGMA user_version") == 2);
}

TEST_CASE("live: hostile batches do no harm", "[live]") {
  LiveDetector detector = live();
  std::uint32_t seed = 7;
  const auto random = [&] { return seed = seed * 1664525U + 1013904223U, seed >> 16U; };
  for (std::uint64_t i = 0; i < 2000; ++i) {
    cw::wire::SensorBatch batch;
    batch.sensor = "s" + std::to_string(random() % 100);
    batch.epoch = std::to_string(random() % 200);
    batch.seq = random() % 3 == 0 ? UINT64_MAX - random() : random();
    batch.blocks_total = random() % 2 == 0 ? UINT64_MAX : 0;
    batch.blocks_lost = random() % 2 == 0 ? UINT64_MAX : 3;
    for (std::uint32_t n = random() % 8; n-- > 0;) {
      cw::wire::GsmBlock block;
      block.t_s = random() % 5 == 0 ? 1e11 : static_cast<double>(random());
      block.heard_on.train = random();
      block.fn = random();
      block.length = static_cast<std::uint8_t>(random());
      for (auto& octet : block.data) {
        octet = static_cast<std::uint8_t>(random());
      }
      block.fn %= cw::wire::k_hyperframe;
      block.length = block.length % 24U;
      batch.items.emplace_back(block);
    }
    detector.take(batch, k_now_s + static_cast<double>(i));
    if (i % 50 == 0) {
      REQUIRE(detector.commit(k_now_s));
    }
  }
  CHECK(detector.sensors().size() == 64);
  CHECK(detector.take_complaints().size() < 5000);
}
