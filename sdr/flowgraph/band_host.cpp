#include "sdr/flowgraph/band_host.h"

#include <algorithm>

namespace cw::sdr {

BandHost::BandHost(const dsp::BandConfig& band, BlockExit& exit, SessionPosition start)
    : config_(band), exit_(&exit), position_(start), input_start_s_(start.seconds),
      trains_(start.trains) {}

tl::expected<void, std::string> BandHost::begin_segment(const Segment& segment) {
  if (tuned_ && !segment.retuned) {
    const std::uint64_t lost_so_far = holes_.empty() ? 0 : holes_.back().lost;
    holes_.push_back({.sample = band_samples_, .lost = lost_so_far + segment.lost_before});
    band_->gap(segment.lost_before, output_);
    publish();
    return {};
  }
  close_tuning();
  if (band_) {
    band_->retune(segment.center_hz);
  } else {
    config_.center_hz = segment.center_hz;
    auto band = dsp::Band::create(config_);
    if (!band) {
      return tl::unexpected(band.error());
    }
    band_.emplace(std::move(*band));
  }
  tuned_ = true;
  holes_.clear();
  train_numbers_.clear();
  band_samples_ = 0;
  band_center_hz_ = segment.center_hz;
  band_start_s_ = input_start_s_ + segment.start_s;
  band_start_sample_ = position_.samples;
  return {};
}

void BandHost::process(std::span<const dsp::cf> samples) {
  band_samples_ += samples.size();
  position_.samples += samples.size();
  band_->process(samples, output_);
  publish();
}

void BandHost::skip(std::uint64_t samples) noexcept {
  position_.samples += samples;
}

void BandHost::finish() {
  close_tuning();
}

void BandHost::close_tuning() {
  if (!tuned_) {
    return;
  }
  band_->finish(output_);
  publish();
  searches_.push_back(*search());
  position_.seconds = std::max(position_.seconds, session_time(band_samples_));
  tuned_ = false;
}

std::optional<TunedSearch> BandHost::search() const {
  return tuned_
             ? std::optional<TunedSearch>({.center_hz = band_center_hz_, .band = band_->search()})
             : std::nullopt;
}

double BandHost::session_time(std::uint64_t sample) const noexcept {
  const auto after = std::upper_bound(
      holes_.begin(), holes_.end(), sample, [](std::uint64_t at, const Hole& hole) {
        return at < hole.sample;
      });
  const std::uint64_t lost = after == holes_.begin() ? 0 : std::prev(after)->lost;
  return band_start_s_ + static_cast<double>(sample + lost) / config_.sample_rate_hz;
}

std::optional<std::uint32_t> BandHost::number_train(const wire::GsmBlock& block) {
  const auto [known, added] = train_numbers_.try_emplace(block.heard_on.train, std::nullopt);
  if (added && trains_.echoes(block)) {
    ++echoes_;
  } else if (added) {
    known->second = trains_.number(block);
    position_.trains = trains_.used();
  }
  if (known->second) {
    trains_.heard(*known->second, block);
  }
  return known->second;
}

void BandHost::publish(wire::GsmMeasurement& measurement) {
  const auto known = train_numbers_.find(measurement.heard_on.train);
  if (known == train_numbers_.end() || !known->second) {
    return; // nothing was read of it yet, so nobody knows whose it is; or an echo
  }
  measurement.heard_on.train = *known->second;
  if (measurement.lost) {
    trains_.lost(*known->second);
  }
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
    block.t_s = session_time(block.first_sample);
    const auto train = number_train(block);
    if (!train) {
      continue;
    }
    block.heard_on.train = *train;
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
