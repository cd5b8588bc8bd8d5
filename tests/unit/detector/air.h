// What one cell sends, block by block, with the frame numbers and times of a real train.
#pragma once

#include "wire/gsm_block.h"

#include <cstdint>
#include <vector>

namespace cw::test {

/// A cell of 262-02 on ARFCN 85. Each message takes the next 51-multiframe.
class Air {
public:
  explicit Air(std::uint32_t fn = 1000 * 51) : fn_(fn - fn % 51) {}

  /// UA that repeats a LOCATION UPDATING REQUEST with an invented IMSI.
  static const std::vector<std::uint8_t> k_update_request;

  void si2(const std::vector<std::uint16_t>& neighbours);
  /// Offset 126 dB at penalty time code 0, T3212 as given in decihours.
  void si3(std::uint16_t lac, std::uint16_t ci, std::uint8_t t3212 = 40, bool lure = false);
  void si4(std::uint16_t lac, bool lure = false);
  /// Immediate Assignment of SDCCH/8 on slot 1, answering "location updating".
  void assign_sdcch8(std::uint8_t sub);
  void sdcch8(std::uint8_t sub, const std::vector<std::uint8_t>& octets);
  void skip_multiframes(std::uint32_t count);
  /// The frame number jumps, time does not.
  void jump_fn(std::uint32_t frames) { fn_ += frames - frames % 51; }
  void set_train(std::uint32_t train) { train_ = train; }

  const std::vector<wire::GsmBlock>& blocks() const noexcept { return blocks_; }
  template <class Listener>
  void play(Listener& listener) const {
    for (const wire::GsmBlock& block : blocks_) {
      if constexpr (requires { listener.add(block); }) {
        listener.add(block);
      } else {
        listener.apply(block);
      }
    }
  }

private:
  void put(wire::GsmChannel channel,
           std::uint32_t frame,
           std::uint8_t slot,
           std::uint8_t sub,
           const std::vector<std::uint8_t>& octets);

  std::uint32_t fn_;
  double t_s_ = 0;
  std::uint32_t train_ = 1;
  std::vector<wire::GsmBlock> blocks_;
};

} // namespace cw::test
