#include "sdr/flowgraph/gnu_radio_home.h"
#include "tests/support/catch.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

TEST_CASE("GNU Radio's home: a folder of ours while it lives, the user's after it",
          "[sdr][flowgraph]") {
  const char* before = std::getenv("HOME");
  const std::string home = before == nullptr ? "" : before;
  std::string ours;
  {
    const cw::sdr::GnuRadioHome guard;
    ours = std::getenv("HOME");
    CHECK(ours != home);
    CHECK(std::filesystem::is_directory(ours));
  }
  CHECK(std::string(before == nullptr ? "" : std::getenv("HOME")) == home);
  CHECK_FALSE(std::filesystem::exists(ours));
}
