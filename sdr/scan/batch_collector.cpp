#include "sdr/scan/batch_collector.h"

namespace cw::sdr {

const BatchCollector::Stamp& BatchCollector::stamp() {
  if (!stamp_) {
    stamp_ = stamper_();
  }
  return *stamp_;
}

void BatchCollector::on_block(const wire::GsmBlock& block) {
  survey_->note(block);
  wire::GsmBlock stamped = block;
  stamped.t_s += stamp().unix_start_s;
  stamped.pos = stamp().pos;
  items_.emplace_back(stamped);
}

void BatchCollector::on_measurement(const wire::GsmMeasurement& measurement) {
  survey_->note(measurement);
  wire::GsmMeasurement stamped = measurement;
  stamped.t_s += stamp().unix_start_s;
  items_.emplace_back(stamped);
}

void BatchCollector::on_scan(const wire::PowerScan& scan) {
  wire::PowerScan stamped = scan;
  stamped.t_s += stamp().unix_start_s;
  items_.emplace_back(std::move(stamped));
}

void BatchCollector::flush() {
  stamp_.reset();
  if (!items_.empty()) {
    sink_(items_);
    items_.clear();
  }
}

} // namespace cw::sdr
