#include "sdr/scan/band_table.h"
#include "sdr/scan/device_profile.h"
#include "sdr/scan/tuning_plan.h"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

using namespace cw::sdr;

TEST_CASE("radios: source and driver find their profile", "[sdr][scan]") {
  CHECK(device_profile("soapy", "rtlsdr").name == "RTL-SDR");
  CHECK(device_profile("soapy", "hackrf").name == "HackRF");
  CHECK(device_profile("soapy", "airspy").name == "Airspy");
  CHECK(device_profile("uhd", "b200").name == "USRP B200");
  CHECK(device_profile("rtl_tcp", "").name == "RTL-SDR over rtl_tcp");
  CHECK(device_profile("rtl_tcp", "whatever").name == "RTL-SDR over rtl_tcp");
}

TEST_CASE("radios: one that is not known gets the values of a dongle", "[sdr][scan]") {
  for (const char* driver : {"", "cwstandin", "lime"}) {
    CAPTURE(driver);
    const DeviceProfile& profile = device_profile("soapy", driver);
    CHECK(profile.name == "other radio");
    CHECK(profile.rate_hz == 2.4e6);
    CHECK(profile.usable == device_profile("soapy", "rtlsdr").usable);
  }
  CHECK(device_profile("uhd", "n3xx").name == "other radio");
}

TEST_CASE("radios: every profile can be worked with", "[sdr][scan]") {
  CHECK(device_profiles().size() == 6);
  for (const DeviceProfile& profile : device_profiles()) {
    CAPTURE(profile.name);
    CHECK_FALSE(profile.name.empty());
    CHECK(std::ranges::is_sorted(profile.rates_hz));
    CHECK(std::ranges::count(profile.rates_hz, profile.rate_hz) == 1);
    CHECK(profile.usable >= 0.5);
    CHECK(profile.usable <= 0.95);
    CHECK(profile.settle_s > 0);
    CHECK(profile.settle_s < 0.5);
    CHECK(profile.gain_db.value_or(-1) > 0);
    const TunerLimits limits{profile.min_hz, profile.max_hz, profile.rate_hz, profile.usable};
    CHECK(plan_tunings(bands_named("gsm850,egsm900").value(), limits));
  }
}

TEST_CASE("radios: those with an R820T are told that DCS 1800 is too high", "[sdr][scan]") {
  const DeviceProfile& dongle = device_profile("soapy", "rtlsdr");
  const auto plan = plan_tunings(bands_named("gsm1800").value(),
                                 {dongle.min_hz, dongle.max_hz, dongle.rate_hz, dongle.usable});
  CHECK_FALSE(plan);
}

TEST_CASE("radios: an USB id belongs to one profile, and looks like one", "[sdr][scan]") {
  std::set<std::string> seen;
  for (const DeviceProfile& profile : device_profiles()) {
    for (const std::string& id : profile.usb_ids) {
      CAPTURE(profile.name, id);
      CHECK(id.size() == 9);
      CHECK(id[4] == ':');
      CHECK(id.find_first_not_of("0123456789abcdef:") == std::string::npos);
      CHECK(seen.insert(id).second);
    }
  }
  CHECK(seen.size() > 40);
}

TEST_CASE("radios: the udev rules name the same ids as the profiles", "[sdr][scan]") {
  std::set<std::string> expected;
  for (const DeviceProfile& profile : device_profiles()) {
    expected.insert(profile.usb_ids.begin(), profile.usb_ids.end());
  }
  std::set<std::string> ruled;
  std::ifstream rules(CW_SOURCE_DIR "/firmware-configs/udev/60-cellwarden.rules");
  const std::string vendor = "ATTR{idVendor}==\"", product = "ATTR{idProduct}==\"";
  for (std::string line; std::getline(rules, line);) {
    if (line.starts_with(vendor)) {
      ruled.insert(line.substr(vendor.size(), 4) + ":" +
                   line.substr(line.find(product) + product.size(), 4));
    }
  }
  CHECK(ruled == expected);
}
