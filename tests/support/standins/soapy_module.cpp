// SoapySDR module "cwstandin": a scene behind what looks like an RTL-SDR. Receives only.
#include "tests/support/standins/live_tuner.h"

#include <SoapySDR/Device.hpp>
#include <SoapySDR/Errors.hpp>
#include <SoapySDR/Formats.hpp>
#include <SoapySDR/Registry.hpp>
#include <SoapySDR/Time.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace {

using namespace cw::standins;
using SoapySDR::Kwargs;

/// What differs between the two tuners there are.
struct TunerLimits {
  const char* name;
  SoapySDR::Range frequency_hz;
  std::vector<SoapySDR::Range> rates_hz;
  std::vector<double> gains_db; ///< empty: any of the range
  SoapySDR::Range gain_db;
};

const TunerLimits& limits(bool wide) {
  static const TunerLimits rtl = {"R820T",
                                  {24e6, 1766e6},
                                  {{225'001, 300'000}, {900'001, 3'200'000}},
                                  {0.0,  0.9,  1.4,  2.7,  3.7,  7.7,  8.7,  12.5, 14.4, 15.7,
                                   16.6, 19.7, 20.7, 22.9, 25.4, 28.0, 29.7, 32.8, 33.8, 36.4,
                                   37.2, 38.6, 40.2, 42.1, 43.4, 43.9, 44.5, 48.0, 49.6},
                                  {0, 49.6}};
  static const TunerLimits open = {"wide", {10e6, 6e9}, {{0.2e6, 61.44e6}}, {}, {0, 76}};
  return wide ? open : rtl;
}

std::string value(const Kwargs& args, const std::string& key, const std::string& otherwise = "") {
  const auto it = args.find(key);
  return it == args.end() ? otherwise : it->second;
}

/// Devices of the environment, CWSTANDIN_DEVICES="scene=A,serial=1;scene=B,serial=2".
std::vector<Kwargs> listed_devices() {
  std::vector<Kwargs> devices;
  const char* list = std::getenv("CWSTANDIN_DEVICES");
  std::string rest = list == nullptr ? "" : list;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    devices.push_back(SoapySDR::KwargsFromString(rest.substr(0, end)));
    rest.erase(0, end + 1);
  }
  return devices;
}

bool is_there(const Kwargs& device) {
  return value(device, "fault") != "absent" &&
         !ControlFile(value(device, "control")).state().unplugged;
}

std::vector<Kwargs> find_standins(const Kwargs& args) {
  std::vector<Kwargs> devices = listed_devices();
  if (args.contains("scene")) {
    devices = {args};
  }
  std::vector<Kwargs> found;
  for (Kwargs device : devices) {
    device.erase("driver");
    device.erase("type");
    device.try_emplace("serial", "00000001");
    const std::string serial = value(device, "serial");
    device["label"] = "Cellwarden stand-in :: " + serial;
    device["product"] = "stand-in";
    device["tuner"] = value(device, "tuner", "R820T");
    const bool wanted = !args.contains("serial") || value(args, "serial") == serial;
    if (wanted && is_there(device)) {
      found.push_back(device);
    }
  }
  return found;
}

class Standin final : public SoapySDR::Device {
public:
  explicit Standin(const Kwargs& args);

  std::string getDriverKey() const override { return "cwstandin"; }
  std::string getHardwareKey() const override { return limits_.name; }
  Kwargs getHardwareInfo() const override { return {{"serial", serial_}}; }
  std::size_t getNumChannels(int direction) const override {
    return direction == SOAPY_SDR_RX ? 1 : 0;
  }
  bool getFullDuplex(int, std::size_t) const override { return false; }

  std::vector<std::string> getStreamFormats(int, std::size_t) const override {
    return {SOAPY_SDR_CS8, SOAPY_SDR_CS16, SOAPY_SDR_CF32, SOAPY_SDR_CU8};
  }
  std::string getNativeStreamFormat(int, std::size_t, double& full_scale) const override {
    full_scale = 128;
    return SOAPY_SDR_CS8;
  }
  SoapySDR::Stream* setupStream(int direction,
                                const std::string& format,
                                const std::vector<std::size_t>& channels,
                                const Kwargs& args) override;
  void closeStream(SoapySDR::Stream* /*stream*/) override { tuner_->stop(); }
  std::size_t getStreamMTU(SoapySDR::Stream* /*stream*/) const override { return k_mtu; }
  int activateStream(SoapySDR::Stream* stream,
                     int flags,
                     long long time_ns,
                     std::size_t samples) override;
  int deactivateStream(SoapySDR::Stream* stream, int flags, long long time_ns) override;
  int readStream(SoapySDR::Stream* stream,
                 void* const* buffers,
                 std::size_t samples,
                 int& flags,
                 long long& time_ns,
                 long timeout_us) override;

  std::vector<std::string> listAntennas(int, std::size_t) const override { return {"RX"}; }
  std::string getAntenna(int, std::size_t) const override { return "RX"; }
  void setAntenna(int, std::size_t, const std::string& /*name*/) override {}

  bool hasFrequencyCorrection(int, std::size_t) const override { return true; }
  void setFrequencyCorrection(int, std::size_t, double ppm) override;
  double getFrequencyCorrection(int, std::size_t) const override { return correction_ppm_; }

  std::vector<std::string> listGains(int, std::size_t) const override { return {"TUNER"}; }
  bool hasGainMode(int, std::size_t) const override { return true; }
  void setGainMode(int, std::size_t, bool automatic) override;
  bool getGainMode(int, std::size_t) const override { return automatic_gain_; }
  void setGain(int direction, std::size_t channel, double db) override;
  void setGain(int direction, std::size_t channel, const std::string& name, double db) override;
  double getGain(int, std::size_t, const std::string& /*name*/) const override {
    return tuner_->gain_db();
  }
  SoapySDR::Range getGainRange(int, std::size_t) const override { return limits_.gain_db; }
  SoapySDR::Range getGainRange(int, std::size_t, const std::string& /*name*/) const override {
    return limits_.gain_db;
  }

  void setFrequency(int direction,
                    std::size_t channel,
                    const std::string& name,
                    double hz,
                    const Kwargs& args) override;
  double getFrequency(int, std::size_t, const std::string& name) const override {
    return name == "RF" ? center_hz_ : correction_ppm_;
  }
  std::vector<std::string> listFrequencies(int, std::size_t) const override {
    return {"RF", "CORR"};
  }
  SoapySDR::RangeList getFrequencyRange(int, std::size_t, const std::string& name) const override {
    return {name == "RF" ? limits_.frequency_hz : SoapySDR::Range(-1000, 1000)};
  }

  void setSampleRate(int direction, std::size_t channel, double rate_hz) override;
  double getSampleRate(int, std::size_t) const override { return tuner_->rate_hz(); }
  std::vector<double> listSampleRates(int, std::size_t) const override;
  SoapySDR::RangeList getSampleRateRange(int, std::size_t) const override {
    return limits_.rates_hz;
  }

  bool hasHardwareTime(const std::string& what) const override { return what.empty(); }
  long long getHardwareTime(const std::string& what) const override;
  void setHardwareTime(long long time_ns, const std::string& what) override;

private:
  static constexpr std::size_t k_mtu = 16'384;
  enum class Format : std::uint8_t { cs8, cu8, cs16, cf32 };
  void convert(std::size_t count, void* out) const;
  long long time_of(std::uint64_t sample) const;

  const TunerLimits& limits_;
  std::string serial_;
  bool times_;
  std::unique_ptr<LiveTuner> tuner_;
  Format format_ = Format::cf32;
  std::vector<cf> samples_;
  double center_hz_ = 100e6, correction_ppm_ = 0;
  bool automatic_gain_ = false;
  long long time_offset_ns_ = 0;
};

Standin::Standin(const Kwargs& args)
    : limits_(limits(value(args, "tuner") == "wide")), serial_(value(args, "serial")),
      times_(value(args, "times", "1") != "0"), samples_(k_mtu) {
  LiveTunerSpec spec{.scene_path = value(args, "scene"), .control_path = value(args, "control")};
  if (args.contains("epoch")) {
    spec.epoch_s = std::atof(args.at("epoch").c_str());
  }
  spec.speed = std::atof(value(args, "speed", "1").c_str());
  // As SoapyRTLSDR: octets a transfer, and how many transfers wait.
  spec.transfer_samples = std::strtoul(value(args, "bufflen", "262144").c_str(), nullptr, 10) / 2;
  spec.buffer_samples =
      spec.transfer_samples * std::strtoul(value(args, "buffers", "15").c_str(), nullptr, 10);
  if (spec.transfer_samples == 0 || spec.buffer_samples == 0) {
    throw std::runtime_error("bufflen and buffers must be whole numbers above 0");
  }
  auto tuner = LiveTuner::open(spec);
  if (!tuner) {
    throw std::runtime_error(tuner.error());
  }
  tuner_ = std::move(*tuner);
  tuner_->set_rate(2.048e6);
  tuner_->tune(center_hz_);
  tuner_->set_always_stuck(value(args, "fault") == "stick");
}

SoapySDR::Stream* Standin::setupStream(int direction,
                                       const std::string& format,
                                       const std::vector<std::size_t>& channels,
                                       const Kwargs& /*args*/) {
  if (direction != SOAPY_SDR_RX) {
    throw std::runtime_error("the stand-in is RX only, use SOAPY_SDR_RX");
  }
  if (channels.size() > 1 || (!channels.empty() && channels.front() != 0)) {
    throw std::runtime_error("setupStream invalid channel selection");
  }
  const std::vector<std::string> known = {
      SOAPY_SDR_CS8, SOAPY_SDR_CU8, SOAPY_SDR_CS16, SOAPY_SDR_CF32};
  const auto it = std::ranges::find(known, format);
  if (it == known.end()) {
    throw std::runtime_error("setupStream invalid format '" + format + "'");
  }
  format_ = static_cast<Format>(it - known.begin());
  return reinterpret_cast<SoapySDR::Stream*>(this);
}

int Standin::activateStream(SoapySDR::Stream* /*stream*/,
                            int flags,
                            long long /*time_ns*/,
                            std::size_t /*samples*/) {
  if (flags != 0) {
    return SOAPY_SDR_NOT_SUPPORTED;
  }
  tuner_->start();
  return 0;
}

int Standin::deactivateStream(SoapySDR::Stream* /*stream*/, int flags, long long /*time_ns*/) {
  if (flags != 0) {
    return SOAPY_SDR_NOT_SUPPORTED;
  }
  tuner_->stop();
  return 0;
}

int Standin::readStream(SoapySDR::Stream* /*stream*/,
                        void* const* buffers,
                        std::size_t samples,
                        int& flags,
                        long long& time_ns,
                        long timeout_us) {
  const std::size_t most = std::min(samples, k_mtu);
  const Read read =
      tuner_->read(std::span(samples_).first(most), std::chrono::microseconds(timeout_us));
  switch (read.result) {
  case ReadResult::timeout: return SOAPY_SDR_TIMEOUT;
  case ReadResult::overflow: return SOAPY_SDR_OVERFLOW;
  case ReadResult::gone: return SOAPY_SDR_STREAM_ERROR;
  case ReadResult::samples: break;
  }
  flags = times_ ? SOAPY_SDR_HAS_TIME : 0;
  time_ns = times_ ? time_of(read.first) : 0;
  convert(read.samples, buffers[0]);
  return static_cast<int>(read.samples);
}

void Standin::convert(std::size_t count, void* out) const {
  const auto each = [&](auto* to, float scale, float offset) {
    for (std::size_t i = 0; i < count; ++i) {
      using Value = std::remove_pointer_t<decltype(to)>;
      to[2 * i] = static_cast<Value>(samples_[i].real() * scale + offset);
      to[2 * i + 1] = static_cast<Value>(samples_[i].imag() * scale + offset);
    }
  };
  switch (format_) {
  case Format::cs8: each(static_cast<std::int8_t*>(out), 128, 0); break;
  case Format::cu8: each(static_cast<std::uint8_t*>(out), 128, 128); break;
  case Format::cs16: each(static_cast<std::int16_t*>(out), 32'768, 0); break;
  case Format::cf32: std::memcpy(out, samples_.data(), count * sizeof(cf)); break;
  }
}

void Standin::setFrequencyCorrection(int, std::size_t, double ppm) {
  correction_ppm_ = ppm;
  tuner_->set_correction(ppm);
}

void Standin::setGainMode(int, std::size_t, bool automatic) {
  automatic_gain_ = automatic;
  tuner_->set_automatic_gain(automatic);
}

void Standin::setGain(int direction, std::size_t channel, double db) {
  setGain(direction, channel, "TUNER", db);
}

void Standin::setGain(int, std::size_t, const std::string& /*name*/, double db) {
  double nearest = std::clamp(db, limits_.gain_db.minimum(), limits_.gain_db.maximum());
  const auto& gains = limits_.gains_db;
  if (!gains.empty()) {
    nearest = *std::ranges::min_element(
        gains, {}, [nearest](double gain) { return std::abs(gain - nearest); });
  }
  tuner_->set_gain(nearest);
}

void Standin::setFrequency(
    int, std::size_t channel, const std::string& name, double hz, const Kwargs& /*args*/) {
  if (name == "CORR") {
    setFrequencyCorrection(SOAPY_SDR_RX, channel, hz);
    return;
  }
  if (name != "RF") {
    return;
  }
  if (hz < limits_.frequency_hz.minimum() || hz > limits_.frequency_hz.maximum()) {
    throw std::runtime_error(fmt::format("setFrequency failed: {} Hz", hz));
  }
  center_hz_ = hz;
  tuner_->tune(hz);
}

void Standin::setSampleRate(int, std::size_t, double rate_hz) {
  const bool possible = std::ranges::any_of(limits_.rates_hz, [&](const SoapySDR::Range& range) {
    return rate_hz >= range.minimum() && rate_hz <= range.maximum();
  });
  if (!possible) {
    throw std::runtime_error(fmt::format("setSampleRate failed: {} Hz", rate_hz));
  }
  tuner_->set_rate(rate_hz);
}

std::vector<double> Standin::listSampleRates(int, std::size_t) const {
  return {0.25e6, 1.024e6, 1.536e6, 1.792e6, 1.92e6, 2.048e6, 2.16e6, 2.4e6, 2.56e6, 2.88e6, 3.2e6};
}

long long Standin::time_of(std::uint64_t sample) const {
  return SoapySDR::ticksToTimeNs(static_cast<long long>(sample), tuner_->rate_hz()) +
         time_offset_ns_;
}

long long Standin::getHardwareTime(const std::string& /*what*/) const {
  return time_of(tuner_->position());
}

void Standin::setHardwareTime(long long time_ns, const std::string& what) {
  time_offset_ns_ += time_ns - getHardwareTime(what);
}

SoapySDR::Device* make_standin(const Kwargs& args) {
  const std::string serial = value(args, "serial");
  if (!args.contains("scene")) { // find_standins() found nothing to add to what the caller said
    throw std::runtime_error("No RTL-SDR devices found!");
  }
  if (!is_there(args)) {
    throw std::runtime_error("rtlsdr_get_index_by_serial(" + serial + ") - -3");
  }
  const ControlState state = ControlFile(value(args, "control")).state();
  // What librtlsdr prints before its open fails, and what SoapyRTLSDR makes of it.
  if (state.busy || value(args, "fault") == "busy") {
    fmt::print(stderr, "usb_claim_interface error -6\n");
    throw std::runtime_error("Unable to open RTL-SDR device");
  }
  if (state.forbidden || value(args, "fault") == "forbid") {
    fmt::print(stderr,
               "usb_open error -3\nPlease fix the device permissions, e.g. by installing the udev "
               "rules file rtl-sdr.rules\n");
    throw std::runtime_error("Unable to open RTL-SDR device");
  }
  return new Standin(args);
}

const SoapySDR::Registry
    k_registered("cwstandin", &find_standins, &make_standin, SOAPY_SDR_ABI_VERSION);

} // namespace
