#include "dsp/band.h"

#include "dsp/common/channelizer.h"
#include "dsp/common/worker_pool.h"
#include "dsp/gsm/carrier_receiver.h"
#include "dsp/gsm/channel_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cw::dsp {
namespace {

using gsm::CarrierReceiver;

constexpr double k_min_rate_hz = 270e3, k_max_rate_hz = 61.44e6;
constexpr double k_stream_rate_hz = 2 * gsm::k_symbol_rate_hz;
// Half power at +-135 kHz: at one sample a symbol the noise is white, and GMSK loses nothing.
constexpr double k_passband_hz = gsm::k_symbol_rate_hz;
// Where the carrier beside it is louder than what it sends: half power at +-95 kHz costs some
// tenths of a dB.
constexpr double k_narrow_hz = 190e3;
constexpr double k_slab_frames = 52; // one FCCH more than a 51-multiframe
constexpr std::size_t k_slab_octets = 60U << 20U;
constexpr std::size_t k_scan_stride = 4; // blocks between those that go into the power scan
constexpr double k_carrier_half_hz = 100e3;
constexpr double k_edge_hz = 60e3; // of a carrier that has to lie inside the capture
constexpr float k_loud_db = 2.0F;

/// Carriers of the 200 kHz raster in the capture. Without a centre frequency the raster is not
/// known: carriers are then looked for around every 100 kHz, half a spacing to either side.
std::vector<gsm::CarrierConfig> make_raster(const BandConfig& config) {
  const double step =
      config.center_hz ? wire::k_carrier_spacing_hz : wire::k_carrier_spacing_hz / 2;
  const double tolerance = config.center_hz ? 41e3 : 52e3;
  const double half = std::max(config.sample_rate_hz * config.usable / 2 - k_edge_hz, 0.0);
  const double center = config.center_hz.value_or(0.0);
  std::vector<gsm::CarrierConfig> raster;
  for (double n = std::ceil((center - half) / step); n * step <= center + half; ++n) {
    gsm::CarrierConfig carrier;
    carrier.nominal_offset_hz = n * step - center;
    if (config.center_hz) {
      carrier.nominal_hz = n * step;
    }
    carrier.min_cfo_hz = -tolerance;
    carrier.max_cfo_hz = tolerance;
    carrier.input_rate_hz = config.sample_rate_hz;
    carrier.index = static_cast<std::uint32_t>(raster.size());
    raster.push_back(carrier);
  }
  return raster;
}

float decibels_of(double ratio) {
  return decibels(static_cast<float>(ratio));
}

} // namespace

class Band::Impl {
public:
  explicit Impl(const BandConfig& config)
      : config_(config),
        channelizer_({config.sample_rate_hz, k_stream_rate_hz, k_passband_hz, k_narrow_hz}),
        pool_(std::clamp(config.threads, 1U, 64U)), scratch_(pool_.size()) {
    gsm::prepare_channel_decoder();
    const double outputs = k_slab_frames * gsm::k_frame_symbols * channelizer_.output_rate_hz() /
                           gsm::k_symbol_rate_hz;
    const auto wanted = static_cast<std::size_t>(
        std::ceil(outputs / static_cast<double>(channelizer_.outputs_per_block())));
    slab_blocks_ = std::min(wanted, k_slab_octets / (channelizer_.block_samples() * sizeof(cf)));
    spectra_.resize(slab_blocks_ * channelizer_.block_samples());
    window_.resize(channelizer_.block_samples());
    retune(config.center_hz);
  }

  void retune(std::optional<double> center_hz) {
    config_.center_hz = center_hz;
    carriers_.clear();
    for (const gsm::CarrierConfig& carrier : make_raster(config_)) {
      carriers_.emplace_back(carrier);
    }
    outputs_.assign(carriers_.size(), {});
    levels_.assign(carriers_.size(), 0.0F);
    carrier_power_.assign(carriers_.size(), 0.0);
    total_power_ = total_blocks_ = 0;
    received_ = 0;
    begin_stretch();
  }

