// GNU Radio sink block of a live radio: samples to its LiveBand, holes that UHD tells of too.
#pragma once

#include "sdr/scan/live_band.h"

#include <gnuradio/sync_block.h>

#include <optional>

namespace cw::sdr {

class LiveSink : public gr::sync_block {
public:
  LiveSink(LiveBand& band, double rate_hz);
  int work(int noutput_items,
           gr_vector_const_void_star& input_items,
           gr_vector_void_star& output_items) override;

private:
  struct Known {
    std::uint64_t sample = 0; ///< in this stream
    double time_s = 0;        ///< of the radio
  };
  void hole_at(std::uint64_t sample, double time_s);

  LiveBand& band_;
  double rate_hz_;
  std::optional<Known> known_;
};

} // namespace cw::sdr
