#include "tests/support/catch.hpp"
#include "tests/unit/wire/bus/bus_parties.h"
#include "tests/unit/wire/codec/frames.h"
#include "wire/sqlite/database.h"

#include <random>

using namespace cw::wire;
using namespace cw::wire::bus;
using namespace cw::wire::test;
using Catch::Matchers::ContainsSubstring;
using cw::test::TempFolder;

namespace {

void check_hundred_batches(const std::string& address, const TempFolder& folder) {
  TestDetector detector({.addresses = {address}, .keys = {}});
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect(detector.address(), spool);
  for (std::uint64_t i = 0; i < 100; ++i) {
    put(link, 10 * i, 10);
  }
  detector.serve([&] { return spool.state().batches == 0; });
  CHECK(detector.books[spool.state().epoch].stored == 1000);
  CHECK(detector.books_hold);
  CHECK(detector.repeats == 0);
  CHECK(link.state().connected);
  CHECK(wait_until([&] { return link.state().acknowledged == 100; }));
  CHECK(detector.joined == std::vector<std::string>{"van-1"});
  CHECK(detector.bus().refusals().total() == 0);
}

} // namespace

TEST_CASE("receiver link: batches arrive in order, once, and leave the spool", "[bus][link]") {
  const TempFolder folder;
  SECTION("tcp") {
    check_hundred_batches("tcp://127.0.0.1:*", folder);
  }
  SECTION("ipc") {
    check_hundred_batches("ipc://" + folder.path("bus"), folder);
  }
}

TEST_CASE("receiver link: a detector that comes late gets everything", "[bus][link]") {
  const TempFolder folder;
  const std::string address = "ipc://" + folder.path("bus");
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect(address, spool);
  for (std::uint64_t i = 0; i < 50; ++i) {
    put(link, i, 1);
  }
  CHECK_FALSE(link.state().connected);
  TestDetector detector({.addresses = {address}, .keys = {}});
  detector.serve([&] { return spool.state().batches == 0; });
  CHECK(detector.books[spool.state().epoch].stored == 50);
}

TEST_CASE("receiver link: no detector is said after a while", "[bus][link]") {
  const TempFolder folder;
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect("ipc://" + folder.path("nobody"), spool);
  CHECK(wait_until([&] { return link.state().trouble.has_value(); }));
  CHECK_THAT(link.state().trouble.value_or(""), ContainsSubstring("cellwarden-detector"));
}

TEST_CASE("receiver link: after lost acks everything comes again, and is known", "[bus][link]") {
  const TempFolder folder;
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect(
      detector.address(), spool, [](ReceiverLinkConfig& config) { config.ack_timeout = 200ms; });
  detector.acks_to_swallow = 20; // the window, and some of the repeats
  for (std::uint64_t i = 0; i < 30; ++i) {
    put(link, i, 1);
  }
  detector.serve([&] { return spool.state().batches == 0; });
  CHECK(detector.books[spool.state().epoch].stored == 30);
  CHECK(detector.books_hold);
  CHECK(detector.repeats >= 16);
}

TEST_CASE("receiver link: a detector restarted at any moment loses nothing", "[bus][link]") {
  const TempFolder folder;
  TestDetector detector({.addresses = {"ipc://" + folder.path("bus")}, .keys = {}});
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect(detector.address(), spool);
  std::mt19937 random(11); // NOLINT(cert-msc32-c,cert-msc51-cpp)
  std::uint64_t made = 0;
  for (int round = 0; round < 12; ++round) {
    for (int i = 0; i < 40; ++i) {
      put(link, made, 5);
      made += 5;
    }
    const std::size_t until = detector.batches + 1 + random() % 60;
    detector.acks_to_swallow = random() % 8; // stored, and gone before it could say so
    detector.serve([&] { return detector.batches >= until || spool.state().batches == 0; });
    detector.restart();
  }
  detector.acks_to_swallow = 0;
  detector.serve([&] { return spool.state().batches == 0; });
  CHECK(detector.books[spool.state().epoch].stored == made);
  CHECK(detector.books_hold);
}

TEST_CASE("receiver link: what the detector cannot store now comes again, in its order",
          "[bus][link]") {
  const TempFolder folder;
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect(detector.address(), spool);
  detector.to_put_off = 4; // each with a window of others behind it
  for (std::uint64_t i = 0; i < 40; ++i) {
    put(link, i, 1);
  }
  bool told = false;
  detector.serve([&] {
    const LinkState state = link.state();
    told = told || (state.trouble && state.trouble->find("cannot be written") != std::string::npos);
    return spool.state().batches == 0;
  });
  CHECK(told);
  CHECK(detector.books[spool.state().epoch].stored == 40);
  CHECK(detector.books_hold);
  CHECK(detector.repeats == 0);
  CHECK(detector.bus().refusals().of(Refusal::not_now) == 4);
  CHECK_FALSE(link.state().trouble);
}

TEST_CASE("receiver link: a batch the detector can never read is given up and counted",
          "[bus][link]") {
  const TempFolder folder;
  const std::string path = folder.path("spool.db");
  {
    Spool spool = open_spool(path);
    for (std::uint64_t i = 0; i < 5; ++i) {
      REQUIRE(spool.put(some_blocks(10 * i, 10)));
    }
  }
  auto file = cw::sqlite::Database::open("spool", path, cw::sqlite::Access::read_write_create);
  REQUIRE(file);
  REQUIRE(
      file->run("UPDATE body SET lines = replace(lines, '\"slot\"', '\"sloth\"') WHERE seq = 3"));
  file = tl::unexpected(std::string("closed"));
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  Spool spool = open_spool(path);
  ReceiverLink link = connect(detector.address(), spool);
  detector.serve([&] { return spool.state().batches == 0; });
  CHECK(detector.books[spool.state().epoch].stored == 40);
  CHECK(spool.state().blocks_lost == 10);
  CHECK(detector.books_hold);
  CHECK(detector.bus().refusals().of(Refusal::malformed) == 3);
}

