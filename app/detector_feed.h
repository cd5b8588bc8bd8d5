// Hands what the receiver made to the detector and to the files the user wants.
#pragma once

#include "app/block_files.h"
#include "detector/detector.h"
#include "sdr/flowgraph/signal_consumer.h"

namespace cw::app {

class DetectorFeed : public sdr::SignalConsumer {
public:
  /// Both must outlive the feed; no files if nullptr.
  DetectorFeed(detector::Detector& detector, BlockFiles* files)
      : detector_(&detector), files_(files) {}

  void on_block(const wire::GsmBlock& block) override {
    detector_->add(block);
    if (files_ != nullptr) {
      files_->add(block);
    }
  }
  void on_measurement(const wire::GsmMeasurement& measurement) override {
    detector_->add(measurement);
  }
  void on_scan(const wire::PowerScan& scan) override { detector_->add(scan); }

private:
  detector::Detector* detector_;
  BlockFiles* files_;
};

} // namespace cw::app
