// What is known of a kind of radio, from firmware-configs/devices/*.toml, which travel inside the
// program.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cw::sdr {

struct DeviceProfile {
  std::string name;             ///< "RTL-SDR"
  std::string source;           ///< "soapy", "uhd", "rtl_tcp"
  std::string driver;           ///< of SoapySDR, or type of UHD; empty: any
  double rate_hz = 2.4e6;       ///< what to run it at, if the user does not say
  std::vector<double> rates_hz; ///< that work without loss, rising
  double usable = 0.85;         ///< share of the rate that its filters leave flat
  double min_hz = 24e6, max_hz = 1766e6;
  double settle_s = 0.1;         ///< after a change of frequency, with what its driver had queued
  std::optional<double> gain_db; ///< to begin with; none: its automatic gain
  std::string package;           ///< Debian's, that makes it work
  std::vector<std::string> usb_ids; ///< "0bda:2838", as lsusb prints them
};

/// The profile that fits best: source and driver, else source alone, else a careful default.
const DeviceProfile& device_profile(std::string_view source, std::string_view driver);

/// All of them, for `cellwarden devices`.
const std::vector<DeviceProfile>& device_profiles();

} // namespace cw::sdr
