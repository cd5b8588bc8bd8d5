// From blocks to facts: dialogues, frame numbers, trains, consensus.
#include "detector/cells/cell_book.h"
#include "detector/cells/consensus.h"
#include "tests/support/catch.hpp"
#include "tests/unit/detector/air.h"

using namespace cw::detector;
using cw::test::Air;

TEST_CASE("dialogue: followed from assignment to release", "[cells]") {
  Air air;
  air.assign_sdcch8(3);
  air.sdcch8(3, Air::k_update_request);
  air.sdcch8(3, {0x03, 0x20, 0x0d, 0x05, 0x18, 0x01}); // IDENTITY REQUEST, IMSI
  air.sdcch8(3, {0x03, 0x22, 0x0d, 0x05, 0x04, 0x0f}); // LOCATION UPDATING REJECT, cause 15
  air.sdcch8(3, {0x03, 0x24, 0x0d, 0x06, 0x0d, 0x00}); // CHANNEL RELEASE
  air.sdcch8(3, {0x03, 0x24, 0x0d, 0x06, 0x0d, 0x00}); // repeated: no dialogue of its own
  CellBook book;
  air.play(book);
  book.settle(10);
  const CellFacts& cell = book.cells().at(0).facts();
  REQUIRE(cell.dialogues.size() == 1);
  const Dialogue& one = cell.dialogues.front();
  CHECK(one.assigned);
  CHECK(one.began == Dialogue::Began::location_update);
  CHECK(one.imsi_asked);
  CHECK_FALSE(one.imei_asked);
  CHECK(one.location_reject == 15);
  CHECK(one.released);
  CHECK_FALSE(one.secured());
  CHECK(one.followed() == Approx(1.0));
  CHECK(cell.dialogue_causes.at("location_updating_reject").at(15) == 1);
}

namespace {

cw::wire::GsmBlock block_of_train(std::uint32_t train, double t_s, std::uint8_t bsic = 29) {
  cw::wire::GsmBlock block;
  block.heard_on.carrier_hz = 947.4e6;
  block.heard_on.bsic = bsic;
  block.heard_on.train = train;
  block.t_s = t_s;
  return block;
}

} // namespace

TEST_CASE("trains: one that follows a lost one is the same cell, whatever was still on its way",
          "[cells]") {
  CellBook book;
  const cw::wire::GsmBlock block = block_of_train(1, 0);
  book.apply(block);
  cw::wire::GsmMeasurement measured;
  measured.heard_on = block.heard_on;
  measured.t_s = 0.2;
  measured.lost = true;
  book.apply(measured);
  measured.t_s = 0.25;
  measured.lost = false; // of the same stretch, handed on later
  book.apply(measured);
  book.apply(block_of_train(2, 0.3));
  CHECK(book.cells().size() == 1);
}

TEST_CASE("trains: after the receiver began anew, the one on its carrier is the same cell",
          "[cells]") {
  CellBook book;
  double t_s = 0;
  const auto hear = [&](std::uint32_t train, std::uint8_t bsic) {
    t_s += 0.1; // sooner than a train counts as silent
    return book.apply(block_of_train(train, t_s, bsic));
  };
  CHECK(hear(1, 29) == 0);
  CHECK(hear(2, 29) == 1); // beside the other one: two transmitters
  book.end_trains();
  CHECK(hear(3, 29) == 1);
  CHECK(hear(4, 29) == 0);
  CHECK(hear(5, 30) == 2); // another colour was never it
  CHECK(hear(6, 29) == 3); // and both are there again
}

TEST_CASE("trains: a cell restored is that of its train, or of the next one there", "[cells]") {
  const auto block = block_of_train(1, 0);
  for (const std::uint32_t train : {1U, 2U}) {
    CAPTURE(train);
    CellBook book;
    book.restore(
        7, block.heard_on, {block}, {.count = 10, .first_s = 0, .last_s = 0, .blocks = {}});
    CHECK(book.apply(block_of_train(train, 0.1)) == 7);
    CHECK(book.cells().at(7).facts().heard.count == 11);
    CHECK(book.apply(block_of_train(3, 0.2)) == 8); // beside it: another
  }
}

TEST_CASE("dialogue: blocks that were not read lower its share", "[cells]") {
  Air air;
  air.assign_sdcch8(3);
  air.sdcch8(3, {0x03, 0x20, 0x0d, 0x05, 0x18, 0x01});
  air.skip_multiframes(3);
  air.sdcch8(3, {0x03, 0x24, 0x0d, 0x06, 0x0d, 0x00});
  CellBook book;
  air.play(book);
  book.settle(10);
  CHECK(book.cells().at(0).facts().dialogues.front().followed() == Approx(0.4));
}

