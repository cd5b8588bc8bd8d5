// Radios through gr-soapy: RTL-SDR, HackRF, Airspy and what else SoapySDR has a module for.
#include "sdr/scan/radio_source.h"

#include <SoapySDR/Logger.hpp>
#include <gnuradio/soapy/source.h>

#include <exception>

namespace cw::sdr {
namespace {

class SoapyRadio : public RadioSource {
public:
  SoapyRadio(gr::soapy::source::sptr source, const DeviceProfile& profile, double ppm)
      : RadioSource({profile.min_hz, profile.max_hz, source->get_sample_rate(0), profile.usable},
                    profile.settle_s,
                    ppm),
        source_(std::move(source)) {}

  gr::basic_block_sptr block() const override { return source_; }
  double gain_db() const override { return source_->get_gain(0); }

private:
  tl::expected<void, std::string> set_center(double hz) override {
    source_->set_frequency(0, hz);
    return {};
  }

  gr::soapy::source::sptr source_;
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
