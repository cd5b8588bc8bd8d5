#include "sdr/flowgraph/train_book.h"

#include <algorithm>
#include <cmath>

namespace cw::sdr {
namespace {

constexpr double k_frame_s = 120e-3 / 26; // TS 45.002 clause 4.3.1
constexpr double k_hyperframe_s = k_frame_s * wire::k_hyperframe;
constexpr double k_remembered_s = 3600;
constexpr double k_base_slack_s = 0.3e-3; // half a timeslot: what the receiver times blocks to
constexpr double k_clock_error = 60e-6;   // of the poorest dongle, warming up
constexpr double k_most_slack_s = 0.1;

std::int64_t carrier_of(const wire::RadioId& heard_on) {
  return std::llround(heard_on.carrier_hz.value_or(heard_on.carrier_offset_hz) / 1e3);
}

double origin_of(const wire::GsmBlock& block) {
  return block.t_s - k_frame_s * (block.fn + block.slot / 8.0);
}

/// Difference of two origins, which repeat every hyperframe (3 h 28 min).
double apart_s(double one_s, double other_s) {
  return std::abs(std::remainder(one_s - other_s, k_hyperframe_s));
}

} // namespace

/// Same colour, same frame numbers.
bool TrainBook::continues(const Train& train, const wire::GsmBlock& first, double slack_s) const {
  return train.bsic == first.heard_on.bsic.value_or(0) &&
         apart_s(train.origin_s, origin_of(first)) < slack_s;
}

bool TrainBook::echoes(const wire::GsmBlock& first) const {
  constexpr double k_moment_s = 60;
  constexpr double k_same_offset_hz = 1e3;
  constexpr double k_slack_s = 1; // samples may have been lost meanwhile that nobody told of
  return std::ranges::any_of(trains_, [&](const Train& train) {
    return train.carrier_khz != carrier_of(first.heard_on) &&
           std::abs(train.offset_hz - first.heard_on.carrier_offset_hz) < k_same_offset_hz &&
           first.t_s - train.last_s < k_moment_s && continues(train, first, k_slack_s);
  });
}

std::uint32_t TrainBook::number(const wire::GsmBlock& first) {
  std::erase_if(trains_,
                [&](const Train& train) { return first.t_s - train.last_s > k_remembered_s; });
  for (const Train& train : trains_) {
    const double slack_s =
        std::min(k_base_slack_s + k_clock_error * (first.t_s - train.last_s), k_most_slack_s);
    if (train.carrier_khz == carrier_of(first.heard_on) && continues(train, first, slack_s)) {
      return train.number;
    }
  }
  trains_.push_back({.number = ++used_,
                     .carrier_khz = carrier_of(first.heard_on),
                     .bsic = first.heard_on.bsic.value_or(0),
                     .offset_hz = first.heard_on.carrier_offset_hz,
                     .origin_s = origin_of(first),
                     .last_s = first.t_s});
  return used_;
}

void TrainBook::heard(std::uint32_t number, const wire::GsmBlock& block) {
  const auto train = std::ranges::find(trains_, number, &Train::number);
  if (train != trains_.end() && block.channel == wire::GsmChannel::sch) {
    train->origin_s = origin_of(block);
    train->last_s = block.t_s;
    train->offset_hz = block.heard_on.carrier_offset_hz;
  }
}

void TrainBook::lost(std::uint32_t number) {
  std::erase_if(trains_, [number](const Train& train) { return train.number == number; });
}

} // namespace cw::sdr
