#include "tests/support/catch.hpp"
#include "tests/unit/wire/bus/bus_parties.h"
#include "tests/unit/wire/codec/frames.h"

#include <atomic>
#include <thread>

using namespace cw::wire;
using namespace cw::wire::bus;
using namespace cw::wire::test;
using Catch::Matchers::ContainsSubstring;
using cw::test::TempFolder;

namespace {

Client connect(const std::string& address) {
  auto client = Client::create({.address = address, .keys = {}});
  REQUIRE(client);
  return *std::move(client);
}

/// A detector that serves in a thread of its own, and publishes when told.
class ServingDetector {
public:
  explicit ServingDetector(const std::string& address)
      : detector_({.addresses = {address}, .keys = {}}), address_(detector_.address()) {
    detector_.snapshot = full_snapshot();
    thread_ = std::thread([this] {
      static_cast<void>(detector_.serve_until([this] {
        for (; to_publish_ > 0; --to_publish_) {
          detector_.bus().publish({.what = full_alert()});
        }
        return stop_.load();
      }));
    });
  }
  ~ServingDetector() {
    stop_ = true;
    thread_.join();
  }
  ServingDetector(const ServingDetector&) = delete;
  ServingDetector& operator=(const ServingDetector&) = delete;

  void publish(int count) { to_publish_ += count; }
  const std::string& address() const { return address_; }
  TestDetector& after() { return detector_; } ///< once it has stopped

private:
  TestDetector detector_;
  std::string address_;
  std::atomic<int> to_publish_{0};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

std::optional<Update> next(Client& client) {
  return client.next(k_patience);
}

} // namespace

TEST_CASE("client: asks for a snapshot and follows the changes", "[bus][client]") {
  ServingDetector detector("tcp://127.0.0.1:*");
  Client client = connect(detector.address());
  const auto snapshot = client.snapshot(k_patience);
  REQUIRE(snapshot);
  CHECK(snapshot->cells.size() == full_snapshot().cells.size());
  CHECK(snapshot->sensors[0].heartbeat->sensor == "van-1");
  CHECK(snapshot->number == 0);
  detector.publish(3);
  // The subscription may have been later than the first of them; then that is a gap.
  std::uint64_t last = 0;
  while (last < 3) {
    const auto update = next(client);
    REQUIRE(update);
    if (std::holds_alternative<Missed>(*update)) {
      const auto again = client.snapshot(k_patience);
      REQUIRE(again);
      last = again->number;
    } else {
      const auto& change = std::get<Change>(*update);
      CHECK(change.number == last + 1);
      CHECK(std::get<AlertReport>(change.what).summary == full_alert().summary);
      last = change.number;
    }
  }
  CHECK_FALSE(client.next(1ms));
}

TEST_CASE("client: without a snapshot there is a gap", "[bus][client]") {
  ServingDetector detector("tcp://127.0.0.1:*");
  Client client = connect(detector.address());
  const auto update = next(client);
  REQUIRE(update);
  CHECK(std::holds_alternative<Missed>(*update));
}

TEST_CASE("client: a restarted detector is a gap, even if it says nothing", "[bus][client]") {
  const TempFolder folder;
  const std::string address = "ipc://" + folder.path("bus");
  std::optional<ServingDetector> detector(address);
  Client client = connect(address);
  const auto first = client.snapshot(k_patience);
  REQUIRE(first);
  detector.reset();
  detector.emplace(address);
  const auto update = next(client);
  REQUIRE(update);
  CHECK(std::holds_alternative<Missed>(*update));
  const auto second = client.snapshot(k_patience);
  REQUIRE(second);
  CHECK(second->run != first->run);
}

TEST_CASE("client: commands are done and answered", "[bus][client]") {
  ServingDetector detector("tcp://127.0.0.1:*");
  Client client = connect(detector.address());
  const auto reply = client.send(
      {.kind = CommandKind::close, .alert_id = "7", .who = "anna", .why = "a test cell"},
      k_patience);
  REQUIRE(reply);
  CHECK(reply->done);
  CHECK_FALSE(
      client.send({.kind = CommandKind::close, .alert_id = "", .who = "anna", .why = {}}, 1s));
  CHECK_FALSE(client.send({.kind = CommandKind::close, .alert_id = "7", .who = "", .why = {}}, 1s));
  CHECK_FALSE(
      client.send({.kind = CommandKind::comment, .alert_id = "7", .who = "anna", .why = {}}, 1s));
}

TEST_CASE("client: nobody there is said within the timeout", "[bus][client]") {
  const TempFolder folder;
  Client client = connect("ipc://" + folder.path("nobody"));
  const auto before = std::chrono::steady_clock::now();
  const auto snapshot = client.snapshot(100ms);
  CHECK(std::chrono::steady_clock::now() - before < k_patience);
  REQUIRE_FALSE(snapshot);
  CHECK_THAT(snapshot.error(), ContainsSubstring("no detector answers at ipc://"));
}

TEST_CASE("client: a snapshot of many cells arrives whole", "[bus][client]") {
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  detector.snapshot.cells.assign(5000, full_cell());
  Client client = connect(detector.address());
  std::atomic<bool> done{false};
  std::size_t cells = 0;
  std::thread asking([&] {
    const auto snapshot = client.snapshot(k_patience);
    cells = snapshot ? snapshot->cells.size() : 0;
    done = true;
  });
  detector.serve([&] { return done.load(); });
  asking.join();
  CHECK(cells == 5000);
}
