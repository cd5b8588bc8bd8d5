#include "app/nothing_found.h"
#include "tests/support/catch.hpp"

#include <algorithm>

using namespace cw::app;

namespace {

InputSearch quiet_search() {
  InputSearch search;
  search.tuned.center_hz = 937e6;
  search.tuned.band.level_dbfs = -35;
  search.tuned.band.searched_s = 5;
  search.tuned.band.carriers.push_back(
      {.offset_hz = 200e3, .level_dbfs = -40, .best_fcch_snr_db = 3, .fcch = 0, .sch = 0});
  return search;
}

bool says(const InputSearch& search, const std::string& part) {
  const auto sentences = why_nothing(search);
  return std::any_of(sentences.begin(), sentences.end(), [&](const std::string& sentence) {
    return sentence.find(part) != std::string::npos;
  });
}

} // namespace

TEST_CASE("nothing found: says what was searched and what was strongest", "[app]") {
  CHECK(says(quiet_search(), "1 carrier of 200 kHz searched"));
  CHECK(says(quiet_search(), "mean level -35.0 dBFS"));
  CHECK(says(quiet_search(), "937.2 MHz (ARFCN 11) at -40.0 dBFS"));
}

TEST_CASE("nothing found: advice fits what was seen", "[app]") {
  InputSearch search = quiet_search();
  CHECK_FALSE(says(search, "gain"));
  CHECK_FALSE(says(search, "record 0.3 s"));
  CHECK_FALSE(says(search, "tune to"));
  search.tuned.band.level_dbfs = -80;
  CHECK(says(search, "raise the gain"));
  search.clipped_fraction = 0.2;
  CHECK(says(search, "lower the gain: 20 %"));
  search.tuned.band.searched_s = 0.02;
  CHECK(says(search, "record 0.3 s"));
  search.tuned.center_hz = 826e6;
  CHECK(says(search, "tune to a GSM downlink"));
  search.tuned.center_hz.reset();
  CHECK(says(search, "+200 kHz at"));
}

TEST_CASE("nothing found: without a signal there is one sentence and no advice on the gain",
          "[app]") {
  InputSearch search = quiet_search();
  search.sample_rate_hz = 1e6;
  search.tuned.band.searched_s = 4e-6;
  REQUIRE(why_nothing(search).size() == 1);
  CHECK(says(search, "4 samples are too few"));
  search.tuned.band.searched_s = 576e-6;
  CHECK(says(search, "576 samples are too few"));
  search.tuned.band.searched_s = 577e-6;
  CHECK_FALSE(says(search, "too few"));
  search.tuned.band.searched_s = 5;
  search.tuned.band.level_dbfs = -200;
  REQUIRE(why_nothing(search).size() == 1);
  CHECK(says(search, "there is no signal in 5 s"));
  search.tuned.band.level_dbfs = -150; // weak floats are a signal
  CHECK(says(search, "raise the gain"));
}