  void process(std::span<const cf> samples, BandOutput& out) {
    received_ += samples.size();
    while (!samples.empty()) {
      const std::size_t take = std::min(samples.size(), window_.size() - filled_);
      std::copy_n(samples.begin(), take, window_.begin() + static_cast<std::ptrdiff_t>(filled_));
      filled_ += take;
      samples = samples.subspan(take);
      if (filled_ == window_.size()) {
        transform(out);
      }
    }
  }

  void finish(BandOutput& out) {
    // The last samples come out of the filter behind what was given: push them through with
    // silence.
    const double decimation = channelizer_.decimation();
    const double needed = static_cast<double>(received_) - origin_ + 80 * decimation;
    while (static_cast<double>(next_block_ * channelizer_.hop_samples()) < needed) {
      std::fill(window_.begin() + static_cast<std::ptrdiff_t>(filled_), window_.end(), cf(0));
      transform(out);
    }
    run_slab(true, out);
  }

  void gap(BandOutput& out) {
    finish(out);
    for (std::size_t i = 0; i < carriers_.size(); ++i) {
      carriers_[i].reset(outputs_[i]);
    }
    collect(out);
    begin_stretch();
  }

  BandSearch search() const {
    BandSearch search;
    search.level_dbfs = decibels_of(total_power_ / std::max(total_blocks_, 1.0));
    search.searched_s = static_cast<double>(received_) / config_.sample_rate_hz;
    for (std::size_t i = 0; i < carriers_.size(); ++i) {
      const CarrierReceiver& carrier = carriers_[i];
      const float share = std::clamp(carrier.best_tone_share(), 1e-6F, 1 - 1e-6F);
      search.carriers.push_back({carrier.config().nominal_offset_hz,
                                 decibels_of(carrier_power_[i] / std::max(total_blocks_, 1.0)),
                                 decibels_of(static_cast<double>(share / (1 - share))),
                                 carrier.fcch_total(),
                                 carrier.sch_total()});
    }
    std::ranges::stable_sort(
        search.carriers, [](const auto& a, const auto& b) { return a.level_dbfs > b.level_dbfs; });
    return search;
  }

private:
  /// After the start or a gap: nothing before is worth anything.
  void begin_stretch() {
    origin_ = static_cast<double>(received_);
    std::fill_n(window_.begin(), channelizer_.lead_samples(), cf(0));
    filled_ = channelizer_.lead_samples();
    next_block_ = 0;
    slab_first_ = 0;
    slab_number_ = 0;
  }

  void transform(BandOutput& out) {
    const std::size_t size = channelizer_.block_samples();
    cf* spectrum = spectra_.data() + (next_block_ - slab_first_) * size;
    channelizer_.forward(window_.data(), spectrum);
    if (!std::isfinite(power(spectrum[0]))) {
      // Bin 0 is the sum of all samples: one that is no number spoils every bin.
      std::ranges::replace_if(
          window_,
          [](cf x) { return !std::isfinite(x.real()) || !std::isfinite(x.imag()); },
          cf(0));
      channelizer_.forward(window_.data(), spectrum);
    }
    std::copy(window_.begin() + static_cast<std::ptrdiff_t>(channelizer_.hop_samples()),
              window_.end(),
              window_.begin());
    filled_ = size - channelizer_.hop_samples();
    ++next_block_;
    if (next_block_ - slab_first_ == slab_blocks_) {
      run_slab(false, out);
    }
  }

