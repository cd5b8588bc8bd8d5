// A stand-in run as a program by a test, gone with the test.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cw::standins {

class ChildProcess {
public:
  /// Runs program with arguments and waits for its first line of output. Throws if it cannot.
  ChildProcess(const std::string& program, const std::vector<std::string>& arguments);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  const std::string& first_line() const noexcept { return line_; }
  /// Of "listening on 127.0.0.1:PORT".
  std::uint16_t port() const;

private:
  int pid_ = -1;
  int output_ = -1;
  std::string line_;
};

} // namespace cw::standins
