#include "tests/support/catch.hpp"
#include "wire/bus/endpoint.h"

using namespace cw::wire::bus;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("endpoint: what is good is read and written as it was", "[bus][endpoint]") {
  for (const char* text : {"tcp://127.0.0.1:5555",
                           "tcp://*:5555",
                           "tcp://[::1]:5555",
                           "tcp://[fe80::1%eth0]:5555",
                           "tcp://detector.example:5555",
                           "tcp://localhost:*",
                           "ipc:///run/cellwarden/bus"}) {
    CAPTURE(text);
    const auto endpoint = parse_endpoint(text);
    REQUIRE(endpoint);
    CHECK(endpoint->address() == text);
  }
}

TEST_CASE("endpoint: what is not is refused with the address", "[bus][endpoint]") {
  for (const char* text : {"",
                           "127.0.0.1:5555",
                           "udp://127.0.0.1:5555",
                           "tcp://127.0.0.1",
                           "tcp://:5555",
                           "tcp://127.0.0.1:0",
                           "tcp://127.0.0.1:65535",
                           "tcp://127.0.0.1:55555555555555555555",
                           "tcp://127.0.0.1:55x",
                           "tcp://a b:5555",
                           "tcp://::1:5555",
                           "tcp://eth0;127.0.0.1:5555",
                           "ipc://relative",
                           "ipc://",
                           "ipc:///a b",
                           "inproc://x"}) {
    CAPTURE(text);
    const auto endpoint = parse_endpoint(text);
    REQUIRE_FALSE(endpoint);
    CHECK_THAT(endpoint.error(), ContainsSubstring(text) && ContainsSubstring("tcp://HOST:PORT"));
  }
  CHECK_FALSE(parse_endpoint("ipc:///" + std::string(200, 'x')));
}

TEST_CASE("endpoint: only what nobody else can reach is local", "[bus][endpoint]") {
  const auto local = [](const char* text) { return parse_endpoint(text)->local(); };
  CHECK(local("tcp://127.0.0.1:5555"));
  CHECK(local("tcp://127.8.9.10:5555"));
  CHECK(local("tcp://localhost:5555"));
  CHECK(local("tcp://[::1]:5555"));
  CHECK(local("ipc:///run/x"));
  CHECK_FALSE(local("tcp://*:5555"));
  CHECK_FALSE(local("tcp://0.0.0.0:5555"));
  CHECK_FALSE(local("tcp://127.evil.example:5555"));
  CHECK_FALSE(local("tcp://127.0.0.1.example:5555"));
  CHECK_FALSE(local("tcp://localhost.example:5555"));
  CHECK_FALSE(local("tcp://192.0.2.1:5555"));
}

TEST_CASE("endpoint: others' reach needs keys", "[bus][endpoint]") {
  const Endpoint open = *parse_endpoint("tcp://0.0.0.0:5555");
  CHECK(check_protection(open, true));
  const auto refused = check_protection(open, false);
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.error(), ContainsSubstring("cellwarden keys"));
  CHECK(check_protection(*parse_endpoint("tcp://127.0.0.1:5555"), false));
}

TEST_CASE("endpoint: changes are beside", "[bus][endpoint]") {
  const auto beside = [](const char* text) {
    return changes_endpoint(*parse_endpoint(text)).address();
  };
  CHECK(beside("tcp://*:5555") == "tcp://*:5556");
  CHECK(beside("tcp://[::1]:65534") == "tcp://[::1]:65535");
  CHECK(beside("ipc:///run/x") == "ipc:///run/x.changes");
}
