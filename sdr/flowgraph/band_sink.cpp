#include "sdr/flowgraph/band_sink.h"

#include <gnuradio/io_signature.h>

#include <algorithm>
#include <exception>

namespace cw::sdr {

BandSink::BandSink(BandHost& host, const std::vector<Segment>& segments)
    : gr::sync_block(
          "band_sink", gr::io_signature::make(1, 1, sizeof(cf)), gr::io_signature::make(0, 0, 0)),
      host_(host), segments_(segments) {}

int BandSink::work(int noutput_items,
                   gr_vector_const_void_star& input_items,
                   gr_vector_void_star& /*output_items*/) {
  try {
    return take({static_cast<const cf*>(input_items[0]), static_cast<std::size_t>(noutput_items)});
  } catch (const std::exception& failure) { // GNU Radio would print it and go on
    error_ = failure.what();
    return WORK_DONE;
  }
}

int BandSink::take(std::span<const cf> samples) {
  std::vector<gr::tag_t> tags;
  get_tags_in_window(tags, 0, 0, samples.size(), pmt::mp("segment"));
  std::sort(tags.begin(), tags.end(), gr::tag_t::offset_compare);
  std::size_t done = 0;
  for (const gr::tag_t& tag : tags) {
    const auto at = static_cast<std::size_t>(tag.offset - nitems_read(0));
    if (at > done) {
      host_.process(samples.subspan(done, at - done));
      done = at;
    }
    if (const auto begun = host_.begin_segment(segments_[pmt::to_uint64(tag.value)]); !begun) {
      error_ = begun.error();
      return WORK_DONE;
    }
  }
  host_.process(samples.subspan(done));
  return static_cast<int>(samples.size());
}

} // namespace cw::sdr
