// How a receiver is doing, every few seconds. May be lost.
#pragma once

#include "wire/position.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cw::wire {

struct Heartbeat {
  std::string sensor;
  double t_s = 0;                      ///< UNIX time
  std::string source;                  ///< as given: "soapy:driver=rtlsdr"
  std::string activity;                ///< "surveying gsm900, 4 of 12 tunings", "watching 9 carriers"
  double rate_hz = 0, center_hz = 0;   ///< center_hz: tuned to now
  double gain_db = 0;
  std::uint64_t samples = 0;           ///< received since the start
  std::uint64_t overruns = 0;          ///< times samples were lost
  std::uint64_t samples_lost = 0;      ///< as far as the source can tell
  double level_dbfs = 0;               ///< mean, since the last heartbeat
  double clipped_fraction = 0;         ///< of values, since the last heartbeat
  std::uint32_t carriers_seen = 0;     ///< above the noise
  std::uint32_t cells_locked = 0;      ///< heard in the last round
  double blocks_per_s = 0;
  std::uint64_t blocks_total = 0, blocks_lost = 0;
  std::uint64_t spool_batches = 0, spool_octets = 0; ///< not acknowledged yet
  std::uint64_t disk_free_octets = 0;
  std::optional<double> ppm;           ///< the radio's own error, by the consensus of the cells
  std::string gps;                     ///< "3D fix", "no fix", "no gpsd"
  std::optional<Position> pos;
  std::vector<std::string> troubles;   ///< sentences that say what is wrong and what to do
};

} // namespace cw::wire
