// Position and time from gpsd.
#pragma once

#include "sdr/scan/live_clock.h"
#include "wire/position.h"

#include <memory>
#include <optional>
#include <string>

namespace cw::sdr {

/// Thread safe. Owns a thread that asks gpsd again every few seconds while it does not answer.
///
/// Output   the newest fix, while it is no older than three seconds; the clock is set right by it.
class GpsClient {
public:
  /// `clock` must outlive it. "HOST:PORT", "HOST", or "" for localhost:2947.
  GpsClient(const std::string& address, LiveClock& clock);
  GpsClient(const GpsClient&) = delete;
  GpsClient& operator=(const GpsClient&) = delete;
  ~GpsClient();

  std::optional<wire::Position> position() const;
  /// "3D fix", "2D fix", "no fix", "no gpsd".
  std::string state() const;

private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

} // namespace cw::sdr
