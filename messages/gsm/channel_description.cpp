// Channel description (TS 44.018 §10.5.2.5).
#include "messages/gsm/channel_description.h"

namespace cw::messages::gsm {

namespace {

/// Five bits, the highest 1 of which tells the kind; what is below it is the subchannel.
void set_kind(ChannelDescription& channel, std::uint8_t code) noexcept {
  using Kind = ChannelDescription::Kind;
  channel.type_code = code;
  if (code == 0b00001) {
    channel.kind = Kind::tch_f;
  } else if (code >> 1U == 0b0001) {
    channel.kind = Kind::tch_h;
    channel.sub = code & 0b1U;
  } else if (code >> 2U == 0b001) {
    channel.kind = Kind::sdcch4;
    channel.sub = code & 0b11U;
  } else if (code >> 3U == 0b01) {
    channel.kind = Kind::sdcch8;
    channel.sub = code & 0b111U;
  }
}

} // namespace

ChannelDescription take_channel_description(BitReader& in) noexcept {
  ChannelDescription channel;
  set_kind(channel, static_cast<std::uint8_t>(in.take(5)));
  channel.slot = static_cast<std::uint8_t>(in.take(3));
  channel.tsc = static_cast<std::uint8_t>(in.take(3));
  channel.hopping = in.take_flag();
  if (channel.hopping) {
    channel.maio = static_cast<std::uint8_t>(in.take(6));
    channel.hsn = static_cast<std::uint8_t>(in.take(6));
  } else {
    in.skip(2);
    channel.arfcn = static_cast<std::uint16_t>(in.take(10));
  }
  return channel;
}

} // namespace cw::messages::gsm
