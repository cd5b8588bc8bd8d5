// How a carrier is searched for cells: when, by what, and what makes one of what is found.
#include "dsp/gsm/carrier_receiver.h"

#include <algorithm>
#include <cmath>

namespace cw::dsp::gsm {
namespace {

constexpr std::uint32_t k_eager_searches = 1; // a slab holds five FCCHs
constexpr std::uint32_t k_most_retries =
    40; // of a carrier whose FCCHs are seen and whose SCH is not read
constexpr std::uint64_t k_search_stride =
    12; // slabs between searches of a carrier without a cell: 3 s
constexpr std::uint64_t k_second_stride = 8; // ... for another cell on a carrier that has one
constexpr double k_routine_frames = 26;      // of a slab, looked at in such a search: two FCCHs
constexpr float k_level_jump_db = 3.0F;      // that has a carrier searched at once
constexpr double k_behind_frames = 12;       // searched for a covered cell: one FCCH is among them
constexpr double k_training_frames = 12;
constexpr std::size_t k_training_hits = 6;
constexpr unsigned k_misses_to_search = 2;
constexpr unsigned k_misses_to_replace = 3;
constexpr double k_recenter_hz = 8e3;    // the filter is flat that far beyond the signal
constexpr double k_second_cell_hz = 4e3; // two base stations on one carrier differ by no more
constexpr int k_sync_range = 14;         // symbols an FCCH's place may be off

/// Whether two of the tones lie as far apart as frequency correction bursts do: 10 or 11 frames, or
/// sums of that (TS 45.002 clause 7 table 3). Worth trying again then, however weak the cell.
bool is_train(const std::vector<FcchHit>& hits, double samples_per_symbol) {
  for (std::size_t i = 0; i < hits.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double frames =
          std::abs(hits[i].position - hits[j].position) / (k_frame_symbols * samples_per_symbol);
      const double whole = std::round(frames);
      const auto of_ten = static_cast<int>(whole) % 10;
      if (whole >= 10 && of_ten <= 1 && std::abs(frames - whole) * k_frame_symbols < 6 &&
          std::abs(hits[i].cfo_hz - hits[j].cfo_hz) < 400) {
        return true;
      }
    }
  }
  return false;
}

std::size_t samples_of(double frames, double samples_per_symbol) {
  return static_cast<std::size_t>(frames * k_frame_symbols * samples_per_symbol);
}

CarrierStream beginning(CarrierStream stream, double frames) {
  const std::size_t most = samples_of(frames, stream.samples_per_symbol);
  stream.samples = stream.samples.first(std::min(most, stream.samples.size()));
  return stream;
}

} // namespace

bool CarrierReceiver::search_due(const Slab& slab, float level_dbfs) const noexcept {
  if (!cells_.empty()) {
    return silent(k_misses_to_search) || (slab.number + config_.index) % k_second_stride == 0;
  }
  return searches_ < k_eager_searches || (retries_ > 0 && retries_ < k_most_retries) ||
         (slab.number + config_.index) % k_search_stride == 0 ||
         level_dbfs > searched_level_dbfs_ + k_level_jump_db;
}

void CarrierReceiver::center_on(double cfo_hz,
                                const Slab& slab,
                                CarrierStream& stream,
                                CarrierScratch& scratch) {
  const auto bins = static_cast<std::ptrdiff_t>(std::lround(cfo_hz / slab.channelizer->bin_hz()));
  shift_bins_ += bins;
  stream_center_hz_ = static_cast<double>(shift_bins_) * slab.channelizer->bin_hz();
  tail_.clear();
  stream = extract(slab, filter_, scratch.transform, scratch.stream);
}

