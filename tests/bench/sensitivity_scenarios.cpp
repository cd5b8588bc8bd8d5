#include "tests/bench/sensitivity_scenarios.h"

#include <fmt/format.h>

#include <numbers>

namespace cw::bench {
namespace {

constexpr double k_carrier_hz = 947.4e6; // of the generated cell, for the Doppler shift

void add_fading(std::vector<Scenario>& all) {
  struct Setting {
    const char* profile;
    double kmh;
    unsigned memory;
  };
  const std::vector<double> levels = {0, 2, 4, 6, 8, 10, 12, 15};
  for (const Setting& setting : std::vector<Setting>{
           {"TU", 3, 6}, {"TU", 50, 6}, {"RA", 250, 5}, {"HT", 100, 8}, {"EQ", 50, 8}}) {
    const std::string name = fmt::format("{}{}", setting.profile, setting.kmh);
    all.push_back(
        {.name = name,
         .what = "fading, TS 45.005 annex C.3, 6 taps",
         .esn0_db = levels,
         .channel = support::standard_channel(setting.profile, setting.kmh, k_carrier_hz).value(),
         .ideal_memory = setting.memory});
  }
}

std::vector<Scenario> make() {
  std::vector<Scenario> all;
  all.push_back({.name = "awgn",
                 .what = "white noise alone",
                 .esn0_db = {-5, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 4, 8, 20}});
  for (const int degrees : {0, 60, 120, 180, 240, 300}) {
    all.push_back({.name = fmt::format("echo{}", degrees),
                   .what = fmt::format("two equal paths 3.7 symbols apart, {} degrees", degrees),
                   .esn0_db = {4, 6, 8, 10, 12, 20},
                   .channel = support::two_path_channel(3.7, degrees * std::numbers::pi / 180),
                   .ideal_memory = 8});
  }
  add_fading(all);
  for (const double offset_hz : {-40e3, -25e3, -10e3, 10e3, 25e3, 40e3}) {
    all.push_back({.name = fmt::format("cfo{:+.0f}k", offset_hz / 1e3),
                   .what = "carrier error nobody told it",
                   .esn0_db = {0, 1, 2, 2.5, 8},
                   .carrier_error_hz = offset_hz});
  }
  for (const double ppm : {-50.0, -20.0, 20.0, 50.0}) {
    all.push_back({.name = fmt::format("clock{:+.0f}", ppm),
                   .what = "symbol clock error in ppm, carrier right",
                   .esn0_db = {0, 1, 2, 2.5, 8},
                   .clock_error_ppm = ppm});
  }
  return all;
}

} // namespace

const std::vector<Scenario>& scenarios() {
  static const std::vector<Scenario> all = make();
  return all;
}

} // namespace cw::bench
