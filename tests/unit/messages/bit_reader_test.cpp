#include "messages/bit_reader.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/block_text.h"

namespace {

using cw::messages::BitReader;
using cw::messages::octets;

TEST_CASE("bit reader: takes bits from the highest down, over octets") {
  const auto data = octets("a5c3");
  BitReader in(data);
  CHECK(in.take(1) == 1);
  CHECK(in.take(3) == 0b010);
  CHECK(in.take(6) == 0b010111);
  CHECK(in.bits_left() == 6);
  CHECK(in.peek(6) == 0b000011);
  CHECK(in.take(6) == 0b000011);
  CHECK(in.ok());
}

TEST_CASE("bit reader: 32 bits at once, 33 never") {
  const auto data = octets("ffffffffff");
  BitReader in(data);
  CHECK(in.take(32) == 0xFFFFFFFF);
  CHECK(in.ok());
  BitReader too_many(data);
  CHECK(too_many.take(33) == 0);
  CHECK_FALSE(too_many.ok());
}

TEST_CASE("bit reader: the first read past the end fails it for good") {
  const auto data = octets("ff");
  BitReader in(data);
  CHECK(in.take(7) == 0x7F);
  CHECK(in.take(2) == 0);
  CHECK_FALSE(in.ok());
  CHECK(in.take(1) == 0);
  CHECK(in.bits_left() == 0);
  CHECK(in.take_span(0).empty());
}

TEST_CASE("bit reader: a look past the end is 0 and no failure") {
  const auto data = octets("ff");
  BitReader in(data);
  CHECK(in.peek(9) == 0);
  CHECK(in.ok());
}

TEST_CASE("bit reader: an inner reader cannot reach outside") {
  const auto data = octets("0102030405");
  BitReader in(data);
  BitReader inner = in.take_octets(2);
  CHECK(inner.take(16) == 0x0102);
  CHECK(inner.take(8) == 0);
  CHECK_FALSE(inner.ok());
  CHECK(in.take(8) == 3);
  CHECK(in.ok());
}

TEST_CASE("bit reader: an inner length beyond the end fails both") {
  const auto data = octets("0102");
  BitReader in(data);
  const BitReader inner = in.take_octets(3);
  CHECK_FALSE(inner.ok());
  CHECK_FALSE(in.ok());
}

TEST_CASE("bit reader: octets can only be taken between octets") {
  const auto data = octets("0102");
  BitReader in(data);
  in.skip(1);
  CHECK(in.take_span(1).empty());
  CHECK_FALSE(in.ok());
}

TEST_CASE("bit reader: a skip of any size is safe") {
  const auto data = octets("0102");
  BitReader in(data);
  in.skip(static_cast<std::size_t>(-1));
  CHECK_FALSE(in.ok());
}

} // namespace
