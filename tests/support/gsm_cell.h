// One cell's C0 downlink: which bits are on the air in every frame, and a list of what was said.
#pragma once

#include "tests/support/channel.h"
#include "tests/support/gsm_bursts.h"
#include "wire/gsm_block.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cw::support {

/// Where a block of 23 octets may go.
struct BlockPlace {
  wire::GsmChannel channel = wire::GsmChannel::bcch;
  std::uint32_t fn = 0; ///< of the first burst
  std::uint8_t slot = 0;
  std::uint8_t sub = 0;
  unsigned multiframe = 0; ///< 51-multiframes since the hyperframe began; TC is multiframe % 8
};

/// What to send there; nothing: dummy bursts. Asked once for every place, in rising fn from four
/// frames before the recording. May change the channel it is noted under (CCCH to bcch_ext).
using Content = std::function<std::optional<BlockOctets>(BlockPlace& place)>;

struct CellSpec {
  wire::Arfcn arfcn = {.band = wire::GsmBand::gsm900, .number = 62};
  std::uint8_t bsic = 0; ///< its low three bits are the training sequence code
  std::string mcc = "262", mnc = "98";
  std::uint16_t lac = 1, ci = 1;
  std::uint32_t fn0 = 0;     ///< frame under way when the recording starts
  double timing_symbols = 0; ///< how far into that frame it starts, 0 to 1250
  double level_db = 0;       ///< mean power; the noise is set against 0 dB
  double carrier_error_hz = 0;
  double clock_error_ppm = 0; ///< of the symbol clock alone
  bool combined = false;      ///< CCCH and SDCCH/4 share TS0; else SDCCH/8 is on TS1
  double traffic = 0.3;       ///< share of busy slots on TS2 to TS7
  std::uint64_t seed = 1;     ///< of traffic, paging and fading
  Channel channel = {};
  Content content = {}; ///< empty: ordinary_content()
};

struct SentBlock {
  std::size_t cell = 0; ///< index into the capture's cells
  wire::GsmChannel channel = wire::GsmChannel::sch;
  std::uint32_t fn = 0;
  std::uint8_t slot = 0, sub = 0;
  std::uint8_t length = 23; ///< SCH: 4
  BlockOctets data{};
  double first_symbol = 0; ///< of its first burst, from the start of GsmCell::bits()
};

/// The bits of a cell from one frame before fn0 on.
class GsmCell {
public:
  GsmCell(const CellSpec& spec, std::size_t frames);

  const std::vector<std::uint8_t>& bits() const noexcept { return bits_; } ///< one octet a symbol
  const std::vector<SentBlock>& sent() const noexcept { return sent_; }

private:
  void fill_with_dummies();
  void send_traffic(const CellSpec& spec);
  void send_frame(const CellSpec& spec, const Content& content, std::size_t frame);
  void
  send_block(const CellSpec& spec, const Content& content, std::size_t frame, BlockPlace place);
  void put(std::size_t frame, unsigned slot, const BurstBits& burst);

  std::size_t frames_;
  std::vector<std::uint8_t> bits_;
  std::vector<SentBlock> sent_;
};

/// First frames within the 51-multiframe of each block a channel combination has on a slot
/// (TS 45.002 clause 7, table 3), with the subchannels SACCH alternates between.
struct BlockStart {
  std::uint8_t first_frame;
  wire::GsmChannel channel;
  std::uint8_t sub;     ///< in even 51-multiframes
  std::uint8_t sub_odd; ///< in odd ones
};
const std::vector<BlockStart>& slot0_blocks(bool combined);
const std::vector<BlockStart>& sdcch8_blocks();

} // namespace cw::support
