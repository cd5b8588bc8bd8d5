#include "wire/codec/alert_json.h"

#include "wire/codec/report_parts.h"

namespace cw::wire {

std::string alert_json(const AlertReport& alert) {
  return to_json(alert).dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace cw::wire
