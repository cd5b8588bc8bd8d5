#include "app/stop_signal.h"

#include <csignal>

namespace cw::app {
namespace {

std::atomic<bool> stop_requested = false; // the one thing a signal handler may touch
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void request_stop(int signal) {
  stop_requested.store(true);
  std::signal(signal, SIG_DFL);
}

} // namespace

const std::atomic<bool>& stop_on_signals() {
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
  std::signal(SIGPIPE, SIG_IGN);
  return stop_requested;
}

} // namespace cw::app
