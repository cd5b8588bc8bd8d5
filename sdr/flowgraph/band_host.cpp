#include "sdr/flowgraph/band_host.h"

#include <algorithm>

namespace cw::sdr {

BandHost::BandHost(const Recording& recording,
                   unsigned threads,
                   BlockExit& exit,
                   SessionPosition start)
    : recording_(&recording), threads_(threads), exit_(&exit), position_(start),
      input_start_s_(start.seconds) {}

tl::expected<void, std::string> BandHost::begin_segment(std::size_t index) {
  const Segment& segment = recording_->segments[index];
  if (band_ && !segment.retuned) {
    const std::uint64_t lost_so_far = holes_.empty() ? 0 : holes_.back().lost;
    holes_.push_back({.sample = band_samples_, .lost = lost_so_far + segment.lost_before});
    band_->gap(segment.lost_before, output_);
    publish();
    return {};
  }
  close_band();
  auto band = dsp::Band::create({.sample_rate_hz = recording_->sample_rate_hz,
                                 .center_hz = segment.center_hz,
                                 .threads = threads_});
  if (!band) {
    return tl::unexpected(band.error());
  }
  band_.emplace(std::move(*band));
  holes_.clear();
  band_samples_ = 0;
  band_center_hz_ = segment.center_hz;
  band_start_s_ = input_start_s_ + segment.start_s;
  band_start_sample_ = position_.samples;
  band_first_train_ = position_.trains;
  return {};
}

void BandHost::process(std::span<const dsp::cf> samples) {
  band_samples_ += samples.size();
  position_.samples += samples.size();
  band_->process(samples, output_);
  publish();
}

void BandHost::finish() {
  close_band();
}

void BandHost::close_band() {
  if (!band_) {
    return;
  }
  band_->finish(output_);
  publish();
  searches_.push_back({.center_hz = band_center_hz_, .band = band_->search()});
  position_.seconds = std::max(position_.seconds, session_time(band_samples_));
  band_.reset();
}

double BandHost::session_time(std::uint64_t sample) const noexcept {
  const auto after = std::upper_bound(
      holes_.begin(), holes_.end(), sample, [](std::uint64_t at, const Hole& hole) {
        return at < hole.sample;
      });
  const std::uint64_t lost = after == holes_.begin() ? 0 : std::prev(after)->lost;
  return band_start_s_ + static_cast<double>(sample + lost) / recording_->sample_rate_hz;
}

void BandHost::number_train(wire::RadioId& heard_on) {
  if (heard_on.train != 0) {
    heard_on.train += band_first_train_;
    position_.trains = std::max(position_.trains, heard_on.train);
  }
}

void BandHost::publish(wire::GsmMeasurement& measurement) {
  number_train(measurement.heard_on);
  measurement.t_s = session_time(measurement.sample);
  measurement.sample += band_start_sample_;
  exit_->publish(measurement);
}

void BandHost::publish() {
  for (wire::PowerScan& scan : output_.scans) {
    scan.t_s = session_time(scan.first_sample);
    scan.first_sample += band_start_sample_;
    exit_->publish(scan);
  }
  // A train that fell silent is reported at the time it did, before what was heard later: so the
  // detector knows the next train on the carrier for its successor.
  std::vector<wire::GsmMeasurement>& all = output_.measurements;
  const auto heard =
      std::stable_partition(all.begin(), all.end(), [](const auto& one) { return one.lost; });
  auto next = all.begin();
  std::ranges::stable_sort(next, heard, {}, &wire::GsmMeasurement::sample);
  for (wire::GsmBlock& block : output_.blocks) {
    for (; next != heard && next->sample <= block.first_sample; ++next) {
      publish(*next);
    }
    number_train(block.heard_on);
    block.t_s = session_time(block.first_sample);
    block.first_sample += band_start_sample_;
    exit_->publish(block);
  }
  for (; next != all.end(); ++next) {
    publish(*next);
  }
  output_.scans.clear();
  output_.blocks.clear();
  output_.measurements.clear();
}

} // namespace cw::sdr
