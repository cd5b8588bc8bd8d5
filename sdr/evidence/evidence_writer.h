// The samples around an alert as SigMF, for whoever has to show later what was on the air.
#pragma once

#include "sdr/scan/iq_ring.h"
#include "wire/notice.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace cw::sdr {

struct EvidenceConfig {
  std::string folder;                       ///< made if missing
  std::uint64_t limit_octets = 2ULL << 30U; ///< of all that is in it; the oldest goes first
  std::string sensor, source;
};

/// Output  ALERT-SENSOR.sigmf-data (ci8) and .sigmf-meta with one capture a stretch and one
///         annotation that names the alert and the accused carrier. Written under another name and
///         renamed: a file with its name is whole.
/// Errors  a sentence: no such folder, disk full, nothing kept of that time. Nothing half is left.
class EvidenceWriter {
public:
  explicit EvidenceWriter(EvidenceConfig config) : config_(std::move(config)) {}

  /// The path of the metadata. start_s of the stretches is UNIX time.
  tl::expected<std::string, std::string>
  write(const wire::Notice& notice, const std::vector<IqStretch>& stretches, double rate_hz);

private:
  void make_room(std::uint64_t octets) const;

  EvidenceConfig config_;
};

} // namespace cw::sdr
