#include "sdr/scan/band_table.h"
#include "tests/support/catch.hpp"
#include "wire/arfcn.h"

#include <cmath>
#include <map>
#include <set>

using namespace cw::sdr;
namespace wire = cw::wire;

namespace {

// TS 45.005 clause 2, "base transmit, mobile receive", typed from the clause: the edges of the
// band, half a guard channel of 200 kHz outside the first and last carrier, and how many carriers
// it has.
struct Row {
  const char* title;
  double low_mhz, high_mhz;
  std::size_t carriers;
};

const std::map<std::string, Row> k_clause_2 = {
    {"gsm850", {"GSM 850", 869, 894, 124}},
    {"gsm900", {"P-GSM 900", 935, 960, 124}},
    {"egsm900", {"E-GSM 900", 925, 960, 174}},
    {"rgsm900", {"R-GSM 900", 921, 960, 194}},
    {"gsm1800", {"DCS 1800", 1805, 1880, 374}},
    {"gsm1900", {"PCS 1900", 1930, 1990, 299}},
};

std::set<long> carriers_khz(const std::vector<CarrierRange>& ranges) {
  std::set<long> carriers;
  for (const CarrierRange& range : ranges) {
    for (double hz = range.first_hz; hz < range.last_hz + 1; hz += wire::k_carrier_spacing_hz) {
      carriers.insert(std::lround(hz / 1e3));
    }
  }
  return carriers;
}

} // namespace

TEST_CASE("bands: edges and number of carriers of TS 45.005 clause 2", "[sdr][scan]") {
  CHECK(gsm_bands().size() == k_clause_2.size());
  for (const GsmBandInfo& band : gsm_bands()) {
    CAPTURE(band.name);
    const auto row = k_clause_2.find(band.name);
    REQUIRE(row != k_clause_2.end());
    const std::set<long> carriers = carriers_khz(band.ranges);
    CHECK(band.title == row->second.title);
    CHECK(carriers.size() == row->second.carriers);
    CHECK(*carriers.begin() == std::lround(row->second.low_mhz * 1e3) + 200);
    CHECK(*carriers.rbegin() == std::lround(row->second.high_mhz * 1e3) - 200);
  }
}

TEST_CASE("bands: every carrier is one of wire/arfcn.h, at its frequency", "[sdr][scan]") {
  for (const GsmBandInfo& band : gsm_bands()) {
    for (const long khz : carriers_khz(band.ranges)) {
      CAPTURE(band.name, khz);
      const auto arfcn = wire::arfcn_at(static_cast<double>(khz) * 1e3);
      REQUIRE(arfcn);
      CHECK(std::lround(*wire::downlink_hz(*arfcn) / 1e3) == khz);
    }
  }
}

TEST_CASE("bands: worked by hand from the formulas", "[sdr][scan]") {
  const auto ranges = [](const char* name) { return bands_named(name).value(); };
  CHECK(ranges("gsm900").at(0).first_hz == 935.2e6);         // ARFCN 1
  CHECK(ranges("gsm900").at(0).last_hz == 959.8e6);          // ARFCN 124
  CHECK(gsm_bands().at(1).ranges.at(0).first_hz == 921.2e6); // R, ARFCN 955
  CHECK(ranges("gsm1800").at(0).last_hz == 1879.8e6);        // ARFCN 885
  CHECK(ranges("gsm1900").at(0).last_hz == 1989.8e6);        // ARFCN 810
}

TEST_CASE("bands: they are listed by first frequency", "[sdr][scan]") {
  std::vector<std::string> names;
  for (const GsmBandInfo& band : gsm_bands()) {
    names.push_back(band.name);
  }
  CHECK(names ==
        std::vector<std::string>{"gsm850", "rgsm900", "egsm900", "gsm900", "gsm1800", "gsm1900"});
}

TEST_CASE("bands: named together, no carrier comes twice", "[sdr][scan]") {
  const auto both = bands_named("gsm900,egsm900,gsm1800");
  REQUIRE(both);
  REQUIRE(both->size() == 2); // 1023, 0 and 1 are neighbours on the dial
  CHECK(both->at(0).name == "egsm900");
  CHECK(both->at(0).first_hz == 925.2e6);
  CHECK(both->at(0).last_hz == 959.8e6);
  CHECK(both->at(1).name == "gsm1800");
}

TEST_CASE("bands: a name that is none gets the list of those there are", "[sdr][scan]") {
  for (const char* list : {"", "gsm", "gsm900,", "gsm900;gsm1800", "lte3"}) {
    CAPTURE(list);
    const auto ranges = bands_named(list);
    REQUIRE_FALSE(ranges);
    CHECK(ranges.error().find("gsm850, rgsm900, egsm900, gsm900, gsm1800, gsm1900") !=
          std::string::npos);
  }
}
