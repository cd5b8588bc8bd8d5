// USRPs through gr-uhd.
#include "sdr/scan/radio_source.h"

#include <gnuradio/uhd/usrp_source.h>

#include <exception>

namespace cw::sdr {
namespace {

TunerLimits limits_of(gr::uhd::usrp_source& source, double usable) {
  const auto range = source.get_freq_range(0);
  return {range.start(), range.stop(), source.get_samp_rate(), usable};
}

class UhdRadio : public RadioSource {
public:
  UhdRadio(gr::uhd::usrp_source::sptr source, const DeviceProfile& profile, double ppm)
      : RadioSource(limits_of(*source, profile.usable), profile.settle_s, ppm),
        source_(std::move(source)) {}

  gr::basic_block_sptr block() const override { return source_; }
  double gain_db() const override { return source_->get_gain(0); }

private:
  tl::expected<void, std::string> set_center(double hz) override {
    source_->set_center_freq(::uhd::tune_request_t(hz), 0);
    return {};
  }

  gr::uhd::usrp_source::sptr source_;
};

void set_gain(gr::uhd::usrp_source& source, const std::optional<double>& gain_db) {
  if (gain_db) {
    source.set_gain(*gain_db, 0);
    return;
  }
  try {
    source.set_rx_agc(true, 0);
  } catch (const std::exception&) { // most have none: the middle of their range then
    const auto range = source.get_gain_range(0);
    source.set_gain((range.start() + range.stop()) / 2, 0);
  }
}

} // namespace

OpenedRadio open_uhd(const SourceSpec& spec, const RadioSettings& settings) {
  const DeviceProfile& profile = device_profile("uhd", spec.argument("type"));
  try {
    auto source = gr::uhd::usrp_source::make(::uhd::device_addr_t(spec.args),
                                             ::uhd::stream_args_t("fc32", "sc16"));
    source->set_samp_rate(settings.rate_hz.value_or(profile.rate_hz));
    set_gain(*source, settings.gain_db ? settings.gain_db : profile.gain_db);
    return std::make_unique<UhdRadio>(std::move(source), profile, settings.ppm);
  } catch (const std::exception& failure) {
    return tl::unexpected(std::string(failure.what()));
  }
}

} // namespace cw::sdr
