// USRPs through gr-uhd.
#include "sdr/scan/radio_source.h"

#include <fmt/format.h>
#include <gnuradio/uhd/usrp_source.h>

#include <exception>

namespace cw::sdr {
namespace {

class UhdRadio : public RadioSource {
public:
  UhdRadio(gr::uhd::usrp_source::sptr source, const DeviceProfile& profile, double ppm)
      : source_(std::move(source)), profile_(profile), ppm_(ppm) {
    const auto range = source_->get_freq_range(0);
    limits_.min_hz = range.start();
    limits_.max_hz = range.stop();
    limits_.rate_hz = source_->get_samp_rate();
    limits_.usable = profile.usable;
  }

  gr::basic_block_sptr block() const override { return source_; }
  TunerLimits limits() const override { return limits_; }
  double settle_s() const override { return profile_.settle_s; }
  double gain_db() const override { return source_->get_gain(0); }

  tl::expected<void, std::string> tune(double center_hz) override {
    try {
      source_->set_center_freq(::uhd::tune_request_t(center_hz * (1 + ppm_ * 1e-6)), 0);
    } catch (const std::exception& failure) {
      return tl::unexpected(
          fmt::format("it does not tune to {:.6g} MHz: {}", center_hz / 1e6, failure.what()));
    }
    return {};
  }

private:
  gr::uhd::usrp_source::sptr source_;
  const DeviceProfile& profile_;
  double ppm_;
  TunerLimits limits_;
};

} // namespace

OpenedRadio open_uhd(const SourceSpec& spec, const RadioSettings& settings) {
  const DeviceProfile& profile = device_profile("uhd", spec.argument("type"));
  try {
    auto source = gr::uhd::usrp_source::make(::uhd::device_addr_t(spec.args),
                                             ::uhd::stream_args_t("fc32", "sc16"));
    source->set_samp_rate(settings.rate_hz.value_or(profile.rate_hz));
    const auto gain_db = settings.gain_db ? settings.gain_db : profile.gain_db;
    if (gain_db) {
      source->set_gain(*gain_db, 0);
    } else {
      try {
        source->set_rx_agc(true, 0);
      } catch (const std::exception&) { // most have none: the middle of their range then
        const auto range = source->get_gain_range(0);
        source->set_gain((range.start() + range.stop()) / 2, 0);
      }
    }
    return std::make_unique<UhdRadio>(std::move(source), profile, settings.ppm);
  } catch (const std::exception& failure) {
    return tl::unexpected(std::string(failure.what()));
  }
}

} // namespace cw::sdr
