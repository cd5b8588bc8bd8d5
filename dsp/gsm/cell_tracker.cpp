#include "dsp/gsm/cell_tracker.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cw::dsp::gsm {
namespace {

// An SCH read alone is believed if it needed no more corrections: 2^25 words of 78 bits with a good
// parity, so noise is within 8 bits of one with a chance of 2^-18.
constexpr std::uint16_t k_sure_corrections = 8;
// What the known burst has to reach over the rest to count as heard; noise reaches about -15 dB.
constexpr float k_heard_snr = 0.12F;

constexpr double k_path_jitter =
    1.5e-3; // in symbols squared: paths within a symbol of each other fade apart
constexpr unsigned k_misses_to_look_around = 3;
constexpr int k_look_around_symbols = 10;
constexpr double k_young_ppm = 3.0;
constexpr unsigned k_profiles_to_judge = 12;
constexpr float k_worth_moving = 0.06F; // share of the power that the better window has more

float decibels(float ratio) {
  return 10 * std::log10(std::max(ratio, 1e-20F));
}

} // namespace

CellTracker::CellTracker(const SyncBurst& sync, const CarrierPlace& place, std::uint32_t train)
    : carrier_(place), bsic_(sync.sch.bsic), train_(train),
      clock_(sync.sch.fn, sync.place.position, sync.place.samples_per_symbol),
      statistics_(sync.statistics), cfo_hz_(sync.place.cfo_hz), cfo_variance_(200.0 * 200.0),
      next_sync_(sync.sch.fn), next_frame_(sync.sch.fn),
      confirmed_(sync.sch.corrected_bits <= k_sure_corrections), heard_until_(sync.place.position) {
  paths_.start(statistics_);
  carrier_.radio.bsic = bsic_;
  carrier_.radio.train = train;
}

BurstPlace CellTracker::place(std::uint32_t fn, std::uint8_t slot) const noexcept {
  const double symbols = slot * k_slot_symbols + slot_late_[slot];
  return {clock_.position(fn, symbols), clock_.samples_per_symbol(), cfo_hz_};
}

bool CellTracker::owns(double position, double tolerance_symbols) const noexcept {
  const double frame = k_frame_symbols * clock_.samples_per_symbol();
  const double phase = std::remainder(position - clock_.position(next_frame_, 0), frame);
  return std::abs(phase) < tolerance_symbols * clock_.samples_per_symbol();
}

void CellTracker::process(const CarrierStream& stream,
                          bool last,
                          Scratch& scratch,
                          CarrierOutput& out) {
  follow_sync(stream, scratch, out);
  if (!started_) {
    // Everything in the stream is new, also what lies before the burst that gave the cell away:
    // read it with the clock as it is known by now.
    started_ = true;
    const std::uint32_t found = next_frame_;
    next_frame_ = clock_.frame_at(stream.first);
    for (std::uint32_t fn = next_frame_; frames_between(fn, found) > 0; fn = advance_fn(fn, 1)) {
      if (k_ts0[fn % k_multiframe].use == Ts0Use::sch && whole(stream, fn)) {
        take_sync(stream, fn, Steer::no, scratch, out);
      }
    }
  }
  if (confirmed_) {
    follow_blocks(stream, last, scratch, out);
  }
}

bool CellTracker::whole(const CarrierStream& stream, std::uint32_t fn) const noexcept {
  return BurstSampler::inside(stream, place(fn, 0), 0, k_burst_samples);
}

void CellTracker::learn_cfo(double measured_hz, double variance_hz2) noexcept {
  constexpr double k_walk_hz2 = 4.0; // a drift of some 10 Hz in a second
  cfo_variance_ += k_walk_hz2;
  const double gain = cfo_variance_ / (cfo_variance_ + variance_hz2);
  cfo_hz_ += gain * (measured_hz - cfo_hz_);
  cfo_variance_ *= 1 - gain;
  cfo_sum_ += measured_hz / variance_hz2;
  cfo_square_sum_ += measured_hz * measured_hz / variance_hz2;
  cfo_weight_ += 1 / variance_hz2;
}

void CellTracker::take_fcch(const CarrierStream& stream, std::uint32_t fn) {
  FcchHit hit;
  if (!FcchDetector::measure(stream, place(fn, 0), hit)) {
    return;
  }
  ++fcch_;
  // Cramer-Rao bound of a tone of 140 symbols, with the tone's own power over the rest.
  const double snr = static_cast<double>(hit.tone_share) /
                     std::max(1.0 - static_cast<double>(hit.tone_share), 1e-3);
  constexpr double k_length = 140;
  const double bound = 6 * k_symbol_rate_hz * k_symbol_rate_hz /
                       (k_two_pi * k_two_pi * snr * k_length * k_length * k_length);
  learn_cfo(hit.cfo_hz, bound + 0.2);
}

