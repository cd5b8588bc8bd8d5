#include "sdr/flowgraph/train_book.h"
#include "tests/support/catch.hpp"

#include <cmath>

using cw::sdr::TrainBook;

namespace {

constexpr double k_frame_s = 120e-3 / 26;

// SCH of a transmission whose frame 0 was sent at origin_s.
cw::wire::GsmBlock sch(double t_s, double origin_s, std::uint8_t bsic = 26, double hz = 947.4e6) {
  cw::wire::GsmBlock block;
  block.channel = cw::wire::GsmChannel::sch;
  block.heard_on.carrier_hz = hz;
  block.heard_on.bsic = bsic;
  const double frames = std::round((t_s - origin_s) / k_frame_s);
  block.fn = static_cast<std::uint32_t>(std::fmod(frames, cw::wire::k_hyperframe));
  block.t_s = origin_s + frames * k_frame_s;
  return block;
}

} // namespace

TEST_CASE("train book: a transmission keeps its number over a look elsewhere", "[sdr]") {
  TrainBook book(7);
  const std::uint32_t first = book.number(sch(100, 3.21));
  CHECK(first == 8);
  book.heard(first, sch(100.5, 3.21));
  CHECK(book.number(sch(110, 3.21)) == first);
  CHECK(book.used() == 8);
}

TEST_CASE("train book: another BSIC, carrier or frame number is another train", "[sdr]") {
  TrainBook book(0);
  const std::uint32_t first = book.number(sch(100, 3.21));
  CHECK(book.number(sch(101, 3.21, 27)) != first);
  CHECK(book.number(sch(101, 3.21, 26, 947.6e6)) != first);
  CHECK(book.number(sch(101, 3.21 + 5 * k_frame_s)) != first);
  CHECK(book.number(sch(101, 3.21 + 0.5e-3)) != first);
  CHECK(book.used() == 5);
}

TEST_CASE("train book: a sampling clock 50 ppm off does not break a train in ten seconds",
          "[sdr]") {
  TrainBook book(0);
  const std::uint32_t first = book.number(sch(100, 3.21));
  CHECK(book.number(sch(110, 3.21 + 10 * 50e-6)) == first);
}

TEST_CASE("train book: what the receiver lost is not taken up again", "[sdr]") {
  TrainBook book(0);
  const std::uint32_t first = book.number(sch(100, 3.21));
  book.lost(first);
  CHECK(book.number(sch(101, 3.21)) != first);
}

TEST_CASE("train book: a tuner that stands still is found out", "[sdr]") {
  TrainBook book(0);
  auto block = sch(100, 3.21);
  block.heard_on.carrier_offset_hz = 300e3;
  book.number(block);
  auto elsewhere = sch(101, 3.21, 26, 949.4e6); // 2 MHz on, and as far from the centre as before
  elsewhere.heard_on.carrier_offset_hz = 300e3;
  CHECK(book.echoes(elsewhere));
  auto late = sch(101, 3.21 + 0.2, 26, 949.4e6); // samples were lost meanwhile
  late.heard_on.carrier_offset_hz = 300e3;
  CHECK(book.echoes(late));
  elsewhere.heard_on.carrier_offset_hz = 100e3; // a neighbour that counts frames with it
  CHECK_FALSE(book.echoes(elsewhere));
  auto again = sch(101, 3.21);
  again.heard_on.carrier_offset_hz = 300e3;
  CHECK_FALSE(book.echoes(again));
  auto other = sch(101, 9.87, 26, 949.4e6);
  other.heard_on.carrier_offset_hz = 300e3;
  CHECK_FALSE(book.echoes(other));
}

TEST_CASE("train book: frame numbers go round after a hyperframe", "[sdr]") {
  TrainBook book(0);
  const double hyperframe_s = k_frame_s * cw::wire::k_hyperframe;
  const std::uint32_t first = book.number(sch(hyperframe_s - 1, 0));
  CHECK(book.number(sch(hyperframe_s + 1, 0)) == first);
}

TEST_CASE("train book: an hour later nothing is remembered", "[sdr]") {
  TrainBook book(0);
  const std::uint32_t first = book.number(sch(100, 3.21));
  CHECK(book.number(sch(100 + 3700, 3.21)) != first);
}
