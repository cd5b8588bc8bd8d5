// One 200 kHz carrier: searches it for cells, keeps a tracker for each, and gives them its samples.
#pragma once

#include "dsp/common/channelizer.h"
#include "dsp/gsm/cell_tracker.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace cw::dsp::gsm {

/// A stretch of the whole capture as kept spectra; every carrier takes its own samples out of it.
struct Slab {
  const Channelizer* channelizer = nullptr;
  std::span<const cf> spectra;   ///< block_samples() bins a block
  std::uint64_t first_block = 0; ///< counted from origin_sample on
  std::size_t blocks = 0;
  double origin_sample = 0; ///< input sample at which block 0's first output lies
  double end_sample = 0;    ///< input samples given so far: beyond it there is nothing
  std::uint64_t number = 0; ///< of this slab, from 0 after every gap
  bool last = false;        ///< nothing follows without a gap
};

struct CarrierConfig {
  double nominal_offset_hz = 0; ///< of the raster carrier from the recording's centre
  std::optional<double> nominal_hz;
  double min_cfo_hz = -40e3, max_cfo_hz = 40e3; ///< where a C0 is looked for around it
  double input_rate_hz = 0;
  std::uint32_t index = 0; ///< of the carrier in the band: spreads work, makes train numbers unique
};

/// Power of a carrier in a slab.
struct CarrierLevel {
  float dbfs = 0.0F;
  float beside_db = 0.0F; ///< how much louder the louder of its two neighbours is
  bool loud = false;      ///< it stands out among its neighbours
};

/// What a thread needs for a carrier: scratch for the receivers and the carrier's samples of one
/// slab.
struct CarrierScratch {
  Scratch receivers;
  std::vector<cf> stream, residual;
  AlignedVector<cf> transform = AlignedVector<cf>(Channelizer::scratch_size());
};

class CarrierReceiver {
public:
  explicit CarrierReceiver(const CarrierConfig& config) : config_(config) {}

  void
  process(const Slab& slab, const CarrierLevel& level, CarrierScratch& scratch, CarrierOutput& out);
  /// Forgets the samples and cells: the stream has a gap. Cells are reported lost.
  void reset(CarrierOutput& out);
  /// Forgets one cell: another carrier has the better view of it.
  void drop(std::uint32_t train);

  const std::vector<CellTracker>& cells() const noexcept { return cells_; }
  /// The cell's carrier from the recording's centre.
  double offset_hz(const CellTracker& cell) const noexcept {
    return stream_center_hz_ + cell.cfo_hz();
  }
  const CarrierConfig& config() const noexcept { return config_; }
  float best_tone_share() const noexcept { return best_share_; }
  std::uint32_t searches() const noexcept { return searches_; }
  std::uint32_t fcch_total() const noexcept;
  std::uint32_t sch_total() const noexcept;

private:
  CarrierStream extract(const Slab& slab,
                        Channelizer::Filter filter,
                        AlignedVector<cf>& transform,
                        std::vector<cf>& into) const;
  void keep_tail(const CarrierStream& stream);
  bool silent(unsigned misses) const noexcept;
  void retire(unsigned misses, CarrierOutput& out);
  bool search_due(const Slab& slab, float level_dbfs) const noexcept;
  bool routine() const noexcept;
  bool shows_tone(const Slab& slab, CarrierScratch& scratch);
  std::vector<FcchHit>
  find_tones(const CarrierStream& stream, const FcchSearch& range, CarrierScratch& scratch);
  void search(const Slab& slab,
              const CarrierLevel& level,
              CarrierStream& stream,
              CarrierScratch& scratch,
              CarrierOutput& out);
  double approach(double cfo_hz, const Slab& slab, CarrierStream& stream, CarrierScratch& scratch);
  void search_by_training(const FcchSearch& range,
                          const Slab& slab,
                          CarrierStream& stream,
                          CarrierScratch& scratch,
                          CarrierOutput& out);
  void center_on(double cfo_hz, const Slab& slab, CarrierStream& stream, CarrierScratch& scratch);
  void follow_cells(const CarrierStream& stream,
                    const Slab& slab,
                    CarrierScratch& scratch,
                    CarrierOutput& out);
  void search_behind(const Slab& slab,
                     const CarrierStream& stream,
                     CarrierScratch& scratch,
                     CarrierOutput& out);
  CarrierStream without_front(const CarrierStream& stream, CarrierScratch& scratch) const;
  bool try_sync(const CarrierStream& stream,
                const BurstPlace& place,
                int range_symbols,
                bool refine_cfo,
                const Slab& slab,
                CarrierScratch& scratch,
                CarrierOutput& out);

  CarrierConfig config_;
  std::ptrdiff_t shift_bins_ = 0;
  Channelizer::Filter filter_ = Channelizer::Filter::wide; ///< that cells are received through
  double stream_center_hz_ = 0;
  bool looked_behind_ = false; ///< once for a cell that covers another
  bool placed_ = false;        ///< shift_bins_ is set
  std::vector<cf> tail_;
  double tail_end_ = -1; ///< stream index behind the tail; it fits only what follows at once
  std::vector<CellTracker> cells_; ///< strongest first
  std::uint32_t trains_ = 0, searches_ = 0, retries_ = 0, fcch_before_ = 0, sch_before_ = 0;
  float searched_level_dbfs_ = -200.0F, best_share_ = 0.0F;
};

} // namespace cw::dsp::gsm
