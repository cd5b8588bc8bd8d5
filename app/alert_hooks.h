// Programs that are run for an alert: never waited for, ended when they take too long.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cw::app {

/// Runs each program with the text on its stdin, one after the other, on a thread of its own.
/// Nothing of the text is ever part of a command line.
///
/// Memory   at most k_waiting texts; what comes while that many wait is left out, and counted.
class AlertHooks {
public:
  static constexpr std::size_t k_waiting = 256;

  AlertHooks(std::vector<std::vector<std::string>> programs, double limit_s);
  AlertHooks(const AlertHooks&) = delete;
  AlertHooks& operator=(const AlertHooks&) = delete;
  ~AlertHooks();

  void run(const std::string& text);
  /// What waits is still run, for limit_s at most; then nothing is any more.
  void finish();
  /// What went wrong since the last call: a program that cannot be run, failed, or took too long.
  std::vector<std::string> take_complaints();

private:
  void work();
  void run_one(const std::vector<std::string>& program, const std::string& text);
  void complain(std::string sentence);

  std::vector<std::vector<std::string>> programs_;
  double limit_s_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::string> waiting_;
  std::vector<std::string> complaints_;
  bool end_ = false;
  std::thread thread_;
};

/// "notify --to me" as words.
std::vector<std::string> words_of(const std::string& command);
/// How curl sends what is on its stdin to `url`.
std::vector<std::string> webhook_program(const std::string& url, double limit_s);

} // namespace cw::app
