// What a cell said to one mobile on one SDCCH, from assignment to release.
#pragma once

#include "messages/gsm/message.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace cw::detector {

/// One dialogue as far as it went in the clear.
struct Dialogue {
  enum class Began : std::uint8_t { unknown, location_update, service_request, page, other };

  double start_s = 0, last_s = 0;
  std::vector<std::uint64_t> blocks; ///< those that said something, at most 16
  bool assigned = false;             ///< the Immediate Assignment was heard
  bool page_possible = true;         ///< it was paged within 10 s, and the mobile may have answered
  Began began = Began::unknown;      ///< by the mobile's own words, repeated in the UA
  bool imsi_asked = false, imei_asked = false;
  bool authentication = false;                                 ///< Authentication Request seen
  std::optional<unsigned> cipher;                              ///< A5/n ordered; 0: "no ciphering"
  bool accepted = false;                                       ///< Location Updating Accept
  std::optional<std::uint8_t> location_reject, service_reject; ///< causes
  bool authentication_reject = false;
  std::uint32_t sms = 0;         ///< CP-DATA readable, so in the clear
  bool released = false;         ///< Channel Release seen
  std::uint32_t frames = 0;      ///< SDCCH blocks decoded
  std::uint32_t frames_sent = 0; ///< of how many, by the frame numbers

  /// Keys were used: what follows cannot be a fake's, unless it has the operator's keys.
  bool secured() const noexcept { return authentication || (cipher && *cipher > 0); }
  /// Share of its downlink blocks that were read.
  double followed() const noexcept {
    return frames_sent == 0 ? 0.0 : static_cast<double>(frames) / frames_sent;
  }
  bool began_without_page() const noexcept {
    return began == Began::unknown ? !page_possible : began != Began::page;
  }
};

/// Follows every SDCCH of one cell. Input in rising time; one object a cell.
class DialogueTracker {
public:
  /// An Immediate Assignment gave out this SDCCH.
  void assigned(const messages::gsm::ChannelDescription& channel,
                const wire::GsmBlock& block,
                bool page_possible);
  /// A block of an SDCCH. `message` is nullptr if it could not be read.
  void apply(const wire::GsmBlock& block, const messages::gsm::Message* message);
  /// Ends what has been silent for k_silence_s.
  void advance(double now_s);

  /// Those that ended since the last call, newest k_kept.
  std::deque<Dialogue> take_ended() { return std::exchange(ended_, {}); }
  bool any_open() const noexcept { return !open_.empty(); }
  std::uint64_t begun() const noexcept { return begun_; }

  static constexpr double k_silence_s = 2.0; ///< eight multiframes without a block: gone
  static constexpr std::size_t k_kept = 512;

private:
  using Channel = std::tuple<bool, std::uint8_t, std::uint8_t>; ///< SDCCH/8, slot, sub
  struct Open {
    Dialogue dialogue;
    std::uint32_t first_fn = 0;
    std::map<std::uint8_t, bool> more; ///< by SAPI: the last I frame's message goes on
  };

  Open& open(const Channel& channel, const wire::GsmBlock& block);
  void end(const Channel& channel);
  void keep(Dialogue dialogue);

  std::map<Channel, Open> open_;
  std::deque<Dialogue> ended_;
  std::uint64_t begun_ = 0;
};

} // namespace cw::detector
