// Keys on the bus: the right one is let in, everything else is not.
#include "tests/support/catch.hpp"
#include "tests/unit/wire/bus/bus_parties.h"
#include "tests/unit/wire/codec/frames.h"

#include <zmq.hpp>

#include <atomic>
#include <filesystem>
#include <thread>

using namespace cw::wire;
using namespace cw::wire::bus;
using namespace cw::wire::test;
using Catch::Matchers::ContainsSubstring;
using cw::test::TempFolder;

namespace {

/// A folder with a server, sensors van-1 and roof, and client anna.
struct Keys {
  TempFolder folder;
  std::string path = folder.path("keys");
  Keys() {
    REQUIRE(make_key(path, Role::server));
    REQUIRE(make_key(path, Role::sensor, "van-1"));
    REQUIRE(make_key(path, Role::sensor, "roof"));
    REQUIRE(make_key(path, Role::client, "anna"));
  }
  PeerKeys of(Role role, const std::string& name) const {
    auto keys = read_peer_keys(path, role, name);
    REQUIRE(keys);
    return *std::move(keys);
  }
  TestDetector detector() const {
    return TestDetector({.addresses = {"tcp://127.0.0.1:*"}, .keys = *read_server_keys(path)});
  }
  Spool spool() const { return open_spool(folder.path("spool.db")); }
};

std::function<void(ReceiverLinkConfig&)> with(const std::optional<PeerKeys>& keys) {
  return [keys](ReceiverLinkConfig& config) { config.keys = keys; };
}

/// The link's trouble, while the detector serves.
std::string trouble(TestDetector& detector, const ReceiverLink& link) {
  detector.serve([&] { return link.state().trouble.has_value(); });
  CHECK_FALSE(link.state().connected);
  return link.state().trouble.value_or("");
}

} // namespace

TEST_CASE("curve: a sensor with its key is served", "[bus][curve]") {
  const Keys keys;
  TestDetector detector = keys.detector();
  Spool spool = keys.spool();
  ReceiverLink link = connect(detector.address(), spool, with(keys.of(Role::sensor, "van-1")));
  put(link, 0, 5);
  detector.serve([&] { return spool.state().batches == 0; });
  CHECK(detector.bus().refusals().total() == 0);
}

TEST_CASE("curve: without keys nobody gets in", "[bus][curve]") {
  const Keys keys;
  TestDetector detector = keys.detector();
  Spool spool = keys.spool();
  ReceiverLink link = connect(detector.address(), spool, with(std::nullopt));
  put(link, 0, 5);
  CHECK_THAT(trouble(detector, link), ContainsSubstring("cellwarden keys"));
  detector.serve([&] { return detector.bus().refusals().of(Refusal::handshake) > 0; });
  CHECK(detector.books.empty());
}

TEST_CASE("curve: a key that is not on the list is refused and named", "[bus][curve]") {
  const Keys keys;
  const Keys others;
  TestDetector detector = keys.detector();
  Spool spool = keys.spool();
  PeerKeys stranger = others.of(Role::sensor, "van-1");
  stranger.server_public_key = keys.of(Role::sensor, "van-1").server_public_key;
  ReceiverLink link = connect(detector.address(), spool, with(stranger));
  CHECK_THAT(trouble(detector, link), ContainsSubstring("allowed/sensors"));
  CHECK(detector.bus().refusals().of(Refusal::not_authenticated) > 0);
  const auto complaints = detector.bus().take_complaints();
  REQUIRE_FALSE(complaints.empty());
  CHECK_THAT(complaints[0],
             ContainsSubstring("127.0.0.1") && ContainsSubstring(stranger.own.public_key));
}

TEST_CASE("curve: a key for another detector is refused", "[bus][curve]") {
  const Keys keys;
  const Keys others;
  TestDetector detector = keys.detector();
  Spool spool = keys.spool();
  PeerKeys astray = keys.of(Role::sensor, "van-1");
  astray.server_public_key = others.of(Role::sensor, "van-1").server_public_key;
  ReceiverLink link = connect(detector.address(), spool, with(astray));
  CHECK_THAT(trouble(detector, link), ContainsSubstring("server.pub"));
}

