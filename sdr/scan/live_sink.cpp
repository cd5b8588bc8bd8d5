#include "sdr/scan/live_sink.h"

#include <gnuradio/io_signature.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace cw::sdr {

LiveSink::LiveSink(LiveBand& band, double rate_hz)
    : gr::sync_block(
          "live_sink", gr::io_signature::make(1, 1, sizeof(cf)), gr::io_signature::make(0, 0, 0)),
      band_(band), rate_hz_(rate_hz) {}

// UHD sends the radio's time with the first sample after each hole.
void LiveSink::hole_at(std::uint64_t sample, double time_s) {
  if (known_) {
    const double lost = std::round((time_s - known_->time_s) * rate_hz_ -
                                   static_cast<double>(sample - known_->sample));
    if (lost >= 1) {
      band_.lost(static_cast<std::uint64_t>(lost));
    }
  }
  known_ = {.sample = sample, .time_s = time_s};
}

int LiveSink::work(int noutput_items,
                   gr_vector_const_void_star& input_items,
                   gr_vector_void_star& /*output_items*/) {
  const std::span samples(static_cast<const cf*>(input_items[0]),
                          static_cast<std::size_t>(noutput_items));
  std::vector<gr::tag_t> tags;
  get_tags_in_window(tags, 0, 0, samples.size(), pmt::mp("rx_time"));
  std::ranges::sort(tags, gr::tag_t::offset_compare);
  std::size_t done = 0;
  for (const gr::tag_t& tag : tags) {
    const auto at = static_cast<std::size_t>(tag.offset - nitems_read(0));
    band_.take(samples.subspan(done, at - done));
    done = at;
    hole_at(tag.offset,
            static_cast<double>(pmt::to_uint64(pmt::tuple_ref(tag.value, 0))) +
                pmt::to_double(pmt::tuple_ref(tag.value, 1)));
  }
  band_.take(samples.subspan(done));
  return noutput_items;
}

} // namespace cw::sdr
