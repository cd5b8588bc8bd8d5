// The store: an alert and its evidence together or not at all, and errors as sentences.
#include "detector/baseline/baseline.h"
#include "detector/store/evidence_keeper.h"
#include "detector/store/store.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "wire/sqlite/database.h"

#include <sys/resource.h>

#include <csignal>

using namespace cw::detector;
using cw::test::TempFolder;

namespace {

StoreBatch batch_with_alert() {
  StoreBatch batch;
  batch.cells.push_back({.cell = 0, .id = "262-01-1-1", .heard_on = {}});
  StoredBlock block;
  block.block.n = 7;
  block.block.data = {0x49, 0x06, 0x1b};
  batch.blocks.push_back(block);
  cw::wire::AlertReport alert;
  alert.id = "abc";
  alert.summary = "it's odd'); DROP TABLE blocks; --";
  cw::wire::FindingReport finding;
  finding.rule = "G03";
  finding.family = "reselection_lure";
  finding.evidence = {7};
  alert.findings.push_back(finding);
  batch.alerts.push_back(alert);
  return batch;
}

std::int64_t count(const std::string& path, const char* table) {
  const auto db = cw::sqlite::Database::open("test", path, cw::sqlite::Access::read_only);
  return db->number(std::string("SELECT count(*) FROM ") + table).value();
}

void run(const std::string& path, const char* sql) {
  auto db = cw::sqlite::Database::open("test", path, cw::sqlite::Access::read_write_create);
  REQUIRE(db->run(sql));
}

} // namespace

TEST_CASE("store: keeps cells, blocks, alerts, findings and their evidence", "[store]") {
  const TempFolder folder;
  const std::string path = folder.path("s.db");
  auto store = open_sqlite_store(path, 1e9);
  REQUIRE(store);
  REQUIRE((*store)->commit(batch_with_alert()));
  REQUIRE((*store)->commit(batch_with_alert())); // an update replaces
  for (const char* table : {"sessions", "cells", "blocks", "alerts", "findings", "evidence"}) {
    CAPTURE(table);
    CHECK(count(path, table) == 1);
  }
}

TEST_CASE("store: alert and evidence are one transaction", "[store]") {
  const TempFolder folder;
  const std::string path = folder.path("s.db");
  auto store = open_sqlite_store(path, std::nullopt);
  REQUIRE(store);
  run(path, "CREATE TRIGGER fail BEFORE INSERT ON evidence BEGIN SELECT raise(ABORT,'no'); END");
  const auto refused = (*store)->commit(batch_with_alert());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().find(path) != std::string::npos);
  for (const char* table : {"cells", "blocks", "alerts", "findings", "evidence"}) {
    CAPTURE(table);
    CHECK(count(path, table) == 0);
  }
  run(path, "DROP TRIGGER fail");
  CHECK((*store)->commit(batch_with_alert()));
  CHECK(count(path, "evidence") == 1);
}

TEST_CASE("store: a file held by another program is said so", "[store]") {
  const TempFolder folder;
  const std::string path = folder.path("s.db");
  auto store = open_sqlite_store(path, std::nullopt);
  REQUIRE(store);
  auto other = cw::sqlite::Database::open("test", path, cw::sqlite::Access::read_write_create);
  REQUIRE(other->run("BEGIN IMMEDIATE"));
  const auto refused = (*store)->commit(batch_with_alert());
  REQUIRE_FALSE(refused);
  CHECK(refused.error() ==
        "cannot use store " + path + ": another program holds it; stop that program or wait");
  REQUIRE(other->run("ROLLBACK"));
  CHECK((*store)->commit(batch_with_alert()));
}

TEST_CASE("store: a disk without room is said so, and what was committed stays", "[store]") {
  const TempFolder folder;
  const std::string path = folder.path("s.db");
  auto store = open_sqlite_store(path, std::nullopt);
  REQUIRE(store);
  REQUIRE((*store)->commit(batch_with_alert()));
  StoreBatch large;
  for (std::uint64_t n = 100; n < 20000; ++n) {
    large.blocks.emplace_back();
    large.blocks.back().block.n = n;
  }
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN); // the write fails instead
  const rlimit small{.rlim_cur = 256 * 1024, .rlim_max = before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto refused = (*store)->commit(large);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().find("space") != std::string::npos);
  CHECK(count(path, "blocks") == 1);
}

TEST_CASE("store: given as a baseline it is called what it is, and left alone", "[store]") {
  const TempFolder folder;
  const std::string path = folder.path("s.db");
  REQUIRE((*open_sqlite_store(path, 1e9))->commit(batch_with_alert()));
  for (const std::string& error : {Baseline::open(path).error(),
                                   Baseline::open_read_only(path).error(),
                                   Baseline::check(path).error()}) {
    CHECK(error.find("it is a store of Cellwarden (replay --store), not a baseline") !=
          std::string::npos);
  }
  CHECK(count(path, "alerts") == 1);
  CHECK(open_sqlite_store(path, 1e9));
}

TEST_CASE("store: another program's file is refused", "[store]") {
  const TempFolder folder;
  CHECK_FALSE(open_sqlite_store(folder.write("t.db", std::string(4096, 'x')), std::nullopt));
  CHECK_FALSE(open_sqlite_store(folder.path("no/folder/s.db"), std::nullopt));
}

TEST_CASE("store: each content of system information is kept a few times", "[store]") {
  EvidenceKeeper keeper;
  cw::wire::GsmBlock block;
  for (int i = 0; i < 100; ++i) {
    block.data[2] = 0x1b;
    keeper.add(0, block);
  }
  CHECK(keeper.take().size() == 16); // the first eight of a cell, then eight of this content
  block.data[3] = 1;                 // says something new
  for (int i = 0; i < 100; ++i) {
    keeper.add(0, block);
  }
  CHECK(keeper.take().size() == 8);
  block.channel = cw::wire::GsmChannel::sdcch8;
  for (int i = 0; i < 100; ++i) {
    keeper.add(0, block);
  }
  CHECK(keeper.take().size() == 100);
  block.channel = cw::wire::GsmChannel::ccch;
  block.data[2] = 0x21;
  keeper.add(0, block);
  CHECK(keeper.take().empty()); // pages are counted, not kept
}
