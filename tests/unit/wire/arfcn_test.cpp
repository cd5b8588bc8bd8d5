#include "tests/support/catch.hpp"
#include "wire/arfcn.h"

using namespace cw::wire;

TEST_CASE("ARFCN: downlink frequencies of TS 45.005 clause 2", "[wire][arfcn]") {
  // Worked by hand from the clause's formulas.
  CHECK(downlink_hz({GsmBand::gsm900, 1}) == 935.2e6);
  CHECK(downlink_hz({GsmBand::gsm900, 0}) == 935.0e6);
  CHECK(downlink_hz({GsmBand::gsm900, 975}) == 925.2e6);
  CHECK(downlink_hz({GsmBand::gsm850, 128}) == 869.2e6);
  CHECK(downlink_hz({GsmBand::dcs1800, 512}) == 1805.2e6);
  CHECK(downlink_hz({GsmBand::pcs1900, 512}) == 1930.2e6);
  CHECK_FALSE(downlink_hz({GsmBand::gsm900, 512}));
  CHECK_FALSE(downlink_hz({GsmBand::pcs1900, 811}));
}

TEST_CASE("ARFCN: a frequency names one carrier and back", "[wire][arfcn]") {
  std::size_t checked = 0;
  for (const GsmBand band :
       {GsmBand::gsm850, GsmBand::gsm900, GsmBand::dcs1800, GsmBand::pcs1900}) {
    for (std::uint16_t number = 0; number < 1024; ++number) {
      const auto hz = downlink_hz({band, number});
      if (!hz) {
        continue;
      }
      ++checked;
      for (const double off : {-90e3, 0.0, 90e3}) {
        CAPTURE(band_name(band), number, off);
        CHECK(arfcn_at(*hz + off) == Arfcn{band, number});
      }
    }
  }
  CHECK(checked > 1000);
  CHECK_FALSE(arfcn_at(826e6));
  CHECK_FALSE(arfcn_at(0));
}