void CellTracker::take_sync(const CarrierStream& stream,
                            std::uint32_t fn,
                            Steer steer,
                            Scratch& scratch,
                            CarrierOutput& out) {
  const BurstPlace at = place(fn, 0);
  std::array<cf, k_burst_samples> samples{};
  scratch.sampler.sample(stream, at, 0, samples);
  const auto symbols = as_floats(encode_sch(bsic_, fn));
  ChannelEstimate channel = estimate_channel(samples, symbols, 0, k_burst_symbols, statistics_);
  const float signal = total_power(channel.taps);
  const float snr = signal / channel.noise_variance;
  DemodulatedBurst burst = scratch.demodulator.demodulate(samples, k_sync_burst, statistics_);
  std::optional<DecodedSch> decoded = decode_sch(burst);
  const bool agrees = decoded && decoded->bsic == bsic_ && decoded->fn == fn;
  if (agrees) {
    ++sch_;
    confirmed_ = confirmed_ || sch_ >= 2;
    wire::GsmBlock block = stamp(fn, 0);
    block.channel = wire::GsmChannel::sch;
    block.length = 4;
    std::ranges::copy(decoded->octets, block.data.begin());
    block.corrected_bits = decoded->corrected_bits;
    block.level_dbfs = decibels(signal);
    block.snr_db = decibels(snr);
    out.blocks.push_back(block);
  }
  if (steer == Steer::no) {
    return;
  }
  if (!agrees && snr < k_heard_snr) {
    ++misses_;
    const bool young = clock_.clock_sigma_ppm() > k_young_ppm;
    if (misses_ % (young ? k_misses_to_look_around : 3 * k_misses_to_look_around) == 0) {
      find_again(stream, fn, scratch);
    }
    return;
  }
  misses_ = 0;
  heard_until_ = at.position + k_burst_symbols * at.samples_per_symbol;
  const double snr_over = std::max(static_cast<double>(snr), 0.05);
  clock_.update(
      fn, paths_.delay_symbols(channel.taps), 0.8 / (k_burst_symbols * snr_over) + k_path_jitter);
  const double apart_s = k_burst_symbols / 2.0 / k_symbol_rate_hz;
  const double slope_hz = residual_cfo_hz(samples, symbols, 0, k_burst_symbols, channel);
  const double variance =
      1 / (k_burst_symbols / 2.0 * snr_over) / std::pow(k_two_pi * apart_s, 2) + 2.0;
  if (std::abs(slope_hz) < 1500) {
    learn_cfo(cfo_hz_ + slope_hz, variance);
  }
  paths_.learn(channel.taps);
  statistics_.learn(channel.taps, channel.noise_variance, 0.06F);
  keep_window(stream, at, scratch);
}

// Where the first path had faded when the cell was found, the window stands over its echoes. Seen
// over some time, the power around it tells; then the window moves, and the clock's idea of symbol
// 0 with it.
void CellTracker::keep_window(const CarrierStream& stream,
                              const BurstPlace& place,
                              Scratch& scratch) {
  const auto now = scratch.sync.power_profile(stream, place);
  ++profiles_;
  const float weight = std::max(1.0F / static_cast<float>(profiles_), 0.03F);
  float total = 0;
  for (std::size_t i = 0; i < profile_.size(); ++i) {
    profile_[i] += weight * (now[i] - profile_[i]);
    total += std::max(profile_[i], 0.0F);
  }
  const auto inside = [this](std::size_t first) {
    return std::accumulate(profile_.begin() + static_cast<std::ptrdiff_t>(first),
                           profile_.begin() + static_cast<std::ptrdiff_t>(first + k_taps),
                           0.0F,
                           [](float sum, float tap) { return sum + std::max(tap, 0.0F); });
  };
  const std::size_t current = SyncAcquirer::k_profile_first;
  std::size_t best = current;
  for (std::size_t first = 0; first + k_taps <= profile_.size(); ++first) {
    best = inside(first) > inside(best) ? first : best;
  }
  const float worth = k_worth_moving * (total + statistics_.noise_variance());
  if (profiles_ < k_profiles_to_judge || inside(best) < inside(current) + worth) {
    return;
  }
  const int by = static_cast<int>(best) - static_cast<int>(current);
  clock_.shift(by);
  statistics_.shift(by);
  for (std::size_t i = 0; i < k_taps; ++i) {
    // What was outside is not in the statistics yet: its power at least is known.
    statistics_.expect_power(i, profile_[best + i]);
  }
  paths_.start(statistics_);
  profile_ = {};
  profiles_ = 0;
}

