// GNU Radio sink block that hosts the band: samples and "segment" tags in, blocks out to its host.
#pragma once

#include "sdr/flowgraph/band_host.h"

#include <gnuradio/sync_block.h>

#include <string>
#include <vector>

namespace cw::sdr {

class BandSink : public gr::sync_block {
public:
  /// Both must outlive the block; a tag's value is an index into `segments`.
  BandSink(BandHost& host, const std::vector<Segment>& segments);
  int work(int noutput_items,
           gr_vector_const_void_star& input_items,
           gr_vector_void_star& output_items) override;

  /// Why it stopped early, once the flowgraph has ended; empty if it did not.
  const std::string& error() const noexcept { return error_; }

private:
  int take(std::span<const cf> samples);

  BandHost& host_;
  const std::vector<Segment>& segments_;
  std::string error_;
};

} // namespace cw::sdr
