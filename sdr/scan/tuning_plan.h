// From bands to tunings: where a tuner has to stand so that every carrier is seen once.
#pragma once

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cw::sdr {

/// Consecutive GSM carriers of a band, by their downlink frequencies (TS 45.005 clause 2).
struct CarrierRange {
  std::string name; ///< "gsm900"
  double first_hz = 0, last_hz = 0;
};

/// What a radio can do, at the rate it runs at.
struct TunerLimits {
  double min_hz = 0, max_hz = 6e9; ///< of the centre
  double rate_hz = 0;
  double usable = 0.85; ///< share of the rate that its filters leave flat
};

struct Tuning {
  double center_hz = 0;
  std::vector<double> carriers_hz; ///< that are received well, rising
};

/// Tunings in rising frequency that cover every carrier of the ranges once. The centre lies between
/// two carriers, so that a receiver's DC offset falls on none.
///
/// Errors  a sentence: a carrier outside the tuner's range, a rate too low for two carriers.
tl::expected<std::vector<Tuning>, std::string> plan_tunings(std::span<const CarrierRange> ranges,
                                                            const TunerLimits& limits);

/// One tuning that stays, with the carriers of any GSM band in it.
Tuning fixed_tuning(double center_hz, const TunerLimits& limits);

} // namespace cw::sdr
