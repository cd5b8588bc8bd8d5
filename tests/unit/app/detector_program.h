// Runs cellwarden-detector beside the test: starts it, feeds it, ends or kills it.
#pragma once

#include "tests/support/temp_folder.h"

#include <sys/types.h>

#include <string>
#include <vector>

namespace cw::test {

class DetectorProgram {
public:
  /// Its stdin is what feed() writes; stdout and stderr go to files.
  explicit DetectorProgram(const std::vector<std::string>& arguments);
  DetectorProgram(const DetectorProgram&) = delete;
  DetectorProgram& operator=(const DetectorProgram&) = delete;
  ~DetectorProgram(); ///< kills it if it still runs

  void feed(const std::string& octets);
  void end_of_input();
  void signal(int number);
  /// Its exit status, 128 + signal if one ended it; -1 if it did not end in 30 s.
  int wait();
  std::string out() const { return file_content(folder_.path("out")); }
  std::string err() const { return file_content(folder_.path("err")); }
  /// True as soon as stderr holds it; false if it does not within 30 s.
  bool says(const std::string& text) const;
  bool prints(const std::string& text) const;

private:
  TempFolder folder_;
  pid_t child_ = -1;
  int input_ = -1;
};

} // namespace cw::test