bool CarrierReceiver::try_sync(const CarrierStream& stream,
                               const BurstPlace& place,
                               int range_symbols,
                               bool refine_cfo,
                               const Slab& slab,
                               CarrierScratch& scratch,
                               CarrierOutput& out) {
  const auto sync = scratch.receivers.sync.read(
      stream, place, range_symbols, refine_cfo, scratch.receivers.demodulator);
  if (!sync || std::ranges::any_of(cells_, [&](const CellTracker& cell) {
        return cell.owns(sync->place.position, 6);
      })) {
    return false;
  }
  CarrierPlace carrier;
  carrier.radio.carrier_offset_hz = config_.nominal_offset_hz;
  carrier.radio.carrier_hz = config_.nominal_hz;
  if (config_.nominal_hz) {
    carrier.radio.arfcn = wire::arfcn_at(*config_.nominal_hz);
  }
  carrier.stream_center_hz = stream_center_hz_;
  carrier.input_samples_per_output = slab.channelizer->decimation();
  carrier.input_rate_hz = config_.input_rate_hz;
  constexpr std::uint32_t k_trains_a_carrier = 1000;
  CellTracker cell(*sync, carrier, config_.index * k_trains_a_carrier + trains_ + 1);
  CarrierOutput heard;
  cell.process(stream, slab.last, scratch.receivers, heard);
  // Silent again by the end of the slab: what was found lies before a gap that nobody told of.
  const bool over = cell.misses() >= k_misses_to_replace && !slab.last;
  if (!cell.confirmed() || over) {
    return false;
  }
  // Samples were lost, or another transmitter took over: what fell silent is not there beside the
  // new one.
  retire(k_misses_to_replace, out);
  ++trains_;
  out.blocks.insert(out.blocks.end(), heard.blocks.begin(), heard.blocks.end());
  cells_.push_back(std::move(cell));
  return true;
}

/// Nothing is known that asks for more than a look at part of the slab.
bool CarrierReceiver::routine() const noexcept {
  return searches_ >= k_eager_searches && retries_ == 0 && !silent(1);
}

std::vector<FcchHit> CarrierReceiver::find_tones(const CarrierStream& stream,
                                                 const FcchSearch& range,
                                                 CarrierScratch& scratch) {
  return scratch.receivers.fcch.find(stream, range, best_share_);
}

/// Most carriers have no cell, and to look whether they do is most of a band's cost: this takes
/// only as much of the slab as holds two FCCHs.
bool CarrierReceiver::shows_tone(const Slab& slab, CarrierScratch& scratch) {
  Slab part = slab;
  const std::size_t outputs =
      samples_of(k_routine_frames, slab.channelizer->output_rate_hz() / k_symbol_rate_hz);
  part.blocks = std::min(slab.blocks, outputs / slab.channelizer->outputs_per_block() + 1);
  const FcchSearch range{config_.min_cfo_hz, config_.max_cfo_hz, 1};
  const auto shown = [&](Channelizer::Filter filter) {
    const CarrierStream stream = extract(part, filter, scratch.transform, scratch.stream);
    return !find_tones(stream, range, scratch).empty();
  };
  return shown(filter_) ||
         (filter_ == Channelizer::Filter::narrow && shown(Channelizer::Filter::wide));
}

/// Brings the stream onto a carrier that lies far off, as long as none of its cells needs it where
/// it is. What is left of the offset.
double CarrierReceiver::approach(double cfo_hz,
                                 const Slab& slab,
                                 CarrierStream& stream,
                                 CarrierScratch& scratch) {
  if (!cells_.empty() || std::abs(cfo_hz) <= k_recenter_hz) {
    return cfo_hz;
  }
  const double before_hz = stream_center_hz_;
  center_on(cfo_hz, slab, stream, scratch);
  return cfo_hz - (stream_center_hz_ - before_hz);
}

