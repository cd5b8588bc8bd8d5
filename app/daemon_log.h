// What a program that runs for days says on stderr: sentences, each with its time, or JSON lines.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace cw::app {

class DaemonLog {
public:
  explicit DaemonLog(bool json) : json_(json) {}

  void say(std::string_view sentence) const;
  /// The same kind of thing at most once a minute.
  void say_rarely(const std::string& kind, std::string_view sentence);

private:
  using Clock = std::chrono::steady_clock;
  bool json_;
  std::map<std::string, Clock::time_point> said_;
};

} // namespace cw::app
