#include "app/alert_hooks.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h> // NOLINT(modernize-deprecated-headers): kill, sigaddset
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <sstream>
#include <utility>

extern char** environ; // NOLINT(readability-redundant-declaration)

namespace cw::app {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds k_look_every(20);
constexpr std::size_t k_complaints_kept = 32;

/// A file in memory with the text, at its beginning; -1 if there is no room.
int file_of(const std::string& text) {
  const int fd = ::memfd_create("alert", MFD_CLOEXEC);
  std::size_t written = 0;
  while (fd >= 0 && written < text.size()) {
    const ssize_t now = ::write(fd, text.data() + written, text.size() - written);
    if (now <= 0) {
      ::close(fd);
      return -1;
    }
    written += static_cast<std::size_t>(now);
  }
  return fd >= 0 && ::lseek(fd, 0, SEEK_SET) == 0 ? fd : -1;
}

/// Starts it in a process group of its own, stdin from `fd`, stdout nowhere. 0: `error` says why.
pid_t start(const std::vector<std::string>& program, int fd, int& error) {
  std::vector<std::string> words = program;
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  sigset_t usual;
  sigemptyset(&usual);
  for (const int signal : {SIGPIPE, SIGINT, SIGTERM}) {
    sigaddset(&usual, signal);
  }
  ::posix_spawnattr_setsigdefault(&attributes, &usual);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  error = ::posix_spawnp(&child, argv[0], &actions, &attributes, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  return error == 0 ? child : 0;
}

} // namespace

AlertHooks::AlertHooks(std::vector<std::vector<std::string>> programs, double limit_s)
    : programs_(std::move(programs)), limit_s_(limit_s) {
  if (!programs_.empty()) {
    thread_ = std::thread([this] { work(); });
  }
}

AlertHooks::~AlertHooks() {
  finish();
}

void AlertHooks::finish() {
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void AlertHooks::complain(std::string sentence) {
  const std::lock_guard lock(mutex_);
  if (complaints_.size() < k_complaints_kept) {
    complaints_.push_back(std::move(sentence));
  }
}

void AlertHooks::run(const std::string& text) {
  if (programs_.empty()) {
    return;
  }
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= k_waiting) {
    if (complaints_.size() < k_complaints_kept) {
      complaints_.emplace_back("too many alerts wait for --exec or --webhook: some were not handed "
                               "over; the store has them all");
    }
    return;
  }
  waiting_.push_back(text);
  wake_.notify_one();
}

std::vector<std::string> AlertHooks::take_complaints() {
  const std::lock_guard lock(mutex_);
  return std::exchange(complaints_, {});
}

void AlertHooks::work() {
  auto give_up = Clock::time_point::max();
  for (;;) {
    std::string text;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return end_ || !waiting_.empty(); });
      if (end_ && give_up == Clock::time_point::max()) {
        give_up = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                     std::chrono::duration<double>(limit_s_));
      }
      if (waiting_.empty() || Clock::now() > give_up) {
        return;
      }
      text = std::move(waiting_.front());
      waiting_.pop_front();
    }
    for (const auto& program : programs_) {
      run_one(program, text);
    }
  }
}

void AlertHooks::run_one(const std::vector<std::string>& program, const std::string& text) {
  const int fd = file_of(text);
  if (fd < 0) {
    return complain("no memory to hand an alert to a program: it was not told");
  }
  int error = 0;
  const pid_t child = start(program, fd, error);
  ::close(fd);
  if (child == 0) {
    return complain(fmt::format(
        "cannot run {}: {}: check --exec, or install it", program.front(), std::strerror(error)));
  }
  const auto end = Clock::now() + std::chrono::duration<double>(limit_s_);
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (Clock::now() > end) {
      ::kill(-child, SIGKILL);
      ::waitpid(child, &status, 0);
      return complain(fmt::format(
          "{} took longer than {} s and was ended: see --hook-limit", program.front(), limit_s_));
    }
    std::this_thread::sleep_for(k_look_every);
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    complain(
        WIFEXITED(status)
            ? fmt::format("{} failed with exit status {}", program.front(), WEXITSTATUS(status))
            : fmt::format("{} was ended by signal {}", program.front(), WTERMSIG(status)));
  }
}

std::vector<std::string> words_of(const std::string& command) {
  std::istringstream in(command);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return words;
}

std::vector<std::string> webhook_program(const std::string& url, double limit_s) {
  return {"curl",
          "--silent",
          "--show-error",
          "--fail",
          "--globoff",
          "--proto",
          "=http,https",
          "--max-time",
          fmt::format("{}", std::max(1.0, limit_s - 1)),
          "--retry",
          "3",
          "--retry-connrefused",
          "--header",
          "Content-Type: application/json",
          "--data-binary",
          "@-",
          "--output",
          "/dev/null",
          "--url",
          url};
}

} // namespace cw::app
