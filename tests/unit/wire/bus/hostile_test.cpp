// Ten thousand frames of somebody who means harm: refused, counted, said; the sensor is served.
#include "tests/support/catch.hpp"
#include "tests/unit/wire/bus/bus_parties.h"
#include "tests/unit/wire/codec/frames.h"

#include <zmq.hpp>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <random>
#include <thread>
#include <utility>

using namespace cw::wire;
using namespace cw::wire::bus;
using namespace cw::wire::test;
using Catch::Matchers::ContainsSubstring;
using cw::test::TempFolder;

namespace {

constexpr std::size_t k_frames = 10'000;

/// Resident memory of this process in octets.
std::size_t resident() {
  std::ifstream file("/proc/self/statm");
  std::size_t whole = 0;
  std::size_t pages = 0;
  file >> whole >> pages;
  return pages * 4096;
}

/// 0 under sanitizers, whose own memory grows with ours.
std::size_t grown_since(std::size_t before) {
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  return 0 * before;
#else
  return std::max(resident(), before) - before;
#endif
}

/// Somebody on a socket of their own who sends whatever they like.
class Attacker {
public:
  explicit Attacker(const std::string& address) : socket_(context_, zmq::socket_type::dealer) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::sndhwm, 4);
    socket_.set(zmq::sockopt::sndtimeo, 5000); // so that a test that failed comes to its end
    socket_.connect(address);
  }
  /// False if it could not be sent now.
  bool send(std::string_view text, bool more = false) {
    const auto flags =
        more ? zmq::send_flags::dontwait | zmq::send_flags::sndmore : zmq::send_flags::dontwait;
    return socket_.send(zmq::buffer(text), flags).has_value();
  }
  bool send_waiting(std::string_view text) {
    return socket_.send(zmq::buffer(text), zmq::send_flags::none).has_value();
  }
  void drain() {
    zmq::message_t message;
    while (socket_.recv(message, zmq::recv_flags::dontwait)) {
    }
  }

private:
  zmq::context_t context_;
  zmq::socket_t socket_;
};

/// Random, truncated, too long, of another version, of unknown type, before hello.
class HostileFrames {
public:
  HostileFrames() {
    for (const FrameToDetector& frame : frames_to_detector()) {
      good_.push_back(frame_json(frame));
    }
  }
  std::string next() {
    std::string text = good_[random_() % good_.size()];
    switch (random_() % 6) {
    case 0:
      text.resize(random_() % 2000);
      for (char& c : text) {
        c = static_cast<char>(random_() & 0xFFU);
      }
      return text;
    case 1: return text.substr(0, random_() % text.size());
    case 2: return std::string(k_max_frame_octets + 1 + random_() % 1000, '{');
    case 3: return text.replace(text.find("\"v\":1"), 5, "\"v\":7");
    case 4: return R"({"v":1,"type":"gossip","x":[[[[[[[[[[[[[[]]]]]]]]]]]]]]})";
    default: return good_[1]; // a batch of somebody who never said hello
    }
  }

private:
  std::vector<std::string> good_;
  std::mt19937_64 random_{4}; // NOLINT(cert-msc51-cpp)
};

/// A tcp connection that says what it likes, octet by octet.
class RawPeer {
public:
  explicit RawPeer(const std::string& address) : socket_(context_, zmq::socket_type::stream) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::sndhwm, 2);
    socket_.set(zmq::sockopt::sndtimeo, 2000); // longer means that it was cut
    socket_.connect(address);
    static_cast<void>(socket_.recv(routing_)); // connected
  }
  bool send(std::string_view octets) {
    try {
      return socket_.send(zmq::buffer(routing_.data(), routing_.size()),
                          zmq::send_flags::sndmore) &&
             socket_.send(zmq::buffer(octets), zmq::send_flags::none);
    } catch (const zmq::error_t&) { // EHOSTUNREACH: it was cut
      return false;
    }
  }
  /// As a DEALER without keys: ZMTP 3.0, RFC 23.
  void greet() {
    using namespace std::string_literals;
    send("\xFF"s + std::string(8, '\0') + "\x7F\x03\x00NULL"s + std::string(16 + 32, '\0'));
    const std::string ready = "\x05READY\x0BSocket-Type\0\0\0\x06"
                              "DEALER"s;
    send("\x04"s + static_cast<char>(ready.size()) + ready);
  }
  /// A long frame with MORE.
  static std::string part_of_more(const std::string& body) {
    std::string frame = "\x03";
    for (int shift = 56; shift >= 0; shift -= 8) {
      frame += static_cast<char>((body.size() >> static_cast<unsigned>(shift)) & 0xFFU);
    }
    return frame + body;
  }

private:
  zmq::context_t context_;
  zmq::socket_t socket_;
  zmq::message_t routing_;
};

std::vector<zmq::socket_t>
crowd_at(const std::string& address, std::size_t count, zmq::context_t& context) {
  std::vector<zmq::socket_t> crowd;
  crowd.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    crowd.emplace_back(context, zmq::socket_type::dealer);
    crowd.back().set(zmq::sockopt::linger, 0);
    crowd.back().connect(address);
  }
  return crowd;
}

} // namespace

