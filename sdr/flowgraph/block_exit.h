// The only way a block leaves the receiving side: identities zeroed, numbered, in order.
#pragma once

#include "sdr/flowgraph/signal_consumer.h"

namespace cw::sdr {

/// One object a session, so that numbers rise over all its inputs.
class BlockExit {
public:
  /// `consumer` must outlive the exit. `first_n`: the first block's number.
  BlockExit(SignalConsumer& consumer, bool keep_identities, std::uint64_t first_n = 0)
      : consumer_(&consumer), keep_identities_(keep_identities), next_n_(first_n) {}

  void publish(wire::GsmBlock block);
  void publish(const wire::GsmMeasurement& measurement) { consumer_->on_measurement(measurement); }
  void publish(const wire::PowerScan& scan) { consumer_->on_scan(scan); }
  std::uint64_t blocks() const noexcept { return next_n_; }

private:
  SignalConsumer* consumer_;
  bool keep_identities_;
  std::uint64_t next_n_;
};

} // namespace cw::sdr
