#include "tests/unit/app/detector_program.h"

#include "tests/support/child_environment.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <stdexcept>
#include <thread>

namespace cw::test {
namespace {

constexpr int k_steps = 600; // of 50 ms

bool in_time(const std::function<bool()>& done) {
  for (int i = 0; i < k_steps; ++i) {
    if (done()) {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

} // namespace

DetectorProgram::DetectorProgram(const std::vector<std::string>& arguments) {
  const std::string out = folder_.write("out", "");
  const std::string err = folder_.write("err", "");
  const ChildEnvironment environment({"HOME=" + folder_.path("home"),
                                      "XDG_STATE_HOME=" + folder_.path("state"),
                                      "PATH=/usr/bin:/bin"});
  std::vector<std::string> words = {CW_DETECTOR};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe");
  }
  std::signal(SIGPIPE, SIG_IGN);
  child_ = ::fork();
  if (child_ == 0) {
    ::dup2(ends[0], STDIN_FILENO);
    ::dup2(::open(out.c_str(), O_WRONLY | O_APPEND), STDOUT_FILENO);
    ::dup2(::open(err.c_str(), O_WRONLY | O_APPEND), STDERR_FILENO);
    ::execve(argv[0], argv.data(), environment.get());
    ::_exit(126);
  }
  ::close(ends[0]);
  input_ = ends[1];
}

DetectorProgram::~DetectorProgram() {
  end_of_input();
  if (child_ > 0) {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
}

void DetectorProgram::feed(const std::string& octets) {
  std::size_t written = 0;
  while (written < octets.size()) {
    const ssize_t now = ::write(input_, octets.data() + written, octets.size() - written);
    if (now <= 0) {
      return; // it is gone; the test sees that
    }
    written += static_cast<std::size_t>(now);
  }
}

void DetectorProgram::end_of_input() {
  if (input_ >= 0) {
    ::close(input_);
    input_ = -1;
  }
}

void DetectorProgram::signal(int number) {
  ::kill(child_, number);
}

int DetectorProgram::wait() {
  int status = 0;
  if (!in_time([&] { return ::waitpid(child_, &status, WNOHANG) != 0; })) {
    return -1;
  }
  child_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool DetectorProgram::says(const std::string& text) const {
  return in_time([&] { return err().find(text) != std::string::npos; });
}

bool DetectorProgram::prints(const std::string& text) const {
  return in_time([&] { return out().find(text) != std::string::npos; });
}

} // namespace cw::test
