#include "sdr/flowgraph/block_exit.h"

#include "messages/redact.h"

namespace cw::sdr {

void BlockExit::publish(wire::GsmBlock block) {
  if (!keep_identities_) {
    messages::redact(block);
  }
  block.n = next_n_++;
  consumer_->on_block(block);
}

} // namespace cw::sdr
