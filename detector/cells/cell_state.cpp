#include "detector/cells/cell_state.h"

#include "messages/gsm/describe.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace cw::detector {
namespace {

namespace gsm = messages::gsm;

constexpr double k_frame_s = 120.0 / 26 / 1000; // TS 45.002 §4.3.1
constexpr std::size_t k_identities_kept = 64, k_episodes_kept = 64, k_errors_kept = 64;
/// So many blocks make the mean level: in a long session the level of its last minutes.
constexpr std::uint64_t k_level_blocks = 16384;
// Of a receiver with one clock; pcap time stamps are those of a computer, and only a guess.
constexpr double k_fn_tolerance_s = k_frame_s, k_fn_tolerance_pcap_s = 0.5;

} // namespace

CellState::CellState(const wire::RadioId& heard_on) {
  facts_.heard_on = heard_on;
}

bool CellState::continues(const wire::GsmBlock& block) const noexcept {
  if (facts_.heard.count == 0) {
    return true;
  }
  const auto frames =
      static_cast<double>((block.fn + wire::k_hyperframe - last_fn_) % wire::k_hyperframe);
  constexpr double k_hyperframe_s = wire::k_hyperframe * k_frame_s;
  double off_s = std::fmod(block.t_s - last_s_ - frames * k_frame_s, k_hyperframe_s);
  if (off_s > k_hyperframe_s / 2) {
    off_s -= k_hyperframe_s;
  } else if (off_s < -k_hyperframe_s / 2) {
    off_s += k_hyperframe_s;
  }
  return std::abs(off_s) <= (block.heard_on.train == 0 ? k_fn_tolerance_pcap_s : k_fn_tolerance_s);
}

void CellState::apply(const wire::GsmBlock& block, const messages::Parsed<gsm::Message>& message) {
  before_last_s_ = facts_.heard.count == 0 ? block.t_s : last_s_;
  facts_.heard_on = block.heard_on;
  ended_ = false;
  facts_.heard.add(block.n, block.t_s);
  if (facts_.on_air.empty() || block.t_s - facts_.on_air.back().last_s > k_off_air_s) {
    facts_.on_air.push_back({block.t_s, block.t_s});
    if (facts_.on_air.size() > k_episodes_kept) {
      facts_.on_air.pop_front();
    }
  }
  facts_.on_air.back().last_s = std::max(facts_.on_air.back().last_s, block.t_s);
  ++facts_.blocks[wire::channel_name(block.channel)];
  facts_.combined_blocks += block.combined > 1 ? 1 : 0;
  if (block.slot == 0) {
    average_level(block);
  }
  if (block.channel == wire::GsmChannel::ccch) {
    ++stretch(block.t_s).blocks;
  }
  if (block.channel == wire::GsmChannel::sdcch4 || block.channel == wire::GsmChannel::sdcch8) {
    dialogues_.apply(block, message ? &*message : nullptr);
  }
  if (message) {
    read(block, *message);
  } else {
    ++facts_.unreadable_blocks;
  }
  last_fn_ = block.fn;
  last_s_ = block.t_s;
}

template <class T>
void CellState::say(std::optional<Said<T>>& slot, const T& value, const wire::GsmBlock& block) {
  if (!slot || !(slot->value == value)) {
    slot = Said<T>{value, {}};
  }
  slot->tally.add(block.n, block.t_s);
}

void CellState::identify(const gsm::Lai& lai,
                         std::optional<std::uint16_t> ci,
                         const wire::GsmBlock& block) {
  auto& all = facts_.identities;
  const bool same =
      !all.empty() && all.back().lai == lai && (!ci || !all.back().ci || all.back().ci == ci);
  if (!same) {
    IdentityEpisode fresh{.lai = lai, .ci = ci, .said = {}, .first_fn = block.fn};
    fresh.gap_s = block.t_s - before_last_s_;
    fresh.unbroken = !all.empty() && !broken_;
    all.push_back(fresh);
    if (all.size() > k_identities_kept) {
      all.pop_front();
    }
  }
  if (ci) {
    all.back().ci = ci;
  }
  all.back().said.add(block.n, block.t_s);
  broken_ = false;
}

