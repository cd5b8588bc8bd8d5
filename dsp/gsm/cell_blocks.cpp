// The logical channels of a tracked cell: which bursts make a block, and what the block is.
#include "dsp/gsm/cell_tracker.h"
#include "messages/gsm/message.h"

#include <algorithm>
#include <cmath>

namespace cw::dsp::gsm {
namespace {

using wire::GsmChannel;

constexpr unsigned k_followed_misses = 9;   // blocks of a dedicated channel in a row: two seconds
constexpr std::size_t k_most_followed = 64; // all there can be: 8 of SDCCH/8 on each slot
constexpr std::uint32_t k_slot_stride = 24; // frames between looks at the other slots

float decibels(float ratio) {
  return 10 * std::log10(std::max(ratio, 1e-20F));
}

/// Where a CCCH block is, a SDCCH could be. A common channel shows by its L2 pseudo length and the
/// RR discriminator, or by its fill frame (TS 44.006 clause 2.2, TS 44.018 clause 9.1).
bool looks_common(const std::array<std::uint8_t, 23>& octets) {
  return (octets[0] & 3U) == 1 && (octets[1] == 0x06 || (octets[0] == 0x01 && octets[1] == 0x2b));
}

/// System information in CCCH block 0 shows that it is BCCH Ext (TS 45.002 clause 6.3.1.3).
bool is_system_information(const std::array<std::uint8_t, 23>& octets) {
  const std::uint8_t type = octets[2];
  return octets[1] == 0x06 &&
         (type <= 0x07 || (type >= 0x18 && type <= 0x1f) || (type >= 0x3c && type <= 0x3e));
}

} // namespace

bool CellTracker::read(const CarrierStream& stream,
                       const BlockAt& at,
                       Scratch& scratch,
                       ReadBlock& block) {
  const BurstFormat& format = k_normal_bursts[at.tsc];
  std::array<std::array<cf, k_burst_samples>, 4> samples{};
  std::array<DemodulatedBurst, 4> bursts{};
  for (std::size_t i = 0; i < 4; ++i) {
    const BurstPlace burst_place = place(advance_fn(at.fn, static_cast<std::int64_t>(i)), at.slot);
    if (!BurstSampler::inside(stream, burst_place, 0, k_burst_samples)) {
      return false;
    }
    scratch.sampler.sample(stream, burst_place, 0, samples[i]);
    bursts[i] = scratch.demodulator.demodulate(samples[i], format, statistics_);
    place_burst(bursts[i], i, block.soft);
  }
  block.decoded = decode_block(block.soft);
  for (int round = 0; round < 2 && !block.decoded; ++round) {
    for (std::size_t i = 0; i < 4; ++i) {
      scratch.demodulator.refine(samples[i], format, statistics_, bursts[i]);
      place_burst(bursts[i], i, block.soft);
    }
    block.decoded = decode_block(block.soft);
  }
  for (const DemodulatedBurst& burst : bursts) {
    block.noise_variance += burst.channel.noise_variance / 4;
    block.power += total_power(burst.channel.taps) / 4;
  }
  if (block.decoded) {
    // The burst is known now: where it lies in its slot, and what the channel is.
    const auto symbols = as_floats(encode_burst(block.decoded->octets, 1, format));
    const ChannelEstimate channel =
        estimate_channel(samples[1], symbols, 0, k_burst_symbols, statistics_);
    if (at.slot != 0) {
      slot_late_[at.slot] += 0.2 * paths_.delay_symbols(channel.taps);
    }
    statistics_.learn(channel.taps, channel.noise_variance, 0.03F);
  }
  return true;
}

void CellTracker::emit(const BlockAt& at,
                       GsmChannel channel,
                       std::uint8_t sub,
                       const ReadBlock& read_block,
                       const DecodedBlock& decoded,
                       std::uint16_t combined,
                       CarrierOutput& out) {
  wire::GsmBlock block = stamp(at.fn, at.slot);
  block.channel = channel;
  block.sub = sub;
  block.data = decoded.octets;
  block.corrected_bits = decoded.corrected_bits;
  block.combined = combined;
  block.level_dbfs = decibels(read_block.power);
  block.snr_db = decibels(read_block.power / std::max(read_block.noise_variance, 1e-20F));
  learn(block);
  out.blocks.push_back(block);
}

void CellTracker::learn(const wire::GsmBlock& block) {
  const auto message = messages::gsm::parse_block(block);
  if (!message) {
    return;
  }
  using messages::gsm::ChannelDescription;
  const auto follow = [this](const ChannelDescription& channel, bool cbch) {
    const bool here = !channel.hopping && channel.kind == ChannelDescription::Kind::sdcch8 &&
                      channel.slot != 0 &&
                      (!carrier_.radio.arfcn || channel.arfcn == carrier_.radio.arfcn->number);
    if (!here) {
      return;
    }
    const auto same = std::ranges::find_if(followed_, [&](const Followed& one) {
      return one.slot == channel.slot && one.sub == channel.sub;
    });
    if (same != followed_.end()) {
      same->misses = 0;
    } else if (followed_.size() < k_most_followed) {
      followed_.push_back({channel.slot, channel.sub, channel.tsc, cbch, 0});
    }
  };
  if (const auto* si3 = std::get_if<messages::gsm::Si3>(&*message)) {
    combined_ccch_ = si3->control.combined();
  } else if (const auto* si4 = std::get_if<messages::gsm::Si4>(&*message)) {
    cbch_sdcch4_sub_.reset();
    if (si4->cbch && si4->cbch->kind == ChannelDescription::Kind::sdcch4) {
      cbch_sdcch4_sub_ = si4->cbch->sub;
    } else if (si4->cbch) {
      follow(*si4->cbch, true);
    }
  } else if (const auto* ia = std::get_if<messages::gsm::ImmediateAssignment>(&*message)) {
    if (ia->channel) {
      follow(*ia->channel, false);
    }
  } else if (const auto* extended =
                 std::get_if<messages::gsm::ImmediateAssignmentExtended>(&*message)) {
    follow(extended->halves[0].channel, false);
    follow(extended->halves[1].channel, false);
  }
}

void CellTracker::take_ts0(const CarrierStream& stream,
                           std::uint32_t fn,
                           Scratch& scratch,
                           CarrierOutput& out) {
  const Ts0Frame frame = k_ts0[fn % k_multiframe];
  const BlockAt at{fn, 0, static_cast<std::uint8_t>(bsic_ & 7U)};
  ReadBlock block;
  if (!read(stream, at, scratch, block)) {
    return;
  }
  const bool common = frame.use == Ts0Use::bcch || frame.use == Ts0Use::ccch ||
                      (combined_ccch_ && !*combined_ccch_);
  tried_ += common ? 1U : 0U;
  good_ += common && block.decoded ? 1U : 0U;
  if (frame.use == Ts0Use::bcch) {
    RepeatCombiner& repeats = repeats_[fn / k_multiframe % repeats_.size()];
    if (block.decoded) {
      repeats.clear();
      emit(at, GsmChannel::bcch, 0, block, *block.decoded, 1, out);
    } else if (const auto combined = repeats.add(block.soft)) {
      emit(at, GsmChannel::bcch, 0, block, combined->block, combined->transmissions, out);
    }
    return;
  }
  if (!block.decoded) {
    return;
  }
  const std::array<std::uint8_t, 23>& octets = block.decoded->octets;
  const bool dedicated =
      frame.use != Ts0Use::ccch && (combined_ccch_ ? *combined_ccch_ : !looks_common(octets));
  if (!dedicated) {
    const bool ext = frame.use == Ts0Use::ccch && frame.index == 0 && is_system_information(octets);
    emit(at, ext ? GsmChannel::bcch_ext : GsmChannel::ccch, 0, block, *block.decoded, 1, out);
  } else if (frame.use == Ts0Use::ccch_or_sacch) {
    const auto sub = static_cast<std::uint8_t>(frame.index + 2 * (fn / k_multiframe % 2));
    emit(at, GsmChannel::sacch, sub, block, *block.decoded, 1, out);
  } else {
    const bool cbch = cbch_sdcch4_sub_ == frame.index;
    emit(at,
         cbch ? GsmChannel::cbch : GsmChannel::sdcch4,
         frame.index,
         block,
         *block.decoded,
         1,
         out);
  }
}

// SDCCH/8: subchannel n in frames 4n to 4n + 3, SACCH of 0 to 3 from frame 32 on in even
// multiframes, of 4 to 7 in odd ones (TS 45.002 clause 7 table 4).
void CellTracker::take_followed(const CarrierStream& stream,
                                std::uint32_t fn,
                                Scratch& scratch,
                                CarrierOutput& out) {
  const std::uint32_t t3 = fn % k_multiframe;
  if (t3 % 4 != 0 || t3 > 44) {
    return;
  }
  const bool slow = t3 >= 32;
  const std::uint32_t sub = slow ? (t3 - 32) / 4 + 4 * (fn / k_multiframe % 2) : t3 / 4;
  for (std::size_t i = 0; i < followed_.size(); ++i) { // reading a block may open another channel
    if (followed_[i].sub != sub) {
      continue;
    }
    Followed& one = followed_[i];
    ReadBlock block;
    if (!read(stream, {fn, one.slot, one.tsc}, scratch, block)) {
      continue;
    }
    if (!block.decoded) {
      one.misses += slow ? 0U : 1U;
      continue;
    }
    one.misses = 0;
    const GsmChannel channel = slow       ? GsmChannel::sacch
                               : one.cbch ? GsmChannel::cbch
                                          : GsmChannel::sdcch8;
    emit({fn, one.slot, one.tsc}, channel, one.sub, block, *block.decoded, 1, out);
  }
  std::erase_if(followed_,
                [](const Followed& one) { return !one.cbch && one.misses >= k_followed_misses; });
}

void CellTracker::measure_slots(const CarrierStream& stream, std::uint32_t fn, Scratch& scratch) {
  std::array<std::array<cf, k_burst_samples>, 8> slots{};
  for (std::uint8_t slot = 0; slot < 8; ++slot) {
    const BurstPlace at = place(fn, slot);
    if (!BurstSampler::inside(stream, at, 0, k_burst_samples)) {
      return;
    }
    scratch.sampler.sample(stream, at, 0, slots[slot]);
  }
  static const std::array<float, k_burst_symbols> dummy = as_floats(k_dummy_burst);
  for (std::size_t slot = 0; slot < 8; ++slot) {
    double sum = 0;
    for (std::size_t i = 4; i < 144; ++i) {
      sum += static_cast<double>(dsp::power(slots[slot][i]));
    }
    slot_power_[slot] += sum / 140;
    if (slot != 0) {
      const ChannelEstimate channel =
          estimate_channel(slots[slot], dummy, 0, k_burst_symbols, statistics_);
      // A burst with other content fits the dummy's symbols 15 dB worse than its own.
      ++(total_power(channel.taps) > 0.5F * channel.noise_variance ? dummy_ : other_);
    }
  }
  ++slot_frames_;
}

void CellTracker::follow_blocks(const CarrierStream& stream,
                                bool last,
                                Scratch& scratch,
                                CarrierOutput& out) {
  const double end = stream.first + static_cast<double>(stream.samples.size());
  // Four frames hold a block in any slot; at the very end what is whole of them is taken.
  while (clock_.position(advance_fn(next_frame_, last ? 0 : 4), 0) + 200 < end) {
    const std::uint32_t fn = next_frame_;
    if (k_ts0[fn % k_multiframe].first) {
      take_ts0(stream, fn, scratch, out);
    }
    if (!followed_.empty()) {
      take_followed(stream, fn, scratch, out);
    }
    if (fn % k_slot_stride == 0 || slot_frames_ == 0) {
      measure_slots(stream, fn, scratch);
    }
    next_frame_ = advance_fn(next_frame_, 1);
  }
}

} // namespace cw::dsp::gsm
