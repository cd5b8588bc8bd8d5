// GNU Radio source block: the samples of one recording; a tag "segment" where one begins.
#pragma once

#include "sdr/source/sample_reader.h"

#include <gnuradio/sync_block.h>

#include <atomic>
#include <functional>

namespace cw::sdr {

class RecordingSource : public gr::sync_block {
public:
  /// Called after each read with the samples read so far; may wait to slow the flowgraph down.
  using Progress = std::function<void(std::uint64_t samples)>;

  RecordingSource(SampleReader& reader, const std::atomic<bool>& stop, Progress progress);
  int work(int noutput_items,
           gr_vector_const_void_star& input_items,
           gr_vector_void_star& output_items) override;

private:
  SampleReader& reader_;
  const std::atomic<bool>& stop_;
  Progress progress_;
};

} // namespace cw::sdr
