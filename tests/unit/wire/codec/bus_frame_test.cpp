#include "tests/support/catch.hpp"
#include "tests/unit/wire/codec/frames.h"
#include "wire/codec/heartbeat_json.h"
#include "wire/codec/report_json.h"

#include <nlohmann/json.hpp>

using namespace cw::wire;
using Json = nlohmann::json;

TEST_CASE("bus frames: what is written to the detector is read back", "[wire][json]") {
  FrameReader reader;
  for (const FrameToDetector& frame : test::frames_to_detector()) {
    const std::string text = frame_json(frame);
    CAPTURE(text);
    const auto read = reader.to_detector(text);
    REQUIRE(read);
    CHECK(read->index() == frame.index());
    CHECK(frame_json(*read) == text);
  }
}

TEST_CASE("bus frames: what the detector writes is read back", "[wire][json]") {
  FrameReader reader;
  for (const FrameFromDetector& frame : test::frames_from_detector()) {
    const std::string text = frame_json(frame);
    CAPTURE(text);
    const auto read = reader.from_detector(text);
    REQUIRE(read);
    CHECK(read->index() == frame.index());
    CHECK(frame_json(*read) == text);
  }
}

TEST_CASE("bus frames: cut at any length they are malformed", "[wire][json]") {
  FrameReader reader;
  const auto check = [](const auto& read, std::size_t length) {
    if (read || read.error().kind != FrameError::Kind::malformed) {
      FAIL("cut at " << length);
    }
  };
  for (const FrameToDetector& frame : test::frames_to_detector()) {
    const std::string text = frame_json(frame);
    for (std::size_t length = 0; length < text.size(); ++length) {
      check(reader.to_detector(std::string_view(text).substr(0, length)), length);
    }
  }
  for (const FrameFromDetector& frame : test::frames_from_detector()) {
    const std::string text = frame_json(frame);
    for (std::size_t length = 0; length < text.size(); ++length) {
      check(reader.from_detector(std::string_view(text).substr(0, length)), length);
    }
  }
}

TEST_CASE("bus frames: every key may be missing or of another type", "[wire][json]") {
  FrameReader reader;
  const auto nothing_breaks = [&](const std::string& text) {
    const Json whole = Json::parse(text).flatten();
    for (const auto& [pointer, value] : whole.items()) {
      for (const Json& other : {Json(nullptr), Json(-1), Json("x"), Json::object(), Json(1e300)}) {
        Json changed = whole.unflatten();
        changed[Json::json_pointer(pointer)] = other;
        const std::string sent = changed.dump();
        static_cast<void>(reader.to_detector(sent));
        static_cast<void>(reader.from_detector(sent));
      }
    }
  };
  for (const FrameToDetector& frame : test::frames_to_detector()) {
    nothing_breaks(frame_json(frame));
  }
  for (const FrameFromDetector& frame : test::frames_from_detector()) {
    nothing_breaks(frame_json(frame));
  }
}

TEST_CASE("bus frames: errors tell version and type from the rest", "[wire][json]") {
  FrameReader reader;
  const auto kind = [&](std::string_view text) { return reader.to_detector(text).error().kind; };
  CHECK(kind(R"({"v":2,"type":"hello"})") == FrameError::Kind::wrong_version);
  CHECK(kind(R"({"type":"hello"})") == FrameError::Kind::wrong_version);
  CHECK(kind(R"({"v":1,"type":"gossip"})") == FrameError::Kind::unknown_type);
  CHECK(kind(R"({"v":1})") == FrameError::Kind::malformed);
  CHECK(kind(R"([{"v":1}])") == FrameError::Kind::malformed);
  CHECK(kind("") == FrameError::Kind::malformed);
  CHECK(kind(R"({"v":1,"type":"hello","sensor":"../etc","epoch":"0123456789abcdef"})") ==
        FrameError::Kind::malformed);
}

TEST_CASE("bus frames: nesting has an end", "[wire][json]") {
  FrameReader reader;
  for (const std::size_t depth : {30U, 1000U, 400'000U}) {
    std::string text = R"({"v":1,"type":"heartbeat","x":)";
    text.append(depth, '[').append(depth, ']').append("}");
    const auto read = reader.to_detector(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == FrameError::Kind::malformed);
  }
}

TEST_CASE("bus frames: text that is no UTF-8 is sent, replaced", "[wire][json]") {
  Heartbeat heartbeat = test::full_heartbeat();
  heartbeat.source = std::string(5000, '\xFF');
  const auto read = parse_heartbeat(heartbeat_json(heartbeat));
  REQUIRE(read);
  CHECK_THAT(read->source, Catch::Matchers::StartsWith("\xEF\xBF\xBD"));
}
