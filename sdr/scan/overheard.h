// Drivers print to stderr, some to stdout, whatever they are told. What they say there is often all
// that tells why a radio did not open.
#pragma once

#include <cstdio>
#include <memory>
#include <mutex>
#include <string>

namespace cw::sdr {

enum class Listen : bool { to_stderr, to_stdout_too };

/// While it lives, what this process writes to stderr is kept here in place of being shown. Others
/// who want the same wait. Our own lines ("cellwarden: ..."), of other threads, are shown in the
/// end. stdout_too only where nothing else writes there.
class Overheard {
public:
  explicit Overheard(Listen listen = Listen::to_stderr);
  ~Overheard();
  Overheard(const Overheard&) = delete;
  Overheard& operator=(const Overheard&) = delete;

  std::string words() const; ///< so far

private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_lock<std::mutex> alone_;
  std::unique_ptr<std::FILE, Close> kept_; ///< none if there is no room: then nothing is diverted
  int stdout_ = -1, stderr_ = -1;          ///< as they were
};

} // namespace cw::sdr
