#include "sdr/scan/planner.h"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <vector>

using cw::sdr::Planner;
using cw::sdr::PlannerTimes;

namespace {

struct Visit {
  std::size_t tuning = 0;
  double listen_from_s = 0, end_s = 0;
};

// Runs a planner in steps of 50 ms; `more` says whether a tuning still wants to be read.
std::vector<Visit> walk(Planner& planner,
                        const PlannerTimes& times,
                        double seconds,
                        const std::function<bool(std::size_t, double listened_s)>& more) {
  std::vector<Visit> visits;
  double now = 0;
  while (now < seconds) {
    Visit visit;
    visit.tuning = planner.begin(now);
    visit.listen_from_s = now + times.settle_s;
    do {
      now += 0.05;
    } while (!planner.over(now, more(visit.tuning, now - visit.listen_from_s)) && now < seconds);
    planner.end(now);
    visit.end_s = now;
    visits.push_back(visit);
  }
  return visits;
}

// Longest time between the end of one look at a tuning and the beginning of the next.
double longest_absence(const std::vector<Visit>& visits, std::size_t tunings) {
  double longest = 0;
  std::vector<double> left(tunings, -1);
  for (const Visit& visit : visits) {
    if (left[visit.tuning] >= 0) {
      longest = std::max(longest, visit.listen_from_s - left[visit.tuning]);
    }
    left[visit.tuning] = visit.end_s;
  }
  return longest;
}

} // namespace

TEST_CASE("planner: every tuning is looked at again within the period", "[sdr][scan]") {
  const PlannerTimes times;
  for (const std::size_t tunings : {2U, 5U, 13U, 18U}) {
    CAPTURE(tunings);
    Planner planner(tunings, times);
    // The hardest case: everything always wants more.
    const auto visits = walk(planner, times, 120, [](std::size_t, double) { return true; });
    CHECK(longest_absence(visits, tunings) <= times.period_s + 0.051);
  }
}

TEST_CASE("planner: a P-GSM band of 13 tunings with a cell in each is read within 60 s",
          "[sdr][scan]") {
  constexpr double k_multiframe_s = 51 * 120e-3 / 26;
  for (const double phase_s : {0.0, 0.3, 0.9, 1.4}) {
    CAPTURE(phase_s);
    const PlannerTimes times;
    Planner planner(13, times);
    // System information is sent by TC, the number of the multiframe modulo 8 (TS 45.002 clause
    // 6.3.1.3): SI1 in TC 0, SI2 in 1, SI3 in 2 and 6, SI4 in 3 and 7. Each cell has its own.
    std::vector<std::set<int>> heard(13);
    const auto read = [&](std::size_t i) {
      return heard[i].contains(0) && heard[i].contains(1) && heard[i].contains(2) &&
             heard[i].contains(3);
    };
    double now = 0;
    double done_s = 0;
    std::size_t read_through = 0;
    while (now < 60) {
      const std::size_t at = planner.begin(now);
      double from = now + times.settle_s + phase_s + 0.37 * static_cast<double>(at);
      const double offset = from - now - times.settle_s;
      do {
        now += 0.05;
        for (; from + k_multiframe_s < now + offset; from += 0.01) {
          const double tc = from / k_multiframe_s;
          if (tc - std::floor(tc) < 0.05) {
            const int number = static_cast<int>(tc) % 8;
            heard[at].insert(number == 6 || number == 7 ? number - 4 : number);
          }
        }
      } while (!planner.over(now, !read(at)));
      planner.end(now);
      read_through = 0;
      for (std::size_t i = 0; i < 13; ++i) {
        read_through += read(i) ? 1U : 0U;
      }
      done_s = read_through == 13 && done_s == 0 ? now : done_s;
    }
    CHECK(read_through == 13);
    CHECK(done_s < 50);
  }
}

TEST_CASE("planner: tunings without anything to read are left at once in the first round",
          "[sdr][scan]") {
  const PlannerTimes times;
  Planner planner(13, times);
  const auto visits = walk(planner, times, 20, [](std::size_t, double) { return false; });
  REQUIRE(visits.size() > 13);
  CHECK(visits[12].end_s < 13 * (times.look_s + times.settle_s + 0.06));
  CHECK(planner.looked_at() == 13);
  std::set<std::size_t> seen;
  for (std::size_t i = 0; i < 13; ++i) {
    seen.insert(visits[i].tuning);
  }
  CHECK(seen.size() == 13);
}

TEST_CASE("planner: one tuning is never left", "[sdr][scan]") {
  Planner planner(1, {});
  CHECK(planner.begin(0) == 0);
  CHECK_FALSE(planner.over(1e6, false));
  CHECK_FALSE(planner.over(1e6, true));
}

TEST_CASE("planner: with more tunings than fit into a period it still goes round", "[sdr][scan]") {
  const PlannerTimes times;
  Planner planner(60, times);
  CHECK(planner.round_s() > times.period_s);
  const auto visits = walk(planner, times, 90, [](std::size_t, double) { return true; });
  CHECK(planner.rounds() >= 1);
  CHECK(longest_absence(visits, 60) < planner.round_s() * 1.3);
}
