// `cellwarden scan`: live radios to blocks on the bus.
#pragma once

#include "app/exit_status.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cw::app {

struct ScanCommand {
  std::vector<std::string> sources;
  std::string bands; ///< "gsm900,gsm1800"; empty: --freq
  std::optional<double> freq_hz, rate_hz, gain_db;
  double ppm = 0;
  std::string sensor; ///< of the first radio; others get -2, -3 behind it
  std::string gps;    ///< "HOST:PORT", "" for the local one, "off"
  std::string bus_address, keys_folder, spool_folder;
  std::string evidence_folder; ///< empty: none is kept
  std::uint64_t evidence_limit_octets = 2ULL << 30U;
  std::size_t evidence_ring_octets = 48U << 20U;
  std::string blocks_path; ///< empty: not wanted; "-": stdout
  unsigned threads = 1;
  bool keep_identities = false, json = false, quiet = false;
};

/// Until a signal comes, or all recordings that stand for radios are at their end.
ExitStatus scan(const ScanCommand& command);

} // namespace cw::app
