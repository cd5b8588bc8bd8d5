// A consumer that keeps everything it is told.
#pragma once

#include "sdr/flowgraph/signal_consumer.h"

#include <vector>

namespace cw::sdr::test {

struct CollectedSignal : SignalConsumer {
  void on_block(const wire::GsmBlock& block) override { blocks.push_back(block); }
  void on_measurement(const wire::GsmMeasurement& measurement) override {
    measurements.push_back(measurement);
  }
  void on_scan(const wire::PowerScan& scan) override { scans.push_back(scan); }

  std::vector<wire::GsmBlock> blocks;
  std::vector<wire::GsmMeasurement> measurements;
  std::vector<wire::PowerScan> scans;
};

} // namespace cw::sdr::test
