#include "app/daemon_log.h"

#include "app/console.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <ctime>

namespace cw::app {

void DaemonLog::say(std::string_view sentence) const {
  if (!json_) {
    print_error(sentence);
    return;
  }
  const nlohmann::ordered_json line = {
      {"t", fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(std::time(nullptr)))},
      {"program", "cellwarden-detector"},
      {"message", std::string(sentence)}};
  fmt::print(stderr, "{}\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void DaemonLog::say_rarely(const std::string& kind, std::string_view sentence) {
  const auto now = Clock::now();
  const auto [at, first] = said_.try_emplace(kind, now);
  if (first || now - at->second >= std::chrono::minutes(1)) {
    at->second = now;
    say(sentence);
  }
}

} // namespace cw::app
