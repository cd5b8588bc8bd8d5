#include "app/default_paths.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

namespace cw::app {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

} // namespace

std::string default_bus_address() {
  const std::string service = environment("RUNTIME_DIRECTORY"); // systemd gives it to a service
  if (!service.empty() || ::geteuid() == 0) {
    return fmt::format("ipc://{}/bus", service.empty() ? "/run/cellwarden" : service);
  }
  const std::string runtime = environment("XDG_RUNTIME_DIR");
  if (!runtime.empty()) {
    return fmt::format("ipc://{}/cellwarden/bus", runtime);
  }
  return fmt::format("ipc:///tmp/cellwarden-{}/bus", ::geteuid());
}

std::string state_folder() {
  const std::string service = environment("STATE_DIRECTORY");
  if (!service.empty() || ::geteuid() == 0) {
    return service.empty() ? "/var/lib/cellwarden" : service;
  }
  const std::string state = environment("XDG_STATE_HOME");
  return state.empty() ? environment("HOME") + "/.local/state/cellwarden" : state + "/cellwarden";
}

} // namespace cw::app
