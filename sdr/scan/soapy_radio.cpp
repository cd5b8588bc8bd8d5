// Radios through gr-soapy: RTL-SDR, HackRF, Airspy and what else SoapySDR has a module for.
#include "sdr/scan/radio_source.h"

#include <SoapySDR/Logger.hpp>
#include <fmt/format.h>
#include <gnuradio/soapy/source.h>

#include <exception>

namespace cw::sdr {
namespace {

class SoapyRadio : public RadioSource {
public:
  SoapyRadio(gr::soapy::source::sptr source, const DeviceProfile& profile, double ppm)
      : source_(std::move(source)), profile_(profile), ppm_(ppm) {
    limits_.min_hz = profile.min_hz;
    limits_.max_hz = profile.max_hz;
    limits_.rate_hz = source_->get_sample_rate(0);
    limits_.usable = profile.usable;
  }

  gr::basic_block_sptr block() const override { return source_; }
  TunerLimits limits() const override { return limits_; }
  double settle_s() const override { return profile_.settle_s; }
  double gain_db() const override { return source_->get_gain(0); }

  tl::expected<void, std::string> tune(double center_hz) override {
    try {
      source_->set_frequency(0, center_hz * (1 + ppm_ * 1e-6));
    } catch (const std::exception& failure) {
      return tl::unexpected(
          fmt::format("it does not tune to {:.6g} MHz: {}", center_hz / 1e6, failure.what()));
    }
    return {};
  }

private:
  gr::soapy::source::sptr source_;
  const DeviceProfile& profile_;
  double ppm_;
  TunerLimits limits_;
};

void set_up(gr::soapy::source& source,
            const DeviceProfile& profile,
            const RadioSettings& settings) {
  source.set_sample_rate(0, settings.rate_hz.value_or(profile.rate_hz));
  const auto gain_db = settings.gain_db ? settings.gain_db : profile.gain_db;
  if (source.has_gain_mode(0)) {
    source.set_gain_mode(0, !gain_db);
  }
  if (gain_db) {
    source.set_gain(0, *gain_db);
  }
}

} // namespace

OpenedRadio open_soapy(const SourceSpec& spec, const RadioSettings& settings) {
  const DeviceProfile& profile = device_profile("soapy", spec.argument("driver"));
  SoapySDR::setLogLevel(SOAPY_SDR_FATAL); // errors come as exceptions too
  try {
    auto source = gr::soapy::source::make(spec.args, "fc32", 1);
    set_up(*source, profile, settings);
    return std::make_unique<SoapyRadio>(std::move(source), profile, settings.ppm);
  } catch (const std::exception& failure) {
    return tl::unexpected(std::string(failure.what()));
  }
}

} // namespace cw::sdr