TEST_CASE("hostile: ten thousand frames, and the sensor is served", "[bus][hostile]") {
  const TempFolder folder;
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect(detector.address(), spool);
  Attacker attacker(detector.address());
  HostileFrames frames;
  std::uint64_t made = 0; // the thread's until it is done
  bool put = true;
  std::size_t before = 0;
  std::atomic<bool> done{false};
  std::thread attack([&] {
    for (std::size_t sent = 0; sent < k_frames && attacker.send_waiting(frames.next()); ++sent) {
      attacker.drain();
      if (sent % 100 == 0) {
        put = link.put(some_blocks(made, 5)).has_value() && put;
        made += 5;
      }
      before = sent == k_frames / 10 ? resident() : before;
    }
    done = true;
  });
  detector.serve([&] {
    return done && spool.state().batches == 0 && detector.bus().refusals().total() >= k_frames;
  });
  attack.join();
  CHECK(put);
  CHECK(detector.books[spool.state().epoch].stored == made);
  CHECK(detector.books_hold);
  CHECK(detector.repeats == 0);
  const Refusals& refusals = detector.bus().refusals();
  for (const Refusal reason : {Refusal::too_long,
                               Refusal::malformed,
                               Refusal::wrong_version,
                               Refusal::unknown_type,
                               Refusal::no_hello}) {
    CAPTURE(refusal_name(reason));
    CHECK(refusals.of(reason) > k_frames / 20);
  }
  CHECK(refusals.total() == k_frames);
  const auto complaints = detector.bus().take_complaints();
  CHECK(complaints.size() == 5);
  CHECK_THAT(complaints[0], ContainsSubstring("127.0.0.1"));
  CHECK(detector.bus().take_complaints().empty());
  CHECK(grown_since(before) < (32U << 20U));
}

TEST_CASE("hostile: a message longer than libzmq takes ends its connection alone",
          "[bus][hostile]") {
  const TempFolder folder;
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect(detector.address(), spool);
  Attacker attacker(detector.address());
  const std::string huge(64U << 20U, '{');
  std::size_t sent = 0;
  std::uint64_t made = 0;
  detector.serve([&] {
    if (sent < 5 && attacker.send(huge)) {
      ++sent;
      put(link, made++, 1);
    }
    return sent == 5 && spool.state().batches == 0;
  });
  CHECK(detector.books[spool.state().epoch].stored == made);
}

TEST_CASE("hostile: several parts are refused", "[bus][hostile]") {
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  Attacker attacker(detector.address());
  CHECK(attacker.send("{}", /*more=*/true));
  CHECK(attacker.send("{}", /*more=*/true));
  CHECK(attacker.send("{}"));
  detector.serve([&] { return detector.bus().refusals().of(Refusal::several_parts) == 1; });
}

TEST_CASE("hostile: hellos beyond the limits are refused", "[bus][hostile]") {
  TestDetector detector(
      {.addresses = {"tcp://127.0.0.1:*"}, .keys = {}, .max_connections = 10, .max_sensors = 5});
  std::vector<std::unique_ptr<Attacker>> crowd;
  for (int i = 0; i < 30; ++i) {
    crowd.push_back(std::make_unique<Attacker>(detector.address()));
    const std::string name = "s" + std::to_string(i < 15 ? i : 0);
    REQUIRE(crowd.back()->send(
        frame_json(FrameToDetector(Hello{.sensor = name, .epoch = "0123456789abcdef"}))));
  }
  detector.serve([&] {
    return detector.joined.size() + detector.bus().refusals().of(Refusal::too_many) == 30;
  });
  CHECK(detector.bus().sensors().size() <= 5);
  CHECK(detector.joined.size() <= 10);
}

TEST_CASE("hostile: what is not ZeroMQ is a failed connection", "[bus][hostile]") {
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  {
    // It goes again: libzmq 4.3.5 has no limit on how long it may stay without a handshake.
    RawPeer raw(detector.address());
    CHECK(raw.send("GET / HTTP/1.1\r\nHost: detector\r\nUser-Agent: somebody who is lost\r\n\r\n"));
    bool looked = false;
    detector.serve([&] { return std::exchange(looked, true); });
  }
  detector.serve([&] { return detector.bus().refusals().of(Refusal::handshake) > 0; });
}

TEST_CASE("hostile: a message without end is cut, the sensor is served", "[bus][hostile]") {
  const TempFolder folder;
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect(detector.address(), spool);
  const std::size_t before = resident();
  std::atomic<bool> cut{false};
  std::thread attack([&] {
    RawPeer raw(detector.address());
    raw.greet();
    const std::string part = RawPeer::part_of_more(std::string(1U << 20U, 'x'));
    while (!cut && raw.send(part)) {
    }
  });
  put(link, 0, 5);
  detector.serve([&] {
    return detector.bus().refusals().of(Refusal::too_long) > 0 && spool.state().batches == 0;
  });
  cut = true;
  attack.join();
  CHECK(detector.books[spool.state().epoch].stored == 5);
  CHECK(grown_since(before) < (256U << 20U));
}

TEST_CASE("hostile: connections beyond what a process has files for are cut", "[bus][hostile]") {
  const TempFolder folder;
  TestDetector detector({.addresses = {"tcp://127.0.0.1:*"}, .keys = {}});
  {
    zmq::context_t context;
    const auto crowd = crowd_at(detector.address(), 320, context);
    detector.serve([&] { return detector.bus().refusals().of(Refusal::too_many) > 0; });
  }
  // They have gone: others are let in again.
  Spool spool = open_spool(folder.path("spool.db"));
  ReceiverLink link = connect(detector.address(), spool);
  put(link, 0, 5);
  detector.serve([&] { return spool.state().batches == 0; });
}
