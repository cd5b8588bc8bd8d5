#include "dsp/gsm/carrier_receiver.h"

#include "dsp/gsm/cell_canceller.h"

#include <algorithm>
#include <cmath>

namespace cw::dsp::gsm {
namespace {

constexpr double k_tail_frames = 6; // a block, its slot, and the burst before it
constexpr double k_lead_in =
    32; // stream samples of nothing before the first: a burst may begin there
constexpr double k_lead_out = 64;            // and behind the last
constexpr std::uint64_t k_behind_stride = 8; // slabs between looks behind a strong cell
constexpr float k_room_behind_db = 18.0F;    // with less noise than that there is no room for one
constexpr float k_clear_snr = 1.4F;          // of the strong cell, for it to be told and taken away
constexpr std::uint32_t k_settled_sch = 4;   // read of the strong cell first
constexpr float k_narrow_above_db = 6.0F; // the neighbour's lead from which the narrow filter gains
constexpr float k_wide_below_db = 3.0F;

} // namespace

std::uint32_t CarrierReceiver::fcch_total() const noexcept {
  std::uint32_t sum = fcch_before_;
  for (const CellTracker& cell : cells_) {
    sum += cell.fcch_count();
  }
  return sum;
}

std::uint32_t CarrierReceiver::sch_total() const noexcept {
  std::uint32_t sum = sch_before_;
  for (const CellTracker& cell : cells_) {
    sum += cell.sch_count();
  }
  return sum;
}

CarrierStream CarrierReceiver::extract(const Slab& slab,
                                       Channelizer::Filter filter,
                                       AlignedVector<cf>& transform,
                                       std::vector<cf>& into) const {
  const Channelizer& channelizer = *slab.channelizer;
  const double origin = slab.origin_sample / channelizer.decimation();
  const std::size_t each = channelizer.outputs_per_block();
  const double first = origin + static_cast<double>(slab.first_block * each);
  const bool joins = std::abs(first - tail_end_) < 0.5 && !tail_.empty();
  const std::size_t before = joins              ? tail_.size()
                             : slab.number == 0 ? static_cast<std::size_t>(k_lead_in)
                                                : 0;
  into.resize(before + slab.blocks * each);
  if (joins) {
    std::ranges::copy(tail_, into.begin());
  } else {
    std::fill_n(into.begin(), before, cf(0));
  }
  for (std::size_t b = 0; b < slab.blocks; ++b) {
    channelizer.inverse(
        slab.spectra.subspan(b * channelizer.block_samples(), channelizer.block_samples()),
        {shift_bins_, filter},
        slab.first_block + b,
        transform,
        into.data() + before + b * each);
  }
  CarrierStream stream;
  stream.first = first - static_cast<double>(before);
  stream.samples_per_symbol = channelizer.output_rate_hz() / k_symbol_rate_hz;
  const double end = slab.end_sample / channelizer.decimation() + k_lead_out;
  const auto most = static_cast<std::size_t>(std::max(end - stream.first, 0.0));
  stream.samples = std::span<const cf>(into).first(std::min(most, into.size()));
  return stream;
}

void CarrierReceiver::keep_tail(const CarrierStream& stream) {
  const auto wanted =
      static_cast<std::size_t>(k_tail_frames * k_frame_symbols * stream.samples_per_symbol);
  const std::span<const cf> tail = stream.samples.last(std::min(wanted, stream.samples.size()));
  tail_.assign(tail.begin(), tail.end());
  tail_end_ = stream.first + static_cast<double>(stream.samples.size());
}

bool CarrierReceiver::silent(unsigned misses) const noexcept {
  return std::ranges::any_of(cells_,
                             [misses](const CellTracker& cell) { return cell.misses() >= misses; });
}

void CarrierReceiver::retire(unsigned misses, CarrierOutput& out) {
  std::erase_if(cells_, [&](const CellTracker& cell) {
    const bool gone = cell.misses() >= misses;
    if (gone) {
      out.measurements.push_back(cell.farewell());
      fcch_before_ += cell.fcch_count();
      sch_before_ += cell.sch_count();
    }
    return gone;
  });
}

// The strongest cell is read as it is. Where it stands clear of the others, they are read with it
// taken away.
void CarrierReceiver::follow_cells(const CarrierStream& stream,
                                   const Slab& slab,
                                   CarrierScratch& scratch,
                                   CarrierOutput& out) {
  if (cells_.empty()) {
    return;
  }
  cells_.front().process(stream, slab.last, scratch.receivers, out);
  CarrierStream rest = stream;
  if (cells_.size() > 1 && cells_.front().snr() > k_clear_snr) {
    rest = without_front(stream, scratch);
  }
  for (CellTracker& cell : std::span(cells_).subspan(1)) {
    cell.process(rest, slab.last, scratch.receivers, out);
  }
}

CarrierStream CarrierReceiver::without_front(const CarrierStream& stream,
                                             CarrierScratch& scratch) const {
  cancel_cell(stream, cells_.front(), scratch.receivers, scratch.residual);
  CarrierStream rest = stream;
  rest.samples = scratch.residual;
  return rest;
}

void CarrierReceiver::process(const Slab& slab,
                              const CarrierLevel& level,
                              CarrierScratch& scratch,
                              CarrierOutput& out) {
  const bool due = search_due(slab, level.dbfs);
  if (cells_.empty() && !due) {
    tail_.clear();
    return;
  }
  if (!placed_ || cells_.empty()) {
    // Back on the raster: where a cell was found off it, the next may lie elsewhere.
    const auto bins = static_cast<std::ptrdiff_t>(
        std::lround(config_.nominal_offset_hz / slab.channelizer->bin_hz()));
    if (bins != shift_bins_ || !placed_) {
      tail_.clear();
    }
    shift_bins_ = bins;
    placed_ = true;
    stream_center_hz_ = static_cast<double>(bins) * slab.channelizer->bin_hz();
  }
  if (level.beside_db > k_narrow_above_db) {
    filter_ = Channelizer::Filter::narrow;
  } else if (level.beside_db < k_wide_below_db) {
    filter_ = Channelizer::Filter::wide;
  }
  if (cells_.empty() && routine() && !shows_tone(slab, scratch)) {
    ++searches_;
    searched_level_dbfs_ = level.dbfs;
    tail_.clear();
    return;
  }
  CarrierStream stream = extract(slab, filter_, scratch.transform, scratch.stream);
  follow_cells(stream, slab, scratch, out);
  retire(CellTracker::k_most_misses, out);
  if (due) {
    searched_level_dbfs_ = level.dbfs;
    search(slab, level, stream, scratch, out);
  }
  const bool look_behind = !looked_behind_ || (slab.number + config_.index) % k_behind_stride == 0;
  if (cells_.size() == 1 && cells_.front().sch_count() >= k_settled_sch && look_behind &&
      10 * std::log10(cells_.front().snr()) < k_room_behind_db) {
    looked_behind_ = true;
    search_behind(slab, stream, scratch, out);
  }
  std::ranges::stable_sort(
      cells_, [](const CellTracker& a, const CellTracker& b) { return a.power() > b.power(); });
  for (const CellTracker& cell : cells_) {
    out.measurements.push_back(
        cell.measurement(stream.first + static_cast<double>(stream.samples.size())));
  }
  keep_tail(stream);
}

void CarrierReceiver::reset(CarrierOutput& out) {
  retire(0, out);
  tail_.clear();
  searches_ = 0;
}

void CarrierReceiver::drop(std::uint32_t train) {
  std::erase_if(cells_, [train](const CellTracker& cell) { return cell.train() == train; });
}

} // namespace cw::dsp::gsm
