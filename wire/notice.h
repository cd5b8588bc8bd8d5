// What a detector tells the receivers that heard it: an alert was raised, keep the samples around
// it.
#pragma once

#include "wire/report.h"

#include <optional>
#include <string>

namespace cw::wire {

/// May be lost: a receiver that is not connected does not get it later.
struct Notice {
  std::string alert_id;
  Severity severity = Severity::none;
  std::optional<double> carrier_hz; ///< of the accused cell
  double carrier_offset_hz = 0;     ///< as its blocks had it, for when carrier_hz is not known
  std::optional<std::uint8_t> bsic;
  double from_s = 0, to_s = 0; ///< the evidence, in the time of the sensor's own blocks
  std::string summary;         ///< one sentence
};

} // namespace cw::wire
