// A radio as the scanner uses it, whatever driver is behind it.
#pragma once

#include "sdr/scan/device_profile.h"
#include "sdr/scan/source_spec.h"
#include "sdr/scan/tuning_plan.h"

#include <gnuradio/basic_block.h>
#include <tl/expected.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace cw::sdr {

struct RadioSettings {
  std::optional<double> rate_hz; ///< none: the profile's
  std::optional<double> gain_db; ///< none: the profile's, or the radio's automatic gain
  double ppm = 0;                ///< the user's correction of its reference
};

/// One open radio. Destroy it before opening the same one again.
class RadioSource {
public:
  RadioSource(const RadioSource&) = delete;
  RadioSource& operator=(const RadioSource&) = delete;
  virtual ~RadioSource() = default;

  const TunerLimits& limits() const noexcept { return limits_; } ///< with the rate it runs at
  double settle_s() const noexcept { return settle_s_; }
  /// Errors: a sentence.
  tl::expected<void, std::string> tune(double center_hz);

  virtual gr::basic_block_sptr block() const = 0; ///< one output of complex float
  /// The only centre there is, for a source that cannot tune.
  virtual std::optional<double> fixed_center_hz() const { return std::nullopt; }
  virtual double gain_db() const = 0;
  /// Why it ended by itself, once it has; empty while it runs.
  virtual std::string ended() const { return {}; }
  /// From any thread: end whatever waits for samples.
  virtual void stop() {}

protected:
  RadioSource(const TunerLimits& limits, double settle_s, double ppm)
      : limits_(limits), settle_s_(settle_s), ppm_(ppm) {}

private:
  /// May throw what a driver throws.
  virtual tl::expected<void, std::string> set_center(double hz) = 0;

  TunerLimits limits_;
  double settle_s_, ppm_;
};

/// Opens it and sets rate and gain. Errors: the driver's words in one sentence; what to do about
/// them is for others to say.
tl::expected<std::unique_ptr<RadioSource>, std::string> open_radio(const SourceSpec& spec,
                                                                   const RadioSettings& settings);

/// The same, without what drivers print meanwhile. Errors: a sentence that says what to do.
tl::expected<std::unique_ptr<RadioSource>, std::string>
open_or_say_why(const SourceSpec& spec, const RadioSettings& settings);

/// What the kinds of open_radio() are made of, one file each.
using OpenedRadio = tl::expected<std::unique_ptr<RadioSource>, std::string>;
OpenedRadio open_soapy(const SourceSpec& spec, const RadioSettings& settings);
OpenedRadio open_uhd(const SourceSpec& spec, const RadioSettings& settings);
OpenedRadio open_rtl_tcp(const SourceSpec& spec, const RadioSettings& settings);
OpenedRadio open_file(const SourceSpec& spec, const RadioSettings& settings);

} // namespace cw::sdr
