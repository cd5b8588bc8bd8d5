// Which dedicated channel a mobile is sent to (TS 44.018 §10.5.2.5).
#pragma once

#include "messages/bit_reader.h"

#include <cstdint>

namespace cw::messages::gsm {

/// Channel description, §10.5.2.5.
struct ChannelDescription {
  enum class Kind : std::uint8_t { tch_f, tch_h, sdcch4, sdcch8, other };
  Kind kind = Kind::other;
  std::uint8_t type_code = 0; ///< the 5 bits as sent
  std::uint8_t sub = 0;       ///< of SDCCH/4, SDCCH/8, TCH/H
  std::uint8_t slot = 0;      ///< TN
  std::uint8_t tsc = 0;
  bool hopping = false;
  std::uint16_t arfcn = 0;        ///< if not hopping
  std::uint8_t maio = 0, hsn = 0; ///< if hopping
  bool operator==(const ChannelDescription&) const = default;
};

ChannelDescription take_channel_description(BitReader& in) noexcept;

} // namespace cw::messages::gsm
