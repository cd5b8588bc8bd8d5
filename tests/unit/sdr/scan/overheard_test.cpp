#include "sdr/scan/overheard.h"
#include "tests/support/catch.hpp"

#include <cstdio>

using namespace cw::sdr;

TEST_CASE("overheard: what is printed to stderr is kept", "[sdr][scan]") {
  std::string words;
  {
    const Overheard drivers;
    CHECK(drivers.words().empty());
    std::fputs("usb_open error -3\n", stderr);
    words = drivers.words();
  }
  CHECK(words == "usb_open error -3\n");
}

TEST_CASE("overheard: what is printed to stdout too, if wanted", "[sdr][scan]") {
  std::string words;
  {
    const Overheard drivers(Listen::to_stdout_too);
    std::puts("chatter");
    std::fflush(stdout);
    words = drivers.words();
  }
  CHECK(words == "chatter\n");
}

TEST_CASE("overheard: a driver that prints without end does no harm", "[sdr][scan]") {
  std::size_t length = 0;
  {
    const Overheard drivers;
    for (int line = 0; line < 10000; ++line) {
      std::fputs("[R82XX] PLL not locked!\n", stderr);
    }
    length = drivers.words().size();
  }
  CHECK(length >= 4096);
  CHECK(length < 100000);
}
