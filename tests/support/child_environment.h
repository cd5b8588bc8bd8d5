// The environment that a program under test gets.
#pragma once

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace cw::test {

/// Only the given entries, and what the sanitizers' own runtime was told: what a developer has set
/// must not decide a test, and a program must not be judged without the suppressions.
class ChildEnvironment {
public:
  explicit ChildEnvironment(std::vector<std::string> entries) : entries_(std::move(entries)) {
    for (const char* name : {"TSAN_OPTIONS", "ASAN_OPTIONS", "UBSAN_OPTIONS"}) {
      if (const char* value = std::getenv(name)) {
        entries_.push_back(std::string(name) + "=" + value);
      }
    }
    for (std::string& entry : entries_) {
      pointers_.push_back(entry.data());
    }
    pointers_.push_back(nullptr);
  }
  ChildEnvironment(const ChildEnvironment&) = delete;
  ChildEnvironment& operator=(const ChildEnvironment&) = delete;

  char* const* get() const noexcept { return pointers_.data(); } ///< as execve() takes it

private:
  std::vector<std::string> entries_;
  std::vector<char*> pointers_;
};

} // namespace cw::test
