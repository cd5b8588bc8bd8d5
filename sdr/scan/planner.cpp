#include "sdr/scan/planner.h"

#include <algorithm>

namespace cw::sdr {
namespace {

constexpr double k_step_s =
    0.06; // what a visit may last longer than asked: it is asked 20 times a second

} // namespace

Planner::Planner(std::size_t tunings, const PlannerTimes& times)
    : times_(times), left_s_(std::max<std::size_t>(tunings, 1), k_never),
      visits_(left_s_.size(), 0) {}

double Planner::round_s() const noexcept {
  return static_cast<double>(left_s_.size()) * look_cost_s();
}

double Planner::look_cost_s() const noexcept {
  return times_.settle_s + times_.look_s + k_step_s;
}

std::optional<std::size_t> Planner::oldest(bool looked_at) const {
  std::optional<std::size_t> oldest;
  for (std::size_t i = 0; i < left_s_.size(); ++i) {
    if ((left_s_[i] != k_never) == looked_at && (!oldest || left_s_[i] < left_s_[*oldest])) {
      oldest = i;
    }
  }
  return oldest;
}

std::size_t Planner::begin(double now_s) {
  const auto fresh = oldest(false);
  const auto known = oldest(true);
  bool take_fresh = fresh.has_value();
  if (fresh && known) {
    here_ = *fresh;
    // With too many tunings for a period every second visit goes on with the first round.
    take_fresh =
        round_s() > times_.period_s ? !was_fresh_ : now_s + look_cost_s() <= latest_end_s(0);
  }
  was_fresh_ = take_fresh;
  here_ = take_fresh ? *fresh : *known;
  listening_from_s_ = now_s + (left_s_.size() > 1 ? times_.settle_s : 0);
  return here_;
}

/// When this visit has to end for the others to be looked at in time, one after the other in the
/// order in which they were left, with so much time for something else before.
double Planner::latest_end_s(double reserve_s) const {
  std::vector<double> others;
  for (std::size_t i = 0; i < left_s_.size(); ++i) {
    if (i != here_ && left_s_[i] != k_never) {
      others.push_back(left_s_[i]);
    }
  }
  std::ranges::sort(others);
  double latest = std::numeric_limits<double>::infinity();
  double before_s = reserve_s;
  for (const double left_s : others) {
    latest = std::min(latest, left_s + times_.period_s - before_s - times_.settle_s);
    before_s += look_cost_s();
  }
  return latest;
}

/// What a visit listens where nothing more is asked of it: the period shared out evenly.
double Planner::fair_look_s() const {
  const double share_s = times_.period_s / static_cast<double>(left_s_.size()) - times_.settle_s;
  return std::clamp(0.8 * share_s, times_.look_s, times_.read_s);
}

bool Planner::over(double now_s, bool more) const {
  if (left_s_.size() == 1) {
    return false;
  }
  const double listened_s = now_s - listening_from_s_;
  const bool first_round = looked_at_ < left_s_.size();
  const double wanted_s = more ? times_.read_s : first_round ? times_.look_s : fair_look_s();
  // One of those never looked at comes in between.
  const double reserve_s = oldest(false) ? look_cost_s() : 0;
  return listened_s >= times_.look_s &&
         (listened_s >= wanted_s || now_s >= latest_end_s(reserve_s));
}

void Planner::end(double now_s) {
  looked_at_ += left_s_[here_] == k_never ? 1U : 0U;
  left_s_[here_] = now_s;
  ++visits_[here_];
  rounds_ = *std::ranges::min_element(visits_);
}

} // namespace cw::sdr
