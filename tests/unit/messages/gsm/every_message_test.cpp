// What has to hold for every message there is: names, cutting, flipping.
#include "messages/gsm/describe.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/sample_blocks.h"

#include <span>
#include <string>

namespace {

using namespace cw;
using namespace cw::messages;
using namespace cw::messages::gsm;

TEST_CASE("every sample block is read under its name") {
  for (const SampleBlock& sample : k_sample_blocks) {
    CAPTURE(std::string(sample.name));
    const auto message = parse_block(block_of(sample.channel, sample.text));
    REQUIRE(message);
    CHECK(message_name(*message) == sample.name);
  }
}

TEST_CASE("every block cut at every length is truncated") {
  for (const SampleBlock& sample : k_sample_blocks) {
    wire::GsmBlock block = block_of(sample.channel, sample.text);
    for (std::uint8_t length = 0; length < 23; ++length) {
      const bool fill_or_type_alone =
          sample.channel == wire::GsmChannel::ccch && sample.text.size() <= 6;
      CAPTURE(std::string(sample.name), length);
      block.length = length;
      const auto message = parse_block(block);
      if (length >= 3 && fill_or_type_alone) {
        continue;
      }
      REQUIRE_FALSE(message);
      CHECK(message.error() == ParseError::truncated);
    }
  }
}

TEST_CASE("layer 3 cut at every length is truncated or lacks only optional elements") {
  struct Case {
    std::string_view text;
    std::size_t mandatory;
  };
  for (const Case& c : {Case{"051801", 3},
                        {"05040d", 3},
                        {"052220", 3},
                        {"050262f28912341705f4deadbeef", 7},
                        {"051a62f289123405f4deadbeef", 13},
                        {"051200ffe42279f3bd068366a852c1bb9651f3", 19},
                        {"063511", 3},
                        {"060d05", 3},
                        {"062e0ae03e00", 5},
                        {"062b707c0ae03e0105", 7},
                        {"090133", 3},
                        {"0511", 2},
                        {"0613", 2}}) {
    CAPTURE(std::string(c.text));
    const auto whole = octets(c.text);
    for (std::size_t length = 0; length <= whole.size(); ++length) {
      CAPTURE(length);
      const auto message = parse_dialogue(std::span(whole).first(length));
      CHECK(message.has_value() == (length >= c.mandatory));
      if (!message) {
        CHECK(message.error() == ParseError::truncated);
      }
    }
  }
}

TEST_CASE("every bit flipped is read or refused, and can be described") {
  unsigned described = 0;
  for (const SampleBlock& sample : k_sample_blocks) {
    for (std::size_t bit = 0; bit < std::size_t{23} * 8; ++bit) {
      wire::GsmBlock block = block_of(sample.channel, sample.text);
      block.data[bit / 8] = static_cast<std::uint8_t>(block.data[bit / 8] ^ (0x80U >> bit % 8));
      const auto message = parse_block(block);
      if (message) {
        CHECK_FALSE(message_name(*message).empty());
        described += describe(*message).empty() ? 0U : 1U;
      }
    }
  }
  CHECK(described > 1000);
}

TEST_CASE("a block that claims to be longer than a block is read as one") {
  wire::GsmBlock block = block_of(wire::GsmChannel::bcch, k_si3);
  block.length = 255;
  CHECK(parse_block(block));
  block.channel = wire::GsmChannel::sdcch8;
  CHECK_FALSE(parse_block(block));
}

} // namespace