// Fading echoes may have led the clock astray: look in the surroundings for the burst that has to
// be there.
void CellTracker::find_again(const CarrierStream& stream, std::uint32_t fn, Scratch& scratch) {
  const auto sync =
      scratch.sync.read(stream, place(fn, 0), k_look_around_symbols, false, scratch.demodulator);
  if (!sync || sync->sch.bsic != bsic_ || sync->sch.fn != fn) {
    return;
  }
  clock_.move(fn, sync->place.position);
  statistics_ = sync->statistics;
  paths_.start(statistics_);
  misses_ = 0;
}

void CellTracker::follow_sync(const CarrierStream& stream, Scratch& scratch, CarrierOutput& out) {
  const double end = stream.first + static_cast<double>(stream.samples.size());
  while (!lost() && clock_.position(next_sync_, 0) < end) {
    const Ts0Use use = k_ts0[next_sync_ % k_multiframe].use;
    if (use == Ts0Use::fcch || use == Ts0Use::sch) {
      if (!whole(stream, next_sync_)) {
        return;
      }
      if (use == Ts0Use::fcch) {
        take_fcch(stream, next_sync_);
      } else {
        take_sync(stream, next_sync_, Steer::yes, scratch, out);
      }
    }
    next_sync_ = advance_fn(next_sync_, 1);
  }
}

wire::GsmBlock CellTracker::stamp(std::uint32_t fn, std::uint8_t slot) const {
  wire::GsmBlock block;
  const double sample = std::max(place(fn, slot).position * carrier_.input_samples_per_output, 0.0);
  block.first_sample = static_cast<std::uint64_t>(sample);
  block.t_s = sample / carrier_.input_rate_hz;
  block.heard_on = carrier_.radio;
  block.fn = fn;
  block.slot = slot;
  block.cfo_hz =
      static_cast<float>(cfo_hz_ + carrier_.stream_center_hz - carrier_.radio.carrier_offset_hz);
  return block;
}

wire::GsmMeasurement CellTracker::measurement(double stream_end) const {
  wire::GsmMeasurement now = farewell();
  now.lost = false;
  now.sample = static_cast<std::uint64_t>(stream_end * carrier_.input_samples_per_output);
  now.t_s = static_cast<double>(now.sample) / carrier_.input_rate_hz;
  return now;
}

wire::GsmMeasurement CellTracker::farewell() const {
  wire::GsmMeasurement now;
  const double sample = heard_until_ * carrier_.input_samples_per_output;
  now.sample = static_cast<std::uint64_t>(sample);
  now.t_s = sample / carrier_.input_rate_hz;
  now.heard_on = carrier_.radio;
  now.level_dbfs = decibels(statistics_.power());
  now.snr_db = decibels(statistics_.power() / statistics_.noise_variance());
  if (cfo_weight_ > 0) {
    const double mean = cfo_sum_ / cfo_weight_;
    now.cfo_hz = mean + carrier_.stream_center_hz - carrier_.radio.carrier_offset_hz;
    now.cfo_sigma_hz = 1 / std::sqrt(cfo_weight_);
  }
  now.clock_error_ppm = clock_.clock_error_ppm();
  now.clock_sigma_ppm = clock_.clock_sigma_ppm();
  const double multiframe = k_multiframe * k_frame_symbols;
  const double symbols =
      clock_.position(next_frame_ - next_frame_ % k_multiframe, 0) / clock_.samples_per_symbol();
  now.timing_symbols = symbols - std::floor(symbols / multiframe) * multiframe;
  for (std::size_t slot = 0; slot < 8; ++slot) {
    now.slot_level_dbfs[slot] =
        decibels(static_cast<float>(slot_power_[slot] / std::max(slot_frames_, 1U)));
  }
  now.fcch = fcch_;
  now.sch = sch_;
  now.blocks_good = good_;
  now.blocks_tried = tried_;
  now.dummy_bursts = dummy_;
  now.other_bursts = other_;
  now.lost = true;
  return now;
}

} // namespace cw::dsp::gsm
