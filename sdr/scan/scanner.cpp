#include "sdr/scan/scanner.h"

#include "sdr/scan/live_sink.h"
#include "sdr/scan/loss_meter.h"

#include <fmt/format.h>
#include <gnuradio/top_block.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>
#include <utility>

namespace cw::sdr {
namespace {

constexpr std::chrono::milliseconds k_step(50);
constexpr std::chrono::seconds k_retry(2);
constexpr double k_pause_s = 0.3;
constexpr double k_silence_s = 2.0; // without a sample: the radio is gone
constexpr double k_nudge_hz = 200e3;
constexpr unsigned k_stuck_visits = 3;
constexpr int k_buffer_samples = 131072;

void sleep_unless(const std::atomic<bool>& stop, std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (!stop.load() && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(std::min(time, k_step));
  }
}

} // namespace

/// Radio, flowgraph and band: what is made anew when a radio comes back.
class Scanner::Running {
public:
  Running(const ScannerConfig& config,
          std::unique_ptr<RadioSource> radio,
          BatchCollector& collector,
          BlockExit& exit,
          SessionPosition start)
      : radio_(std::move(radio)), rate_hz_(radio_->limits().rate_hz),
        ring_(rate_hz_, config.ring_octets), band_({.sample_rate_hz = rate_hz_,
                                                    .usable = radio_->limits().usable,
                                                    .threads = config.threads},
                                                   exit,
                                                   &ring_,
                                                   start),
        losses_(rate_hz_), graph_(gr::make_top_block("scan")) {
    band_.on_handed_on([&collector] { collector.flush(); });
    const auto sink = gnuradio::make_block_sptr<LiveSink>(band_, rate_hz_);
    graph_->connect(radio_->block(), 0, sink, 0);
    graph_->start(k_buffer_samples / 4);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    radio_->stop();
    graph_->stop();
    graph_->wait();
    band_.leave();
  }