TEST_CASE("receiver link: what was not sent waits for the next process", "[bus][link]") {
  const TempFolder folder;
  TestDetector detector({.addresses = {"ipc://" + folder.path("bus")}, .keys = {}});
  const std::string path = folder.path("spool.db");
  for (int run = 0; run < 3; ++run) {
    Spool spool = open_spool(path);
    ReceiverLink link = connect(detector.address(), spool);
    put(link, 0, 7);
  }
  Spool spool = open_spool(path);
  ReceiverLink link = connect(detector.address(), spool);
  detector.serve([&] { return spool.state().batches == 0; });
  CHECK(detector.books[spool.state().epoch].stored == 21);
}

TEST_CASE("receiver link: heartbeats go, notices come", "[bus][link]") {
  const TempFolder folder;
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect(detector.address(), spool);
  CHECK_FALSE(detector.bus().notify("van-1", {}));
  detector.serve([&] { return link.state().connected; });
  link.send(full_heartbeat());
  detector.serve([&] { return !detector.heartbeats.empty(); });
  CHECK(detector.heartbeats[0].troubles == full_heartbeat().troubles);
  CHECK(detector.bus().sensors() == std::vector<std::string>{"van-1"});
  for (int i = 0; i < 3; ++i) {
    CHECK(detector.bus().notify("van-1",
                                {.alert_id = std::to_string(i),
                                 .severity = Severity::high,
                                 .carrier_hz = 935.2e6,
                                 .bsic = 7,
                                 .from_s = 1,
                                 .to_s = 2,
                                 .summary = {}}));
  }
  std::vector<Notice> notices;
  detector.serve([&] {
    for (Notice& notice : link.take_notices()) {
      notices.push_back(std::move(notice));
    }
    return notices.size() == 3;
  });
  CHECK(notices[2].alert_id == "2");
  CHECK(notices[2].carrier_hz == 935.2e6);
  CHECK(notices[2].severity == Severity::high);
}

TEST_CASE("receiver link: silent for long, it has left, and comes back", "[bus][link]") {
  const TempFolder folder;
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}, .idle = 300ms});
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect(detector.address(), spool);
  detector.serve([&] { return !detector.left.empty(); });
  CHECK(detector.bus().sensors().empty());
  put(link, 0, 7);
  detector.serve([&] { return spool.state().batches == 0; });
  CHECK(detector.joined.size() >= 2);
}

TEST_CASE("receiver link: what cannot be is refused with one sentence", "[bus][link]") {
  const TempFolder folder;
  Spool spool = open_spool(folder.path("spool.db"));
  const auto why = [&](const std::string& address, const std::string& sensor = "van-1") {
    const auto link =
        ReceiverLink::create({.address = address, .sensor = sensor, .keys = {}}, spool);
    REQUIRE_FALSE(link);
    return link.error();
  };
  CHECK_THAT(why("udp://127.0.0.1:1"), ContainsSubstring("udp://127.0.0.1:1"));
  CHECK_THAT(why("tcp://192.0.2.7:5555"), ContainsSubstring("cellwarden keys"));
  CHECK_THAT(why("tcp://127.0.0.1:*"), ContainsSubstring("port"));
  CHECK_THAT(why("ipc:///tmp/x", "a b"), ContainsSubstring("a b"));
}

TEST_CASE("detector bus: several addresses serve several sensors", "[bus]") {
  const TempFolder folder;
  TestDetector detector(
      {.addresses = {"tcp://127.0.0.1:*", "ipc://" + folder.path("bus")}, .keys = {}});
  const auto addresses = detector.bus().addresses();
  REQUIRE(addresses.size() == 2);
  std::vector<Spool> spools;
  std::vector<ReceiverLink> links;
  spools.reserve(6);
  for (std::size_t i = 0; i < 6; ++i) {
    const std::string name = "s" + std::to_string(i);
    spools.push_back(open_spool(folder.path(name + ".db"), name));
    links.push_back(connect(addresses[i % 2], spools.back(), [&](ReceiverLinkConfig& config) {
      config.sensor = name;
    }));
    for (std::uint64_t n = 0; n < 20; ++n) {
      put(links.back(), n, 3);
    }
  }
  detector.serve([&] {
    return std::all_of(spools.begin(), spools.end(), [](const Spool& spool) {
      return spool.state().batches == 0;
    });
  });
  CHECK(detector.books.size() == 6);
  for (const auto& [epoch, books] : detector.books) {
    CHECK(books.stored == 60);
  }
  CHECK(detector.bus().sensors().size() == 6);
}

TEST_CASE("detector bus: an address in use, or none, is said", "[bus]") {
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  const auto again = DetectorBus::create({.addresses = {detector.address()}, .keys = {}});
  REQUIRE_FALSE(again);
  CHECK_THAT(again.error(), ContainsSubstring("another program"));
  CHECK_FALSE(DetectorBus::create({.addresses = {}, .keys = {}}));
  const auto open = DetectorBus::create({.addresses = {"tcp://*:5599"}, .keys = {}});
  REQUIRE_FALSE(open);
  CHECK_THAT(open.error(), ContainsSubstring("cellwarden keys"));
}