  void measure_levels(std::size_t blocks) {
    const std::size_t size = channelizer_.block_samples();
    const auto bins = static_cast<std::ptrdiff_t>(size);
    const auto half =
        static_cast<std::ptrdiff_t>(std::lround(k_carrier_half_hz / channelizer_.bin_hz()));
    const double scale = 1.0 / (static_cast<double>(size) * static_cast<double>(size));
    std::vector<double> sums(size);
    double used = 0;
    for (std::size_t b = 0; b < blocks; b += k_scan_stride, ++used) {
      const cf* spectrum = spectra_.data() + b * size;
      for (std::size_t k = 0; k < size; ++k) {
        sums[k] += static_cast<double>(power(spectrum[k]));
      }
    }
    for (const double sum : sums) {
      total_power_ += sum * scale;
    }
    total_blocks_ += used;
    for (std::size_t i = 0; i < carriers_.size(); ++i) {
      const auto middle = static_cast<std::ptrdiff_t>(
          std::lround(carriers_[i].config().nominal_offset_hz / channelizer_.bin_hz()));
      double sum = 0;
      for (std::ptrdiff_t k = std::max(middle - half, -bins / 2);
           k < std::min(middle + half, bins / 2);
           ++k) {
        sum += sums[static_cast<std::size_t>((k + bins) % bins)];
      }
      carrier_power_[i] += sum * scale;
      levels_[i] = decibels_of(sum * scale / std::max(used, 1.0));
    }
  }

  gsm::CarrierLevel level_of(std::size_t i) const {
    const std::size_t apart = config_.center_hz ? 1 : 2; // raster positions to 200 kHz
    const float below = i >= apart ? levels_[i - apart] : levels_[i];
    const float above = i + apart < levels_.size() ? levels_[i + apart] : levels_[i];
    return {levels_[i], std::max(below, above) - levels_[i], loud(i)};
  }

  /// Stands out: louder than the quietest by a little, and no quieter than its neighbours, whose
  /// skirts it is not.
  bool loud(std::size_t i) const {
    const float quiet = *std::ranges::min_element(levels_);
    const bool peak = (i == 0 || levels_[i] >= levels_[i - 1]) &&
                      (i + 1 == levels_.size() || levels_[i] >= levels_[i + 1]);
    return levels_.size() < 4 || (peak && levels_[i] > quiet + k_loud_db);
  }

  void run_slab(bool last, BandOutput& out) {
    const auto blocks = static_cast<std::size_t>(next_block_ - slab_first_);
    if (blocks == 0 || carriers_.empty()) {
      return;
    }
    measure_levels(blocks);
    gsm::Slab slab;
    slab.channelizer = &channelizer_;
    slab.spectra = spectra_;
    slab.first_block = slab_first_;
    slab.blocks = blocks;
    slab.origin_sample = origin_;
    slab.end_sample = last ? static_cast<double>(received_) : 1e18;
    slab.number = slab_number_++;
    slab.last = last;
    pool_.run(carriers_.size(), [&](std::size_t i, unsigned worker) {
      carriers_[i].process(slab, level_of(i), scratch_[worker], outputs_[i]);
    });
    slab_first_ = next_block_;
    drop_doubles();
    wire::PowerScan scan;
    scan.first_sample = static_cast<std::uint64_t>(
        origin_ + static_cast<double>(slab.first_block * channelizer_.hop_samples()));
    scan.t_s = static_cast<double>(scan.first_sample) / config_.sample_rate_hz;
    scan.first_offset_hz = carriers_.front().config().nominal_offset_hz;
    scan.step_hz = carriers_.size() > 1
                       ? carriers_[1].config().nominal_offset_hz - scan.first_offset_hz
                       : wire::k_carrier_spacing_hz;
    scan.level_dbfs = levels_;
    out.scans.push_back(std::move(scan));
    collect(out);
  }

  /// Whether two neighbouring carriers found one and the same cell.
  bool same_cell(std::size_t i, const gsm::CellTracker& a, const gsm::CellTracker& b) const {
    constexpr double k_same_hz = 20e3;
    constexpr double k_same_symbols = 4;
    return a.bsic() == b.bsic() &&
           std::abs(carriers_[i].offset_hz(a) - carriers_[i + 1].offset_hz(b)) < k_same_hz &&
           a.owns(b.clock().position(a.next_frame(), 0), k_same_symbols);
  }

