// What the GSM receiver hands on: blocks whose check held, and measurements of each cell.
#pragma once

#include "wire/arfcn.h"
#include "wire/position.h"

#include <array>
#include <cstdint>
#include <optional>

namespace cw::wire {

/// Where we heard it: a carrier, a colour code and an unbroken transmission. Says nothing about who
/// the cell claims to be.
struct RadioId {
  double carrier_offset_hz = 0;      ///< nominal carrier from the recording's centre
  std::optional<double> carrier_hz;  ///< nominal carrier, unknown if the centre is
  std::optional<Arfcn> arfcn;
  std::optional<std::uint8_t> bsic;  ///< 0 to 63; blocks from GSMTAP may come without
  std::uint32_t train = 0;           ///< one SCH train (timing) as the receiver tracked it; 0: not told
  bool operator==(const RadioId&) const = default;
};

enum class GsmChannel : std::uint8_t { sch, bcch, bcch_ext, ccch, sdcch4, sdcch8, sacch, cbch };

inline constexpr std::uint32_t k_hyperframe = 2'715'648; ///< TDMA frame numbers, TS 45.002 clause 4.3.3

/// One GSM block whose parity held, as the channel decoder made it (TS 45.003).
/// SCH: the 25 information bits, MSB first, in the first 4 octets of data (length 4); else 23 octets.
struct GsmBlock {
  std::uint64_t n = 0;            ///< number in this session, from 0; evidence refers to it
  std::uint64_t first_sample = 0; ///< of its first burst, counted from the start of the input
  double t_s = 0;                 ///< seconds from the recording's start, or UNIX time live
  RadioId heard_on;
  GsmChannel channel = GsmChannel::bcch;
  std::uint32_t fn = 0;           ///< TDMA frame number of the first burst
  std::uint8_t slot = 0;          ///< 0 to 7
  std::uint8_t sub = 0;           ///< subchannel of SDCCH and SACCH
  std::uint8_t length = 23;       ///< octets of data in use: 23, SCH 4
  std::array<std::uint8_t, 23> data{}; ///< as sent, identities zeroed if redacted; believe nothing in it
  std::uint16_t corrected_bits = 0;    ///< of 456 (SCH: of 78)
  std::uint16_t combined = 1;     ///< transmissions whose soft bits were added
  float level_dbfs = 0.0F;
  float snr_db = 0.0F;            ///< Es/N0 as measured on the training sequences
  float cfo_hz = 0.0F;            ///< carrier as received minus nominal
  bool redacted = false;          ///< true once messages/redact zeroed something in it
  std::optional<Position> pos = {}; ///< of the sensor; none without a fix, and in replay
};

/// State of one tracked cell, made about four times a second while it is heard.
/// Everything is measured since the train was found unless it says otherwise.
struct GsmMeasurement {
  std::uint64_t sample = 0;       ///< end of the stretch this was measured on
  double t_s = 0;
  RadioId heard_on;
  float level_dbfs = 0.0F;        ///< this stretch
  float snr_db = 0.0F;            ///< this stretch
  double cfo_hz = 0;              ///< carrier as received minus nominal, averaged
  double cfo_sigma_hz = 0;        ///< standard deviation of that average
  double clock_error_ppm = 0;     ///< symbol clock against the receiver's sampling clock, from arrival times
  double clock_sigma_ppm = 0;
  double timing_symbols = 0;      ///< start of frame 0 of the hyperframe, modulo the 51-multiframe, in symbols
  std::array<float, 8> slot_level_dbfs{}; ///< mean power of each timeslot of C0
  std::uint32_t fcch = 0, sch = 0;        ///< bursts recognised
  std::uint32_t blocks_good = 0, blocks_tried = 0; ///< on TS0: BCCH and CCCH, for the block success rate
  std::uint32_t dummy_bursts = 0, other_bursts = 0; ///< on TS1 to TS7
  bool lost = false; ///< no longer heard: the last one of the train, at the end of its last SCH
};

} // namespace cw::wire
