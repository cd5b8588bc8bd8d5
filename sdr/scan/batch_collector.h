// What a radio's exit hands on, stamped with time and place and cut into batches.
#pragma once

#include "sdr/flowgraph/signal_consumer.h"
#include "sdr/scan/cell_survey.h"
#include "wire/sensor_batch.h"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace cw::sdr {

/// Called from one thread at a time.
class BatchCollector : public SignalConsumer {
public:
  /// UNIX time of the session's second 0, and where the sensor is now.
  struct Stamp {
    double unix_start_s = 0;
    std::optional<wire::Position> pos;
  };
  using Stamper = std::function<Stamp()>;
  using Sink = std::function<void(std::span<const wire::SensorItem>)>;

  /// `survey` must outlive it.
  BatchCollector(CellSurvey& survey, Stamper stamper, Sink sink)
      : survey_(&survey), stamper_(std::move(stamper)), sink_(std::move(sink)) {}

  void on_block(const wire::GsmBlock& block) override;
  void on_measurement(const wire::GsmMeasurement& measurement) override;
  void on_scan(const wire::PowerScan& scan) override;

  /// Hands on what has come since the last call.
  void flush();

private:
  const Stamp& stamp();

  CellSurvey* survey_;
  Stamper stamper_;
  Sink sink_;
  std::optional<Stamp> stamp_; ///< of the batch that is being made
  std::vector<wire::SensorItem> items_;
};

} // namespace cw::sdr