TEST_CASE("dialogue: an order not to cipher secures nothing, A5/1 does", "[cells]") {
  for (const std::uint8_t setting : {std::uint8_t{0x00}, std::uint8_t{0x01}}) {
    Air air;
    air.assign_sdcch8(3);
    air.sdcch8(3, {0x03, 0x20, 0x0d, 0x06, 0x35, setting});
    CellBook book;
    air.play(book);
    book.settle(10); // silent since: over
    const Dialogue& one = book.cells().at(0).facts().dialogues.front();
    CHECK(one.cipher == setting);
    CHECK(one.secured() == (setting != 0));
  }
}

TEST_CASE("dialogue: a later segment is not read as a message", "[cells]") {
  Air air;
  air.assign_sdcch8(3);
  air.sdcch8(3, {0x03, 0x20, 0x53, 0x05, 0x32, 0x00}); // MM INFORMATION, goes on
  air.sdcch8(3, {0x03, 0x22, 0x0d, 0x05, 0x18, 0x01}); // looks like IDENTITY REQUEST, is its end
  CellBook book;
  air.play(book);
  book.settle(10);
  CHECK_FALSE(book.cells().at(0).facts().dialogues.front().imsi_asked);
}

TEST_CASE("cells: identity episodes keep account of the frame numbers", "[cells]") {
  Air air;
  for (const std::uint16_t lac : {std::uint16_t{318}, std::uint16_t{318}, std::uint16_t{4021}}) {
    air.si3(lac, 10);
    air.si4(lac);
  }
  CellBook book;
  air.play(book);
  const auto& all = book.cells().at(0).facts().identities;
  REQUIRE(all.size() == 2);
  CHECK(all[0].said.count == 4);
  CHECK(all[1].lai.lac == 4021);
  CHECK(all[1].ci == 10);
  CHECK(all[1].unbroken);
}

TEST_CASE("cells: another identity after a jump of the frame number is another cell", "[cells]") {
  Air air;
  air.si3(318, 10);
  air.jump_fn(100000);
  air.si3(4021, 11);
  CellBook book;
  air.play(book);
  REQUIRE(book.cells().size() == 2);
  CHECK(cell_id(book.cells().at(0).facts()) == "262-02-318-10");
  CHECK(cell_id(book.cells().at(1).facts()) == "262-02-4021-11");
}

TEST_CASE("cells: a train found again under a new number is the same cell", "[cells]") {
  Air air;
  air.si3(318, 10);
  air.skip_multiframes(20);
  air.set_train(2);
  air.si3(318, 10);
  CellBook book;
  air.play(book);
  REQUIRE(book.cells().size() == 1);
  CHECK(book.cells().at(0).facts().identities.size() == 1);
}

TEST_CASE("cells: two trains at once are two cells", "[cells]") {
  Air air;
  air.si3(318, 10);
  air.set_train(2);
  air.si3(318, 10);
  air.set_train(1);
  air.si3(318, 10);
  CellBook book;
  air.play(book);
  CHECK(book.cells().size() == 2);
}

TEST_CASE("cells: an SCH gives a level until a block gives a better one", "[cells]") {
  CellBook book;
  cw::wire::GsmBlock block;
  block.channel = cw::wire::GsmChannel::sch;
  block.heard_on.train = 1;
  block.level_dbfs = -40;
  block.snr_db = 9;
  book.apply(block);
  REQUIRE(book.cells().size() == 1);
  CHECK(book.cells().at(0).facts().level_dbfs == -40);
  CHECK(book.cells().at(0).facts().snr_db == 9);
  for (const auto channel : {cw::wire::GsmChannel::ccch, cw::wire::GsmChannel::sch}) {
    block.channel = channel;
    block.level_dbfs = channel == cw::wire::GsmChannel::ccch ? -42.0F : -30.0F;
    book.apply(block);
    CHECK(book.cells().at(0).facts().level_dbfs == -42);
  }
}

TEST_CASE("cells: frame numbers go on around the hyperframe", "[cells]") {
  Air air(cw::wire::k_hyperframe - 60);
  air.si3(318, 10);
  air.si3(4021, 10);
  CellBook book;
  air.play(book);
  REQUIRE(book.cells().size() == 1);
  CHECK(book.cells().at(0).facts().identities.at(1).unbroken);
}

TEST_CASE("consensus: raw with fewer than three, robust with a stranger", "[cells]") {
  CHECK_FALSE(consensus({{1.3, "a"}, {1.3, "b"}}).reached);
  const auto five = consensus({{1.32, "a"}, {1.28, "a"}, {1.31, "a"}, {1.27, "b"}, {1.9, "c"}});
  CHECK(five.reached);
  CHECK(five.ppm == Approx(1.31));
}

TEST_CASE("consensus: three sectors of the only site are not outvoted", "[cells]") {
  const auto four = consensus({{0.0, "a"}, {0.01, "a"}, {0.0, "a"}, {0.6, "b"}});
  CHECK(four.ppm == Approx(0.005).margin(0.0051));
}

TEST_CASE("consensus: sectors of one site count once", "[cells]") {
  const auto all =
      consensus({{0.5, "drifting"}, {0.5, "drifting"}, {0.5, "drifting"}, {0.01, "b"}, {0.0, "c"}});
  CHECK(all.ppm == Approx(0.01));
}
