#include "app/heartbeat_text.h"

#include <fmt/format.h>

namespace cw::app {
namespace {

constexpr double k_clipped_much = 1e-3;

} // namespace

std::string heartbeat_line(const wire::Heartbeat& beat) {
  std::string line = fmt::format("{}: {}; {} carriers, {} cells, {:.0f} blocks/s; {:.0f} dBFS",
                                 beat.sensor,
                                 beat.activity,
                                 beat.carriers_seen,
                                 beat.cells_locked,
                                 beat.blocks_per_s,
                                 beat.level_dbfs);
  if (beat.clipped_fraction > k_clipped_much) {
    line += fmt::format(", {:.1f} % clipped: lower --gain", beat.clipped_fraction * 100);
  } else if (beat.samples > 0 && beat.carriers_seen == 0 && beat.cells_locked == 0) {
    line += ", nothing but noise: is the antenna on, is --gain high enough?";
  }
  if (beat.ppm) {
    line += fmt::format("; radio {:+.1f} ppm off", *beat.ppm);
  }
  if (beat.overruns > 0) {
    line += fmt::format("; {} holes, {} samples lost", beat.overruns, beat.samples_lost);
  }
  line += "; GPS " + beat.gps;
  if (beat.spool_batches > 20) {
    line += fmt::format("; {} batches wait for the detector", beat.spool_batches);
  }
  for (const std::string& trouble : beat.troubles) {
    line += "; " + trouble;
  }
  return line;
}

} // namespace cw::app
