// Which SCH trains of a session are one and the same transmission.
#pragma once

#include "wire/gsm_block.h"

#include <cstdint>
#include <vector>

namespace cw::sdr {

/// Numbers trains over a session in which the receiver looks elsewhere in between. A transmission
/// goes on counting TDMA frames while nobody listens: same carrier, same BSIC and the frame number
/// that the time since then asks for are the same train. By chance another one has that frame
/// number once in some million times.
///
/// State   one entry a train of the last hour.
class TrainBook {
public:
  /// `used`: numbers that are taken.
  explicit TrainBook(std::uint32_t used) : used_(used) {}

  /// Of a train that begins with this block: the number it had before, or the next one.
  std::uint32_t number(const wire::GsmBlock& first);
  /// Whether a train that begins with this block was heard a moment ago at another frequency, as
  /// far from its centre as this one is from ours: then the tuner has not moved, or not yet, and
  /// the carrier that the block claims is not true.
  bool echoes(const wire::GsmBlock& first) const;
  /// The train is heard: where its frame 0 stood by this block.
  void heard(std::uint32_t number, const wire::GsmBlock& block);
  /// The receiver lost it while it listened: what comes after it is another one.
  void lost(std::uint32_t number);

  std::uint32_t used() const noexcept { return used_; }

private:
  struct Train;
  bool continues(const Train& train, const wire::GsmBlock& first, double slack_s) const;

  struct Train {
    std::uint32_t number = 0;
    std::int64_t carrier_khz = 0;
    std::uint8_t bsic = 0;
    double offset_hz = 0; ///< from the centre
    double origin_s = 0;  ///< when its frame 0 was sent
    double last_s = 0;
  };
  std::vector<Train> trains_;
  std::uint32_t used_;
};

} // namespace cw::sdr