  double off_raster_hz(std::size_t i, const gsm::CellTracker& cell) const {
    return std::abs(carriers_[i].offset_hz(cell) - carriers_[i].config().nominal_offset_hz);
  }

  struct Double {
    std::size_t carrier = 0;
    std::uint32_t train = 0;
  };

  /// A carrier between two raster positions is found from both: the one that it lies nearer to
  /// keeps it.
  std::vector<Double> doubles_between(std::size_t i) const {
    std::vector<Double> doubles;
    for (const gsm::CellTracker& a : carriers_[i].cells()) {
      for (const gsm::CellTracker& b : carriers_[i + 1].cells()) {
        if (same_cell(i, a, b)) {
          const bool left = off_raster_hz(i, a) <= off_raster_hz(i + 1, b);
          doubles.push_back(left ? Double{i + 1, b.train()} : Double{i, a.train()});
        }
      }
    }
    return doubles;
  }

  void drop_doubles() {
    for (std::size_t i = 0; i + 1 < carriers_.size(); ++i) {
      for (const Double& one : doubles_between(i)) {
        forget(one.carrier, one.train);
      }
    }
  }

  void forget(std::size_t carrier, std::uint32_t train) {
    carriers_[carrier].drop(train);
    std::erase_if(outputs_[carrier].blocks,
                  [train](const auto& block) { return block.heard_on.train == train; });
    std::erase_if(outputs_[carrier].measurements,
                  [train](const auto& now) { return now.heard_on.train == train; });
  }

  void collect(BandOutput& out) {
    const std::size_t from = out.blocks.size();
    for (gsm::CarrierOutput& one : outputs_) {
      out.blocks.insert(out.blocks.end(), one.blocks.begin(), one.blocks.end());
      out.measurements.insert(
          out.measurements.end(), one.measurements.begin(), one.measurements.end());
      one = {};
    }
    std::stable_sort(out.blocks.begin() + static_cast<std::ptrdiff_t>(from),
                     out.blocks.end(),
                     [](const auto& a, const auto& b) { return a.first_sample < b.first_sample; });
  }

  BandConfig config_;
  Channelizer channelizer_;
  WorkerPool pool_;
  std::vector<gsm::CarrierScratch> scratch_;
  std::vector<CarrierReceiver> carriers_;
  std::vector<gsm::CarrierOutput> outputs_;
  std::vector<float> levels_;
  std::vector<double> carrier_power_;
  AlignedVector<cf> spectra_, window_;
  std::size_t slab_blocks_ = 0, filled_ = 0;
  std::uint64_t received_ = 0, next_block_ = 0, slab_first_ = 0, slab_number_ = 0;
  double origin_ = 0, total_power_ = 0, total_blocks_ = 0;
};

tl::expected<Band, std::string> Band::create(const BandConfig& config) {
  if (!(config.sample_rate_hz >= k_min_rate_hz && config.sample_rate_hz <= k_max_rate_hz)) {
    return tl::unexpected(fmt::format("cannot receive GSM at {:.6g} samples a second: the rate has "
                                      "to lie between 270 k and 61.44 M",
                                      config.sample_rate_hz));
  }
  return Band(std::make_unique<Impl>(config));
}

Band::Band(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Band::~Band() = default;
Band::Band(Band&&) noexcept = default;
Band& Band::operator=(Band&&) noexcept = default;

void Band::process(std::span<const cf> samples, BandOutput& out) {
  impl_->process(samples, out);
}
void Band::gap(std::uint64_t, BandOutput& out) {
  impl_->gap(out);
}
void Band::finish(BandOutput& out) {
  impl_->finish(out);
}
void Band::retune(std::optional<double> center_hz) {
  impl_->retune(center_hz);
}
BandSearch Band::search() const {
  return impl_->search();
}

} // namespace cw::dsp
