#include "detector/cells/dialogue.h"

#include "messages/gsm/lapdm.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace cw::detector {
namespace {

namespace gsm = messages::gsm;

constexpr std::size_t k_blocks_kept = 16;
constexpr std::uint32_t k_multiframe = 51;
constexpr std::uint8_t k_mm = 5, k_rr = 6; // protocol discriminators, TS 24.007 §11.2.3.1.1

Dialogue::Began began_with(const gsm::UplinkEcho& echo) {
  // TS 24.008 §9.2.15, §9.2.9; TS 44.018 §9.1.25
  if (echo.protocol == k_mm && echo.message_type == 0x08) {
    return Dialogue::Began::location_update;
  }
  if (echo.protocol == k_mm && echo.message_type == 0x24) {
    return Dialogue::Began::service_request;
  }
  if (echo.protocol == k_rr && echo.message_type == 0x27) {
    return Dialogue::Began::page;
  }
  return Dialogue::Began::other;
}

/// Notes what matters of one message; false if it tells nothing.
bool note(Dialogue& dialogue, const gsm::Message& message) {
  return std::visit(
      [&](const auto& said) {
        using T = std::decay_t<decltype(said)>;
        if constexpr (std::is_same_v<T, gsm::UplinkEcho>) {
          dialogue.began = began_with(said);
        } else if constexpr (std::is_same_v<T, gsm::IdentityRequest>) {
          dialogue.imsi_asked |= said.identity_type == gsm::identity_type::imsi;
          dialogue.imei_asked |= said.identity_type == gsm::identity_type::imei ||
                                 said.identity_type == gsm::identity_type::imeisv;
        } else if constexpr (std::is_same_v<T, gsm::AuthenticationRequest>) {
          dialogue.authentication = true;
        } else if constexpr (std::is_same_v<T, gsm::AuthenticationReject>) {
          dialogue.authentication_reject = true;
        } else if constexpr (std::is_same_v<T, gsm::CipheringModeCommand>) {
          dialogue.cipher = said.a5();
        } else if constexpr (std::is_same_v<T, gsm::LocationUpdatingAccept>) {
          dialogue.accepted = true;
        } else if constexpr (std::is_same_v<T, gsm::LocationUpdatingReject>) {
          dialogue.location_reject = said.cause;
        } else if constexpr (std::is_same_v<T, gsm::CmServiceReject>) {
          dialogue.service_reject = said.cause;
        } else if constexpr (std::is_same_v<T, gsm::CpData>) {
          ++dialogue.sms;
        } else if constexpr (std::is_same_v<T, gsm::ChannelRelease>) {
          dialogue.released = true;
        } else {
          return false;
        }
        return true;
      },
      message);
}

/// Idle SDCCHs may be filled with empty UI frames, and a DISC is answered by an empty UA: what was
/// not assigned begins with words. After a release I frames are repeats of it.
bool begins_dialogue(const gsm::LapdmFrame& frame, bool after_release) {
  return frame.length > 0 &&
         (frame.kind == gsm::LapdmKind::ua || (frame.kind == gsm::LapdmKind::i && !after_release));
}

} // namespace

DialogueTracker::Open& DialogueTracker::open(const Channel& channel, const wire::GsmBlock& block) {
  end(channel);
  Open& fresh = open_[channel];
  fresh.dialogue.start_s = fresh.dialogue.last_s = block.t_s;
  ++begun_;
  return fresh;
}

void DialogueTracker::end(const Channel& channel) {
  const auto found = open_.find(channel);
  if (found == open_.end()) {
    return;
  }
  if (!found->second.dialogue.released) {
    keep(std::move(found->second.dialogue));
  }
  open_.erase(found);
}

void DialogueTracker::keep(Dialogue dialogue) {
  if (dialogue.frames == 0) {
    return; // assigned, and never heard: the channel hops, or nobody came
  }
  ended_.push_back(std::move(dialogue));
  if (ended_.size() > k_kept) {
    ended_.pop_front();
  }
}

void DialogueTracker::assigned(const gsm::ChannelDescription& channel,
                               const wire::GsmBlock& block,
                               bool page_possible) {
  using Kind = gsm::ChannelDescription::Kind;
  if (channel.kind != Kind::sdcch4 && channel.kind != Kind::sdcch8) {
    return;
  }
  const Channel key{channel.kind == Kind::sdcch8, channel.slot, channel.sub};
  const auto found = open_.find(key);
  if (found != open_.end() && found->second.dialogue.frames == 0) {
    return; // the assignment was repeated
  }
  Dialogue& dialogue = open(key, block).dialogue;
  dialogue.assigned = true;
  dialogue.page_possible = page_possible;
  dialogue.blocks.push_back(block.n);
}

void DialogueTracker::apply(const wire::GsmBlock& block, const gsm::Message* message) {
  const Channel key{block.channel == wire::GsmChannel::sdcch8, block.slot, block.sub};
  const auto frame = gsm::parse_lapdm(block);
  auto found = open_.find(key);
  if (found == open_.end() || found->second.dialogue.released) {
    if (!frame || !begins_dialogue(*frame, found != open_.end())) {
      return;
    }
    open(key, block);
    found = open_.find(key);
  }
  Open& now = found->second;
  Dialogue& dialogue = now.dialogue;
  if (dialogue.frames == 0) {
    now.first_fn = block.fn;
  }
  ++dialogue.frames;
  const std::uint32_t elapsed = (block.fn + wire::k_hyperframe - now.first_fn) % wire::k_hyperframe;
  dialogue.frames_sent = std::max(dialogue.frames, elapsed / k_multiframe + 1);
  dialogue.last_s = block.t_s;
  if (!frame) {
    return;
  }
  bool continues = false; // a later segment has no header and must not be read as a message
  if (frame->kind == gsm::LapdmKind::i) {
    continues = std::exchange(now.more[frame->sapi], frame->more);
  }
  if (message != nullptr && !continues && note(dialogue, *message) &&
      dialogue.blocks.size() < k_blocks_kept) {
    dialogue.blocks.push_back(block.n);
  }
  if (dialogue.released) {
    keep(dialogue); // its place stays taken until silence or the next mobile
  }
}

void DialogueTracker::advance(double now_s) {
  std::vector<Channel> silent;
  for (const auto& [channel, open] : open_) {
    if (now_s - open.dialogue.last_s > k_silence_s) {
      silent.push_back(channel);
    }
  }
  for (const Channel& channel : silent) {
    end(channel);
  }
}

} // namespace cw::detector