void CarrierReceiver::search(const Slab& slab,
                             const CarrierLevel& level,
                             CarrierStream& stream,
                             CarrierScratch& scratch,
                             CarrierOutput& out) {
  const bool first_cell = cells_.empty();
  const bool part_is_enough = !first_cell && routine();
  ++searches_;
  FcchSearch range{config_.min_cfo_hz, config_.max_cfo_hz, 8};
  if (!first_cell) {
    range.min_cfo_hz = cells_.front().cfo_hz() - k_second_cell_hz;
    range.max_cfo_hz = cells_.front().cfo_hz() + k_second_cell_hz;
    range.max_hits = 16; // the first cell's own are among them
  }
  const double sps = stream.samples_per_symbol;
  const double searched_at_hz = stream_center_hz_;
  std::vector<FcchHit> hits =
      find_tones(part_is_enough ? beginning(stream, k_routine_frames) : stream, range, scratch);
  if (first_cell && hits.empty() && filter_ == Channelizer::Filter::narrow) {
    // The narrow filter leaves a carrier error of 25 kHz; more than that needs the wide one.
    hits = find_tones(extract(slab, Channelizer::Filter::wide, scratch.transform, scratch.residual),
                      range,
                      scratch);
  }
  for (const FcchHit& hit : hits) {
    const bool known = std::ranges::any_of(
        cells_, [&](const CellTracker& cell) { return cell.owns(hit.position, 8); });
    if (!known) {
      const double moved_hz = stream_center_hz_ - searched_at_hz;
      const double cfo_hz = approach(hit.cfo_hz - moved_hz, slab, stream, scratch);
      // The SCH comes one frame behind the FCCH.
      const BurstPlace place{hit.position + k_frame_symbols * sps, sps, cfo_hz};
      try_sync(stream, place, k_sync_range, false, slab, scratch, out);
    }
  }
  retries_ = cells_.empty() && is_train(hits, sps) ? retries_ + 1 : 0;
  // A recording that is over within one slab gets all there is; else the dear search is for what
  // stands out.
  const bool dear =
      (slab.last && slab.number == 0) || (level.loud && searches_ == k_eager_searches);
  if (first_cell && cells_.empty() && dear) {
    const double moved_hz = stream_center_hz_ - searched_at_hz;
    range.min_cfo_hz -= moved_hz;
    range.max_cfo_hz -= moved_hz;
    search_by_training(range, slab, stream, scratch, out);
  }
}

// No tone, or one that echoes cancel: the training sequence itself, over eleven frames, which hold
// one.
void CarrierReceiver::search_by_training(const FcchSearch& range,
                                         const Slab& slab,
                                         CarrierStream& stream,
                                         CarrierScratch& scratch,
                                         CarrierOutput& out) {
  const double sps = stream.samples_per_symbol;
  const double searched_at_hz = stream_center_hz_;
  for (const TrainingHit& hit :
       scratch.receivers.sync.find_training(beginning(stream, k_training_frames),
                                            range.min_cfo_hz,
                                            range.max_cfo_hz,
                                            k_training_hits)) {
    const double moved_hz = stream_center_hz_ - searched_at_hz;
    const double cfo_hz = approach(hit.cfo_hz - moved_hz, slab, stream, scratch);
    if (try_sync(stream, {hit.position, sps, cfo_hz}, 4, true, slab, scratch, out)) {
      return;
    }
  }
}

void CarrierReceiver::search_behind(const Slab& slab,
                                    const CarrierStream& stream,
                                    CarrierScratch& scratch,
                                    CarrierOutput& out) {
  const double front_hz = cells_.front().cfo_hz();
  const FcchSearch range{front_hz - k_second_cell_hz, front_hz + k_second_cell_hz, 4};
  float share = 0;
  std::vector<FcchHit> hits = scratch.receivers.fcch.find(
      without_front(beginning(stream, k_behind_frames), scratch), range, share);
  std::erase_if(hits, [this](const FcchHit& hit) { return cells_.front().owns(hit.position, 8); });
  if (hits.empty()) {
    return;
  }
  const CarrierStream rest = without_front(stream, scratch);
  const double sps = stream.samples_per_symbol;
  for (const FcchHit& hit : hits) {
    if (try_sync(rest,
                 {hit.position + k_frame_symbols * sps, sps, hit.cfo_hz},
                 k_sync_range,
                 false,
                 slab,
                 scratch,
                 out)) {
      return;
    }
  }
}

} // namespace cw::dsp::gsm
