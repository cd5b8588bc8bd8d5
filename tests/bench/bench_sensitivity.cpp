// Blocks decoded of blocks sent: the receiver, and beside it the ideal one on the same samples.
//   bench_sensitivity [--seconds S] [--seeds N] [--no-ideal] [SCENARIO...]
// Ends each scenario with the Es/N0 at which either gets half and 95 % of its blocks.
#include "tests/bench/sensitivity_run.h"
#include "tests/bench/sensitivity_scenarios.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using namespace cw::bench;

struct Options {
  double seconds = 10;
  unsigned seeds = 2;
  bool ideal = true;
  std::vector<std::string_view> only;
};

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--seconds" && i + 1 < argc) {
      options.seconds = std::atof(argv[++i]);
    } else if (word == "--seeds" && i + 1 < argc) {
      options.seeds = static_cast<unsigned>(std::atoi(argv[++i]));
    } else if (word == "--no-ideal") {
      options.ideal = false;
    } else {
      options.only.push_back(word);
    }
  }
  return options;
}

struct Point {
  double esn0_db, share;
};

/// Es/N0 at which a rising curve crosses this share, between the points; "-" if it does not.
std::string crossing(const std::vector<Point>& curve, double share) {
  for (std::size_t i = 1; i < curve.size(); ++i) {
    const Point low = curve[i - 1];
    const Point high = curve[i];
    if (low.share < share && high.share >= share) {
      const double at = (share - low.share) / (high.share - low.share);
      return fmt::format("{:.2f}", low.esn0_db + at * (high.esn0_db - low.esn0_db));
    }
  }
  return "-";
}

void run_scenario(const Scenario& scenario, const Options& options) {
  fmt::print("{}: {}\n", scenario.name, scenario.what);
  fmt::print("  Es/N0   sent  receiver   ideal  wrong\n");
  std::vector<Point> ours;
  std::vector<Point> best;
  for (const double esn0_db : scenario.esn0_db) {
    Outcome sum;
    for (unsigned seed = 1; seed <= options.seeds; ++seed) {
      sum += run_once(scenario, {esn0_db, options.seconds, seed, options.ideal});
    }
    const double sent = std::max(1U, sum.sent);
    ours.push_back({esn0_db, sum.receiver / sent});
    best.push_back({esn0_db, sum.ideal / sent});
    fmt::print("  {:5.1f} {:6} {:7.2f} % {:5.2f} % {:5}\n",
               esn0_db,
               sum.sent,
               100 * ours.back().share,
               100 * best.back().share,
               sum.wrong);
    std::fflush(stdout);
  }
  for (const double share : {0.5, 0.95}) {
    fmt::print("  {:.0f} % at {} dB, ideal {} dB\n",
               100 * share,
               crossing(ours, share),
               crossing(best, share));
  }
}

} // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  bool any = false;
  for (const Scenario& scenario : scenarios()) {
    if (options.only.empty() || std::ranges::count(options.only, scenario.name) != 0) {
      run_scenario(scenario, options);
      any = true;
    }
  }
  if (!any) {
    fmt::print(stderr, "bench_sensitivity: no such scenario; there are:");
    for (const Scenario& scenario : scenarios()) {
      fmt::print(stderr, " {}", scenario.name);
    }
    fmt::print(stderr, "\n");
    return 2;
  }
  return 0;
}
