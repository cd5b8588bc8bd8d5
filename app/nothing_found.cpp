#include "app/nothing_found.h"

#include "wire/arfcn.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace cw::app {
namespace {

std::string carrier_name(const InputSearch& search, const dsp::BandSearch::Carrier& carrier) {
  if (!search.tuned.center_hz) {
    return fmt::format("{:+.0f} kHz", carrier.offset_hz / 1e3);
  }
  const double hz = *search.tuned.center_hz + carrier.offset_hz;
  const auto arfcn = wire::arfcn_at(hz);
  return arfcn ? fmt::format("{:.1f} MHz (ARFCN {})", hz / 1e6, arfcn->number)
               : fmt::format("{:.1f} MHz", hz / 1e6);
}

std::string strongest_text(const InputSearch& search) {
  constexpr std::size_t k_shown = 3;
  std::vector<std::string> carriers;
  for (const auto& carrier : search.tuned.band.carriers) {
    if (carriers.size() == k_shown) {
      break;
    }
    carriers.push_back(fmt::format("{} at {:.1f} dBFS, best tone {:.1f} dB, {} FCCH, {} SCH",
                                   carrier_name(search, carrier),
                                   carrier.level_dbfs,
                                   carrier.best_fcch_snr_db,
                                   carrier.fcch,
                                   carrier.sch));
  }
  return fmt::format("strongest: {}", fmt::join(carriers, "; "));
}

bool in_a_gsm_band(const InputSearch& search) {
  return std::any_of(
      search.tuned.band.carriers.begin(),
      search.tuned.band.carriers.end(),
      [&](const auto& carrier) {
        return wire::arfcn_at(*search.tuned.center_hz + carrier.offset_hz).has_value();
      });
}

// There is nothing to say of level and carriers where there is no signal. Advice about the gain
// would be wrong.
std::optional<std::string> why_no_signal(const InputSearch& search) {
  constexpr double k_burst_s = 156.25 / 270'833.0; // TS 45.002 §5.2
  constexpr float k_silence_dbfs = -190.0F;        // 16 bits end at -96; silence is told as -200
  const double searched_s = search.tuned.band.searched_s;
  if (searched_s < k_burst_s) {
    return fmt::format("no GSM cell found: {} samples are too few, not even one burst of 0.6 ms; "
                       "record 0.3 s or more",
                       std::llround(searched_s * search.sample_rate_hz));
  }
  if (search.tuned.band.level_dbfs < k_silence_dbfs) {
    return fmt::format(
        "no GSM cell found: there is no signal in {:.3g} s, every sample is 0 or not "
        "a number (NaN); check the receiver and --format",
        searched_s);
  }
  return std::nullopt;
}

std::vector<std::string> what_to_try(const InputSearch& search) {
  std::vector<std::string> advice;
  constexpr double k_multiframe_s = 0.2354; // a 51-multiframe: five SCH and one BCCH block
  constexpr float k_quiet_dbfs = -60.0F;
  constexpr double k_overdriven = 0.01;
  if (search.clipped_fraction > k_overdriven) {
    advice.push_back(fmt::format("lower the gain: {:.0f} % of the samples are clipped",
                                 100 * search.clipped_fraction));
  }
  if (search.tuned.band.level_dbfs < k_quiet_dbfs) {
    advice.emplace_back("raise the gain or look at the antenna: the level is very low");
  }
  if (search.tuned.band.searched_s < k_multiframe_s) {
    advice.emplace_back(
        "record 0.3 s or more: an SCH comes every 46 ms, a BCCH block every 235 ms");
  }
  if (search.tuned.center_hz && !in_a_gsm_band(search)) {
    advice.emplace_back(
        "tune to a GSM downlink (869-894, 921-960, 1805-1880 or 1930-1990 MHz) or correct --freq");
  }
  advice.emplace_back("check --format and --rate: a wrong one looks like noise");
  return advice;
}

} // namespace

std::vector<std::string> why_nothing(const InputSearch& search) {
  if (auto no_signal = why_no_signal(search)) {
    return {*std::move(no_signal)};
  }
  std::vector<std::string> sentences;
  sentences.push_back(fmt::format(
      "no GSM cell found: {} carrier{} of 200 kHz searched for FCCH and SCH over {:.3g} s, "
      "mean level {:.1f} dBFS",
      search.tuned.band.carriers.size(),
      search.tuned.band.carriers.size() == 1 ? "" : "s",
      search.tuned.band.searched_s,
      search.tuned.band.level_dbfs));
  if (!search.tuned.band.carriers.empty()) {
    sentences.push_back(strongest_text(search));
  }
  for (const std::string& advice : what_to_try(search)) {
    sentences.push_back("try: " + advice);
  }
  return sentences;
}

} // namespace cw::app