void CellState::read(const wire::GsmBlock& block, const gsm::Message& message) {
  std::visit(
      [&](const auto& said) {
        using T = std::decay_t<decltype(said)>;
        if constexpr (std::is_same_v<T, gsm::Sch>) {
          facts_.sch.add(block.n, block.t_s);
        } else if constexpr (std::is_same_v<T, gsm::Si1>) {
          say(facts_.si1, said, block);
        } else if constexpr (std::is_same_v<T, gsm::Si2>) {
          say(facts_.si2, said, block);
        } else if constexpr (std::is_same_v<T, gsm::Si2bis>) {
          say(facts_.si2bis, said, block);
        } else if constexpr (std::is_same_v<T, gsm::Si2ter>) {
          say(facts_.si2ter, said, block);
        } else if constexpr (std::is_same_v<T, gsm::Si2quater>) {
          std::optional<Said<gsm::Si2quater>> slot;
          if (const auto known = facts_.si2quater.find(said.index);
              known != facts_.si2quater.end()) {
            slot = known->second;
          }
          if (!slot || !(slot->value == said)) {
            facts_.si2quater_newest = said.index;
          }
          say(slot, said, block);
          facts_.si2quater.insert_or_assign(said.index, *slot);
        } else if constexpr (std::is_same_v<T, gsm::Si3>) {
          say(facts_.si3, said, block);
          identify(said.lai, said.ci, block);
        } else if constexpr (std::is_same_v<T, gsm::Si4>) {
          say(facts_.si4, said, block);
          identify(said.lai, std::nullopt, block);
        } else if constexpr (std::is_same_v<T, gsm::Si5>) {
          say(facts_.si5, said, block);
        } else if constexpr (std::is_same_v<T, gsm::Si6>) {
          say(facts_.si6, said, block);
        } else if constexpr (std::is_same_v<T, gsm::Si13>) {
          say(facts_.si13, said, block);
        } else if constexpr (std::is_same_v<T, gsm::Si5bis>) {
          say(facts_.si5bis, said, block);
        } else if constexpr (std::is_same_v<T, gsm::Si5ter>) {
          say(facts_.si5ter, said, block);
        } else if constexpr (std::is_same_v<T, gsm::PagingRequest>) {
          page(said, block);
        } else if constexpr (std::is_same_v<T, gsm::ImmediateAssignment>) {
          ++facts_.immediate_assignments;
          if (said.channel) {
            assign(*said.channel, said.request, block);
          }
        } else if constexpr (std::is_same_v<T, gsm::ImmediateAssignmentExtended>) {
          facts_.immediate_assignments += 2;
          for (const auto& half : said.halves) {
            assign(half.channel, half.request, block);
          }
        }
      },
      message);
  if (block.channel == wire::GsmChannel::sdcch4 || block.channel == wire::GsmChannel::sdcch8) {
    count_dialogue(message);
  }
}

// One SCH burst says less than the four of a block: it counts only while no block was heard.
void CellState::average_level(const wire::GsmBlock& block) {
  const bool sch = block.channel == wire::GsmChannel::sch;
  if (sch && level_blocks_ > 0 && !level_of_sch_) {
    return;
  }
  if (!sch && level_of_sch_) {
    level_blocks_ = 0;
  }
  level_of_sch_ = sch;
  ++level_blocks_; // a running mean: no sum to lose digits in
  const auto weight = 1.0 / static_cast<double>(std::min(level_blocks_, k_level_blocks));
  facts_.level_dbfs += (static_cast<double>(block.level_dbfs) - facts_.level_dbfs) * weight;
  facts_.snr_db += (static_cast<double>(block.snr_db) - facts_.snr_db) * weight;
}

void CellState::count_dialogue(const gsm::Message& message) {
  const std::string name(gsm::message_name(message));
  ++facts_.dialogue_messages[name];
  const auto cause = [&](int value) { ++facts_.dialogue_causes[name][value]; };
  if (const auto* rejected = std::get_if<gsm::LocationUpdatingReject>(&message)) {
    cause(rejected->cause);
  } else if (const auto* refused = std::get_if<gsm::CmServiceReject>(&message)) {
    cause(refused->cause);
  } else if (const auto* asked = std::get_if<gsm::IdentityRequest>(&message)) {
    cause(asked->identity_type);
  } else if (const auto* cipher = std::get_if<gsm::CipheringModeCommand>(&message)) {
    cause(static_cast<int>(cipher->a5()));
  } else if (const auto* released = std::get_if<gsm::ChannelRelease>(&message)) {
    cause(released->cause);
  }
}

void CellState::restore_heard(const Tally& heard) {
  facts_.heard.count = std::max(facts_.heard.count, heard.count);
  facts_.heard.first_s = heard.first_s;
  facts_.heard.last_s = heard.last_s;
}

void CellState::end_train() noexcept {
  ended_ = true;
  facts_.timing_compares = false;
}

void CellState::apply(const wire::GsmMeasurement& measurement) {
  if (facts_.measured && facts_.measured->lost &&
      facts_.measured->heard_on.train == measurement.heard_on.train) {
    return; // a train that was lost does not come back; what is still on its way is older
  }
  facts_.measured = measurement;
  facts_.timing_compares = true;
  const auto& carrier = measurement.heard_on.carrier_hz;
  if (!carrier || *carrier <= 0 || !std::isfinite(measurement.cfo_hz) ||
      !std::isfinite(measurement.cfo_sigma_hz)) {
    return;
  }
  const CarrierError now{.t_s = measurement.t_s,
                         .ppm = measurement.cfo_hz / *carrier * 1e6,
                         .sigma_ppm = measurement.cfo_sigma_hz / *carrier * 1e6};
  auto& all = facts_.carrier_error;
  if (all.size() < 2 || now.t_s - all[all.size() - 2].t_s >= 1.0) {
    all.push_back(now);
    if (all.size() > k_errors_kept) {
      all.pop_front();
    }
  } else {
    all.back() = now; // the newest stays, the one before it is a second old
  }
}

void CellState::advance(double now_s) {
  dialogues_.advance(now_s);
  for (Dialogue& ended : dialogues_.take_ended()) {
    facts_.dialogues.push_back(std::move(ended));
    if (facts_.dialogues.size() > DialogueTracker::k_kept) {
      facts_.dialogues.pop_front();
    }
  }
  facts_.dialogues_begun = dialogues_.begun();
}

void CellState::set_frequency_error(double ppm, bool consensus, double spread_ppm) noexcept {
  facts_.frequency_error_ppm = ppm;
  facts_.consensus = consensus;
  facts_.consensus_spread_ppm = spread_ppm;
}

} // namespace cw::detector
