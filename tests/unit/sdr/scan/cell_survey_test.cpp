#include "sdr/scan/cell_survey.h"
#include "tests/support/catch.hpp"

#include <initializer_list>

using cw::sdr::CellSurvey;

namespace {

cw::wire::GsmBlock bcch(double t_s, std::uint8_t type, double hz = 940e6) {
  cw::wire::GsmBlock block;
  block.t_s = t_s;
  block.heard_on.carrier_hz = hz;
  block.heard_on.train = 1;
  block.channel = cw::wire::GsmChannel::bcch;
  block.data[1] = 0x06;
  block.data[2] = type;
  return block;
}

void note_all(CellSurvey& survey, double t_s, double hz = 940e6) {
  for (const std::uint8_t type : std::initializer_list<std::uint8_t>{0x1A, 0x1B, 0x1C}) {
    survey.note(bcch(t_s, type, hz));
  }
}

} // namespace

TEST_CASE("cell survey: wants SI2, SI3 and SI4 of every cell of the visit", "[sdr][scan]") {
  CellSurvey survey;
  survey.begin_visit();
  CHECK_FALSE(survey.wants_more());
  survey.note(bcch(1, 0x19));
  CHECK(survey.wants_more());
  survey.note(bcch(1.2, 0x1A));
  survey.note(bcch(1.4, 0x1B));
  CHECK(survey.wants_more());
  survey.note(bcch(1.6, 0x1C));
  CHECK_FALSE(survey.wants_more());
  CHECK(survey.cells_read() == 1);
  survey.begin_visit();
  survey.note(bcch(2, 0x19, 945e6));
  CHECK(survey.wants_more());
}

TEST_CASE("cell survey: an identity read long ago is wanted again", "[sdr][scan]") {
  CellSurvey survey;
  survey.begin_visit();
  note_all(survey, 1);
  survey.begin_visit();
  survey.note(bcch(10, 0x19));
  CHECK_FALSE(survey.wants_more());
  survey.begin_visit();
  survey.note(bcch(40, 0x19));
  CHECK(survey.wants_more());
  survey.note(bcch(40.2, 0x1C));
  CHECK_FALSE(survey.wants_more());
}

TEST_CASE("cell survey: a cell that says nothing is let be for a minute", "[sdr][scan]") {
  CellSurvey survey;
  for (int visit = 0; visit < 6; ++visit) {
    survey.begin_visit();
    survey.note(bcch(1 + visit, 0x19));
    CHECK(survey.wants_more());
  }
  survey.begin_visit();
  survey.note(bcch(8, 0x19));
  CHECK_FALSE(survey.wants_more());
  survey.begin_visit();
  survey.note(bcch(80, 0x19));
  CHECK(survey.wants_more());
}

TEST_CASE("cell survey: three cells agree on the radio's error", "[sdr][scan]") {
  CellSurvey survey;
  const auto measure = [&](double hz, double ppm) {
    survey.note(bcch(1, 0x19, hz));
    cw::wire::GsmMeasurement measurement;
    measurement.heard_on.carrier_hz = hz;
    measurement.heard_on.train = 1;
    measurement.cfo_hz = hz * ppm * 1e-6;
    survey.note(measurement);
  };
  measure(940e6, 23.1);
  measure(945e6, 23.0);
  CHECK_FALSE(survey.ppm());
  measure(950e6, -4); // a fake
  REQUIRE(survey.ppm());
  CHECK(*survey.ppm() == Approx(23.0));
  CHECK(survey.cells_heard(0.5) == 3);
  CHECK(survey.cells_heard(1.5) == 0);
}
