#include "sdr/scan/quiet.h"

#include <unistd.h>

#include <cstdio>

namespace cw::sdr {
namespace {

int divert(int descriptor, std::FILE* nowhere) {
  const int kept = ::dup(descriptor);
  if (kept >= 0 && nowhere != nullptr) {
    ::dup2(::fileno(nowhere), descriptor);
  }
  return kept;
}

void bring_back(int kept, int descriptor) {
  if (kept >= 0) {
    ::dup2(kept, descriptor);
    ::close(kept);
  }
}

} // namespace

Quiet::Quiet() {
  std::fflush(stdout);
  std::FILE* nowhere = std::fopen("/dev/null", "w");
  stdout_ = divert(STDOUT_FILENO, nowhere);
  stderr_ = divert(STDERR_FILENO, nowhere);
  if (nowhere != nullptr) {
    std::fclose(nowhere);
  }
}

Quiet::~Quiet() {
  std::fflush(stdout);
  bring_back(stdout_, STDOUT_FILENO);
  bring_back(stderr_, STDERR_FILENO);
}

} // namespace cw::sdr
