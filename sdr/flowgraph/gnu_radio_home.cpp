#include "sdr/flowgraph/gnu_radio_home.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace cw::sdr {

namespace fs = std::filesystem;

GnuRadioHome::GnuRadioHome() {
  std::error_code failed;
  std::string pattern = (fs::temp_directory_path(failed) / "cellwarden-XXXXXX").string();
  if (failed || ::mkdtemp(pattern.data()) == nullptr) {
    return;
  }
  folder_ = pattern;
  if (const char* home = std::getenv("HOME")) {
    home_before_ = home;
  }
  ::setenv("HOME", folder_.c_str(), 1);
}

GnuRadioHome::~GnuRadioHome() {
  if (folder_.empty()) {
    return;
  }
  if (home_before_) {
    ::setenv("HOME", home_before_->c_str(), 1);
  } else {
    ::unsetenv("HOME");
  }
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

} // namespace cw::sdr
