#include "tests/support/standins/live_tuner.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <thread>
#include <utility>

namespace cw::standins {
namespace {

using std::chrono::duration;
using Clock = std::chrono::steady_clock;

constexpr auto k_look_every = std::chrono::milliseconds(50);

Clock::duration seconds(double s) {
  return std::chrono::duration_cast<Clock::duration>(duration<double>(s));
}

/// Second 0 of a scene: a device that is opened again hears the same air.
Clock::time_point beginning(const LiveTunerSpec& spec) {
  const Clock::time_point now = Clock::now();
  if (spec.epoch_s) {
    const double unix_s =
        duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    return now - seconds((unix_s - *spec.epoch_s));
  }
  static std::mutex lock;
  static std::map<std::string, Clock::time_point> first_opened;
  const std::lock_guard guard(lock);
  return first_opened.try_emplace(spec.scene_path, now).first->second;
}

} // namespace

tl::expected<std::unique_ptr<LiveTuner>, std::string> LiveTuner::open(const LiveTunerSpec& spec) {
  const auto scene = read_scene(spec.scene_path);
  if (!scene) {
    return tl::unexpected(scene.error());
  }
  auto player = WideBandPlayer::create(*scene);
  if (!player) {
    return tl::unexpected(player.error());
  }
  return std::unique_ptr<LiveTuner>(new LiveTuner(spec, std::move(*player)));
}

LiveTuner::LiveTuner(const LiveTunerSpec& spec, std::unique_ptr<WideBandPlayer> player)
    : spec_(spec), player_(std::move(player)), control_(spec.control_path),
      unplugs_at_opening_(control_.state().unplugs), scene_begins_(beginning(spec)) {}

void LiveTuner::start() {
  const std::lock_guard guard(lock_);
  const Clock::time_point now = Clock::now();
  running_ = true;
  anchor_ = now;
  anchor_sample_ = position_;
  stalled_until_ = next_look_ = now;
  if (spec_.speed > 0) {
    const double since_s = duration<double>(now - scene_begins_).count();
    player_->set_scene_s(std::max(0.0, since_s * spec_.speed));
  }
}

void LiveTuner::stop() {
  const std::lock_guard guard(lock_);
  running_ = false;
}

std::uint64_t LiveTuner::made(Clock::time_point now) const {
  if (!running_ || spec_.speed <= 0) {
    return position_;
  }
  const double since_s = duration<double>(now - anchor_).count() * spec_.speed;
  return anchor_sample_ +
         static_cast<std::uint64_t>(std::max(0.0, since_s * player_->true_rate_hz()));
}

std::uint64_t LiveTuner::arrived(Clock::time_point now) const {
  const std::uint64_t whole = made(now) / spec_.transfer_samples * spec_.transfer_samples;
  return whole - std::min(whole, position_);
}

Clock::duration LiveTuner::until_next_transfer(Clock::time_point now) const {
  const std::uint64_t there = made(now);
  const std::uint64_t next =
      (std::max(there, position_) / spec_.transfer_samples + 1) * spec_.transfer_samples;
  return seconds(static_cast<double>(next - there) / player_->true_rate_hz() / spec_.speed);
}

/// From here on another rate may count; no part of a sample is lost by that.
void LiveTuner::move_anchor(Clock::time_point now) {
  const std::uint64_t there = made(now);
  if (running_ && spec_.speed > 0) {
    const auto passed = static_cast<double>(there - anchor_sample_);
    anchor_ += seconds(passed / player_->true_rate_hz() / spec_.speed);
    anchor_sample_ = there;
  }
}

void LiveTuner::lose(std::uint64_t samples) {
  player_->skip(samples);
  position_ += samples;
}

void LiveTuner::look_at_control(Clock::time_point now) {
  if (now < next_look_) {
    return;
  }
  next_look_ = now + k_look_every;
  move_anchor(now);
  const ControlEvents events = control_.poll();
  const ControlState& state = control_.state();
  player_->set_stuck(always_stuck_ || state.stuck);
  player_->set_deaf(state.deaf);
  player_->set_ppm(state.ppm);
  for (const auto& [name, on] : state.on_air) {
    player_->set_on_air(name, on);
  }
  if (events.stall_ms > 0) {
    stalled_until_ = now + seconds(events.stall_ms * 1e-3);
  }
  lost_ += events.lose_samples;
}

Read LiveTuner::try_read(std::span<cf> out, Clock::time_point now) {
  look_at_control(now);
  const ControlState& state = control_.state();
  if (state.unplugged || state.unplugs != unplugs_at_opening_) {
    return {.result = state.silent ? ReadResult::timeout : ReadResult::gone};
  }
  if (!running_ || now < stalled_until_) {
    return {};
  }
  const std::uint64_t there = spec_.speed > 0 ? arrived(now) : out.size();
  if (there > spec_.buffer_samples && spec_.speed > 0) {
    lost_ += there;
  }
  if (lost_ > 0) {
    lose(std::exchange(lost_, 0));
    return {.result = ReadResult::overflow, .first = position_};
  }
  if (there == 0) {
    return {};
  }
  const std::size_t count = std::min<std::uint64_t>(there, out.size());
  player_->play(out.first(count));
  const std::uint64_t first = std::exchange(position_, position_ + count);
  return {.result = ReadResult::samples, .samples = count, .first = first};
}

Read LiveTuner::read(std::span<cf> out, std::chrono::microseconds timeout) {
  const Clock::time_point until = Clock::now() + timeout;
  while (true) {
    Clock::time_point wake = until;
    {
      const std::lock_guard guard(lock_);
      const Clock::time_point now = Clock::now();
      const Read read = try_read(out, now);
      if (read.result != ReadResult::timeout || now >= until) {
        return read;
      }
      const bool only_time = running_ && now >= stalled_until_ && spec_.speed > 0;
      const Clock::duration longest = k_look_every;
      wake = now + (only_time ? std::min(longest, until_next_transfer(now)) : longest);
    }
    std::this_thread::sleep_until(std::min(wake + std::chrono::microseconds(20), until));
  }
}

void LiveTuner::set_rate(double rate_hz) {
  const std::lock_guard guard(lock_);
  const Clock::time_point now = Clock::now();
  move_anchor(now);
  lose(made(now) - std::min(made(now), position_)); // the real one resets its buffer
  player_->set_rate(rate_hz);
}

void LiveTuner::tune(double center_hz) {
  const std::lock_guard guard(lock_);
  const Clock::time_point now = Clock::now();
  look_at_control(now);
  player_->tune(center_hz,
                made(now) - std::min(made(now), position_)); // what waits was heard before
}

void LiveTuner::set_gain(double gain_db) {
  const std::lock_guard guard(lock_);
  player_->set_gain(gain_db);
}

void LiveTuner::set_automatic_gain(bool automatic) {
  const std::lock_guard guard(lock_);
  player_->set_automatic_gain(automatic);
}

void LiveTuner::set_correction(double ppm) {
  const std::lock_guard guard(lock_);
  move_anchor(Clock::now());
  player_->set_correction(ppm);
}

void LiveTuner::set_always_stuck(bool stuck) {
  const std::lock_guard guard(lock_);
  always_stuck_ = stuck;
  player_->set_stuck(stuck);
}

double LiveTuner::rate_hz() const {
  const std::lock_guard guard(lock_);
  return player_->rate_hz();
}

double LiveTuner::gain_db() const {
  const std::lock_guard guard(lock_);
  return player_->gain_db();
}

double LiveTuner::scene_s() const {
  const std::lock_guard guard(lock_);
  return player_->scene_s();
}

std::uint64_t LiveTuner::position() const {
  const std::lock_guard guard(lock_);
  return position_;
}

} // namespace cw::standins
