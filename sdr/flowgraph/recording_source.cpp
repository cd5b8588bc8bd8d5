#include "sdr/flowgraph/recording_source.h"

#include <gnuradio/io_signature.h>

namespace cw::sdr {

RecordingSource::RecordingSource(SampleReader& reader,
                                 const std::atomic<bool>& stop,
                                 Progress progress)
    : gr::sync_block("recording_source",
                     gr::io_signature::make(0, 0, 0),
                     gr::io_signature::make(1, 1, sizeof(cf))),
      reader_(reader), stop_(stop), progress_(std::move(progress)) {}

int RecordingSource::work(int noutput_items,
                          gr_vector_const_void_star& /*input_items*/,
                          gr_vector_void_star& output_items) {
  if (stop_.load(std::memory_order_relaxed)) {
    return WORK_DONE;
  }
  auto* out = static_cast<cf*>(output_items[0]);
  const ReadResult result = reader_.read({out, static_cast<std::size_t>(noutput_items)}, stop_);
  if (result.samples == 0) {
    return WORK_DONE;
  }
  if (result.segment_start) {
    add_item_tag(0, nitems_written(0), pmt::mp("segment"), pmt::from_uint64(result.segment));
  }
  progress_(reader_.samples_read());
  return static_cast<int>(result.samples);
}

} // namespace cw::sdr