  RadioSource& radio() noexcept { return *radio_; }
  LiveBand& band() noexcept { return band_; }
  const IqRing& ring() const noexcept { return ring_; }
  LossMeter& losses() noexcept { return losses_; }
  double rate_hz() const noexcept { return rate_hz_; }

private:
  std::unique_ptr<RadioSource> radio_;
  double rate_hz_;
  IqRing ring_;
  LiveBand band_;
  LossMeter losses_;
  gr::top_block_sptr graph_;
};

Scanner::Scanner(ScannerConfig config, ScannerSurroundings surroundings)
    : config_(std::move(config)), around_(std::move(surroundings)),
      start_unix_s_(around_.clock->unix_s()),
      collector_(
          survey_,
          [this] {
            return BatchCollector::Stamp{start_unix_s_.load(), around_.position()};
          },
          around_.sink),
      exit_(collector_, config_.keep_identities, config_.first_block) {
  // No train is numbered without a block: so many are the most that may be in use.
  position_.trains = static_cast<std::uint32_t>(config_.first_block);
}

Scanner::~Scanner() = default;

double Scanner::steady_s() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void Scanner::trouble(const std::string& sentence) {
  bool is_new = false;
  {
    const std::scoped_lock lock(mutex_);
    is_new = sentence != trouble_ && !sentence.empty();
    trouble_ = sentence;
  }
  if (is_new) {
    around_.say(sentence);
  }
}

tl::expected<void, std::string> Scanner::open() {
  auto radio = open_or_say_why(config_.source, config_.settings);
  if (!radio) {
    return tl::unexpected(radio.error());
  }
  const TunerLimits& limits = (*radio)->limits();
  std::vector<Tuning> tunings;
  if (config_.bands.empty() || (*radio)->fixed_center_hz()) {
    tunings = {fixed_tuning((*radio)->fixed_center_hz().value_or(config_.center_hz), limits)};
  } else {
    auto planned = plan_tunings(config_.bands, limits);
    if (!planned) {
      return tl::unexpected(planned.error());
    }
    tunings = std::move(*planned);
  }
  PlannerTimes times = config_.times;
  times.settle_s = (*radio)->settle_s();
  position_.seconds = std::max(position_.seconds, around_.clock->unix_s() - start_unix_s_.load());
  auto running =
      std::make_unique<Running>(config_, std::move(*radio), collector_, exit_, position_);
  const std::scoped_lock lock(mutex_);
  if (!planner_ || tunings.size() != tunings_.size()) {
    planner_.emplace(tunings.size(), times);
  }
  tunings_ = std::move(tunings);
  nudge_hz_.assign(tunings_.size(), 0.0);
  running_ = std::move(running);
  return {};
}

void Scanner::close() {
  std::unique_ptr<Running> ending;
  {
    const std::scoped_lock lock(mutex_);
    if (running_) {
      const SignalCounts counts = running_->band().take_counts();
      samples_before_ += counts.samples;
      overruns_before_ += counts.overruns;
      lost_before_ += counts.samples_lost;
    }
    ending = std::move(running_);
  }
  if (ending) {
    ending->band().leave();
    position_.seconds = ending->band().session_s();
    position_.trains = ending->band().trains();
  }
}

// Samples are timed by their number. Where so many went missing unseen that this is late, it is put
// right: forwards only.
void Scanner::set_time_right() {
  constexpr double k_off_s = 0.5;
  const double late_s =
      around_.clock->unix_s() - (start_unix_s_.load() + running_->band().session_s());
  if (late_s > k_off_s) {
    start_unix_s_.store(start_unix_s_.load() + late_s);
  }
}

// Samples that went missing are told of; none at all for a while means that the radio is gone.
bool Scanner::alive(double now_s) {
  LiveBand& band = running_->band();
  const double silent_s = now_s - band.last_sample_s(now_s);
  // While nothing comes it is not known whether it will.
  const std::uint64_t lost =
      silent_s < k_pause_s ? running_->losses().look(now_s, band.received()) : 0;
  if (lost > 0) {
    band.lost(lost);
    around_.say(fmt::format("{}: {:.0f} ms of samples were lost: the machine is too slow for this "
                            "rate, or the USB port is shared; try a lower --rate",
                            config_.source.text,
                            static_cast<double>(lost) / running_->rate_hz() * 1e3));
  }
  return silent_s < k_silence_s && running_->radio().ended().empty();
}

void Scanner::visit(const std::atomic<bool>& stop) {
  std::size_t at = 0;
  {
    const std::scoped_lock lock(mutex_);
    at = planner_->begin(steady_s());
    center_hz_ = tunings_[at].center_hz + nudge_hz_[at];
    const bool first_round = planner_->looked_at() < tunings_.size();
    activity_ =
        tunings_.size() == 1 ? fmt::format("staying on {:.1f} MHz", center_hz_ / 1e6)
        : first_round
            ? fmt::format("first look, tuning {} of {}", planner_->looked_at() + 1, tunings_.size())
            : fmt::format("watching {} tunings, round {}", tunings_.size(), planner_->rounds() + 1);
  }
  running_->band().leave();
  judge_tuner(here_);
  here_ = at;
  survey_.begin_visit();
  const auto tuned = running_->radio().tune(center_hz_);
  if (!tuned) {
    trouble(fmt::format("{}: {}", config_.source.text, tuned.error()));
    sleep_unless(stop, k_step);
  } else if (tune_failed_) {
    trouble("");
  }
  tune_failed_ = !tuned;
  set_time_right();
  const auto settle =
      static_cast<std::uint64_t>(running_->radio().settle_s() * running_->rate_hz());
  (void)running_->band().arrive(center_hz_, tunings_.size() > 1 ? settle : 0);
  for (double now_s = steady_s(); !stop.load() && alive(now_s); now_s = steady_s()) {
    {
      const std::scoped_lock lock(mutex_);
      if (planner_->over(now_s, survey_.wants_more())) {
        planner_->end(now_s);
        return;
      }
    }
    std::this_thread::sleep_for(k_step);
  }
  const std::scoped_lock lock(mutex_);
  planner_->end(steady_s());
}

// What looked as if the tuner had not moved is looked at again from a little to the side: a cell
// stays where it is then, and a tuner that stands still takes it along.
void Scanner::judge_tuner(std::size_t tuning) {
  if (running_->band().take_echoes() == 0) {
    if (std::exchange(stuck_visits_, 0U) >= k_stuck_visits) {
      trouble("");
    }
    return;
  }
  nudge_hz_[tuning] = nudge_hz_[tuning] == 0 ? -k_nudge_hz : 0;
  if (++stuck_visits_ >= k_stuck_visits) {
    trouble(fmt::format("{}: the tuner says that it tunes, and what it receives stays the same: "
                        "unplug it and plug it in again, and see that it gets enough power",
                        config_.source.text));
  }
}

void Scanner::lose_radio(const std::string& why, const std::atomic<bool>& stop) {
  trouble(fmt::format("{}: {}; trying again every 2 s", config_.source.text, why));
  close();
  while (!stop.load()) {
    sleep_unless(stop, k_retry);
    const auto opened = stop.load() ? tl::expected<void, std::string>() : open();
    if (opened) {
      break;
    }
    trouble(fmt::format("{}: {}; trying again every 2 s", config_.source.text, opened.error()));
  }
  if (!stop.load()) {
    around_.say(fmt::format("{}: is back", config_.source.text));
  }
  trouble("");
}

tl::expected<void, std::string> Scanner::run(const std::atomic<bool>& stop) {
  if (const auto opened = open(); !opened) {
    return opened;
  }
  while (!stop.load()) {
    visit(stop);
    if (stop.load() || alive(steady_s())) {
      continue;
    }
    const std::string ended = running_->radio().ended();
    if (config_.source.kind == SourceKind::file && !ended.empty()) {
      break;
    }
    lose_radio(ended.empty() ? "no samples for 2 s: it was unplugged, or its driver hangs" : ended,
               stop);
  }
  close();
  return {};
}

wire::Heartbeat Scanner::heartbeat() {
  const std::scoped_lock lock(mutex_);
  wire::Heartbeat beat;
  const double now_s = steady_s();
  beat.t_s = around_.clock->unix_s();
  beat.source = config_.source.text;
  beat.activity = running_ ? activity_ : "waiting for the radio";
  beat.center_hz = center_hz_;
  beat.samples = samples_before_;
  beat.overruns = overruns_before_;
  beat.samples_lost = lost_before_;
  if (running_) {
    const SignalCounts counts = running_->band().take_counts();
    beat.rate_hz = running_->rate_hz();
    beat.gain_db = running_->radio().gain_db();
    beat.samples += counts.samples;
    beat.overruns += counts.overruns;
    beat.samples_lost += counts.samples_lost;
    beat.level_dbfs = 10 * std::log10(std::max(counts.power, 1e-20));
    beat.clipped_fraction = counts.clipped_fraction;
    beat.carriers_seen = running_->band().carriers_seen();
    const double round_s = std::max(planner_->round_s(), config_.times.period_s);
    beat.cells_locked = survey_.cells_heard(running_->band().session_s() - round_s - 1);
  }
  const std::uint64_t blocks = survey_.blocks();
  if (told_s_ > 0 && now_s > told_s_) {
    beat.blocks_per_s = static_cast<double>(blocks - blocks_told_) / (now_s - told_s_);
  }
  blocks_told_ = blocks;
  told_s_ = now_s;
  beat.ppm = survey_.ppm();
  if (!trouble_.empty()) {
    beat.troubles.push_back(trouble_);
  }
  return beat;
}

std::vector<IqStretch> Scanner::samples_between(double from_unix_s, double to_unix_s) const {
  const std::scoped_lock lock(mutex_);
  if (!running_) {
    return {};
  }
  const double start_s = start_unix_s_.load();
  std::vector<IqStretch> stretches =
      running_->ring().copy(from_unix_s - start_s, to_unix_s - start_s);
  for (IqStretch& stretch : stretches) {
    stretch.start_s += start_s;
  }
  return stretches;
}

double Scanner::rate_hz() const {
  const std::scoped_lock lock(mutex_);
  return running_ ? running_->rate_hz() : 0;
}

} // namespace cw::sdr
