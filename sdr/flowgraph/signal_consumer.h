// Who is told what the receiver made: the detector, files, later the bus.
#pragma once

#include "wire/gsm_block.h"
#include "wire/power_scan.h"

namespace cw::sdr {

/// Called from one thread at a time, in the order of the signal.
class SignalConsumer {
public:
  virtual ~SignalConsumer() = default;
  virtual void on_block(const wire::GsmBlock& block) = 0;
  virtual void on_measurement(const wire::GsmMeasurement& measurement) = 0;
  virtual void on_scan(const wire::PowerScan& scan) = 0;
};

} // namespace cw::sdr
