#include "app/alert_text.h"

#include "app/console.h"
#include "wire/codec/alert_json.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <ctime>

namespace cw::app {

std::string step_line(const detector::AlertStep& step, const wire::AlertReport& alert) {
  const std::string by = step.who == "detector" ? "" : fmt::format(" by {}", step.who);
  const std::string why =
      step.who == "detector" || step.why.empty() ? "" : fmt::format(" ({})", step.why);
  return printable(fmt::format("{:%Y-%m-%dT%H:%M:%S}Z {}{}{} {} {}: {}",
                               fmt::gmtime(static_cast<std::time_t>(step.t_s)),
                               step.kind,
                               by,
                               why,
                               wire::severity_name(step.severity),
                               step.alert,
                               alert.summary)) +
         "\n";
}

std::string step_json(const detector::AlertStep& step, const wire::AlertReport& alert) {
  const nlohmann::ordered_json told = {{"number", step.number},
                                       {"kind", step.kind},
                                       {"t", step.t_s},
                                       {"who", step.who},
                                       {"why", step.why},
                                       {"severity", wire::severity_name(step.severity)}};
  using Handler = nlohmann::ordered_json::error_handler_t;
  return fmt::format("{{\"step\":{},\"alert\":{}}}\n",
                     told.dump(-1, ' ', false, Handler::replace),
                     wire::alert_json(alert));
}

} // namespace cw::app
