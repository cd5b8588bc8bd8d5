// Drivers print to stdout and stderr whatever they are told; here they are kept from it.
#pragma once

namespace cw::sdr {

/// While it lives, what this process writes to stdout and stderr goes nowhere. One at a time.
class Quiet {
public:
  Quiet();
  ~Quiet();
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

private:
  int stdout_ = -1, stderr_ = -1;
};

} // namespace cw::sdr
