#include "sdr/flowgraph/gnu_radio_home.h"

#include <gnuradio/logger.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace cw::sdr {
namespace {

namespace fs = std::filesystem;

bool shared_memory_works() {
  const int id = ::shmget(IPC_PRIVATE, static_cast<std::size_t>(::getpagesize()), IPC_CREAT | 0600);
  return id >= 0 && ::shmctl(id, IPC_RMID, nullptr) == 0;
}

// Without this choice GNU Radio tries its kinds of buffers at each start, which takes longer than
// to read a second of a recording and touches 34 MB. Where shared memory does not work it does.
void choose_buffers(const fs::path& home) {
  if (!shared_memory_works()) {
    return;
  }
  const fs::path folder = home / ".gnuradio" / "prefs";
  std::error_code failed;
  fs::create_directories(folder, failed);
  std::ofstream(folder / "vmcircbuf_default_factory") << "gr::vmcircbuf_sysv_shm_factory";
}

} // namespace

GnuRadioHome::GnuRadioHome() {
  gr::logging::singleton().set_default_level(spdlog::level::off);
  ::setenv("UHD_LOG_CONSOLE_LEVEL", "off", 0); // what is wrong comes as an exception too
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
  choose_buffers(folder_);
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