TEST_CASE("curve: a sensor's key is good for its name alone", "[bus][curve]") {
  const Keys keys;
  TestDetector detector = keys.detector();
  Spool spool = keys.spool();
  for (const PeerKeys& other : {keys.of(Role::sensor, "roof"), keys.of(Role::client, "anna")}) {
    ReceiverLink link = connect(detector.address(), spool, with(other));
    put(link, 0, 5);
    CHECK_THAT(trouble(detector, link), ContainsSubstring("refused"));
  }
  CHECK(detector.bus().refusals().of(Refusal::not_its_name) >= 2);
  CHECK(detector.books.empty());
}

TEST_CASE("curve: whose file is deleted is locked out, who gets one is let in", "[bus][curve]") {
  const Keys keys;
  TestDetector detector = keys.detector();
  Spool spool = keys.spool();
  const std::string file = keys.path + "/allowed/sensors/van-1.pub";
  std::filesystem::rename(file, file + ".away");
  ReceiverLink link = connect(detector.address(), spool, with(keys.of(Role::sensor, "van-1")));
  CHECK_FALSE(trouble(detector, link).empty());
  std::filesystem::rename(file + ".away", file);
  detector.serve([&] { return link.state().connected; });
}

TEST_CASE("curve: a client with its key sees, a sensor does not", "[bus][curve]") {
  const Keys keys;
  TestDetector detector = keys.detector();
  detector.snapshot = full_snapshot();
  std::atomic<bool> done{false};
  std::optional<Result<Snapshot>> good;
  std::optional<Result<Snapshot>> bad;
  std::optional<Result<CommandReply>> reply;
  const PeerKeys anna = keys.of(Role::client, "anna");
  const PeerKeys van = keys.of(Role::sensor, "van-1");
  std::thread clients([&] {
    auto client = Client::create({.address = detector.address(), .keys = anna});
    good = client->snapshot(k_patience);
    reply = client->send({.kind = CommandKind::acknowledge, .alert_id = "7", .who = "a", .why = {}},
                         k_patience);
    auto sensor = Client::create({.address = detector.address(), .keys = van});
    bad = sensor->snapshot(k_patience);
    done = true;
  });
  detector.serve([&] { return done.load(); });
  clients.join();
  CHECK(*good);
  CHECK(*reply);
  CHECK(detector.command_peers == std::vector<std::string>{"anna"});
  REQUIRE_FALSE(*bad);
  CHECK_THAT(bad->error(), ContainsSubstring("refused"));
  CHECK(detector.bus().refusals().of(Refusal::not_its_name) == 1);
}

TEST_CASE("curve: changes are for clients, not for sensors", "[bus][curve]") {
  const Keys keys;
  TestDetector detector = keys.detector();
  const std::string changes = changes_endpoint(*parse_endpoint(detector.address())).address();
  zmq::context_t context;
  const auto subscribe = [&](const PeerKeys& own) {
    zmq::socket_t socket(context, zmq::socket_type::sub);
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::curve_serverkey, own.server_public_key);
    socket.set(zmq::sockopt::curve_publickey, own.own.public_key);
    socket.set(zmq::sockopt::curve_secretkey, own.own.secret_key);
    socket.set(zmq::sockopt::subscribe, "");
    socket.connect(changes);
    return socket;
  };
  zmq::socket_t client = subscribe(keys.of(Role::client, "anna"));
  zmq::socket_t sensor = subscribe(keys.of(Role::sensor, "van-1"));
  zmq::message_t message;
  detector.serve([&] {
    return client.recv(message, zmq::recv_flags::dontwait).has_value() &&
           detector.bus().refusals().of(Refusal::not_authenticated) > 0;
  });
  CHECK_FALSE(sensor.recv(message, zmq::recv_flags::dontwait));
}
