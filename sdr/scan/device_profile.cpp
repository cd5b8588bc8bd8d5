#include "sdr/scan/device_profile.h"

#include "sdr/scan/config_files.h"

#include <toml++/toml.h>

#include <algorithm>

namespace cw::sdr {
namespace {

template <class T>
std::vector<T> read_list(const toml::node_view<const toml::node>& node) {
  std::vector<T> list;
  if (const toml::array* array = node.as_array()) {
    for (const toml::node& item : *array) {
      if (const auto value = item.value<T>()) {
        list.push_back(*value);
      }
    }
  }
  return list;
}

DeviceProfile read_profile(const ConfigFile& file) {
  const toml::table root = toml::parse(file.toml); // a test sees that they all parse
  DeviceProfile profile;
  profile.name = root["name"].value_or(std::string());
  profile.source = root["source"].value_or(std::string());
  profile.driver = root["driver"].value_or(std::string());
  profile.rate_hz = root["rate_hz"].value_or(0.0);
  profile.rates_hz = read_list<double>(root["rates_hz"]);
  profile.usable = root["usable"].value_or(0.0);
  profile.min_hz = root["min_hz"].value_or(0.0);
  profile.max_hz = root["max_hz"].value_or(0.0);
  profile.settle_s = root["settle_s"].value_or(0.0);
  profile.gain_db = root["gain_db"].value<double>();
  profile.package = root["package"].value_or(std::string());
  profile.usb_ids = read_list<std::string>(root["usb_ids"]);
  return profile;
}

std::vector<DeviceProfile> read_profiles() {
  std::vector<DeviceProfile> profiles;
  for (const ConfigFile& file : device_files()) {
    profiles.push_back(read_profile(file));
  }
  std::ranges::stable_sort(profiles, std::ranges::greater(), [](const DeviceProfile& profile) {
    return !profile.driver.empty() ? 2 : profile.source.empty() ? 0 : 1;
  });
  return profiles;
}

} // namespace

const std::vector<DeviceProfile>& device_profiles() {
  static const std::vector<DeviceProfile> profiles = read_profiles();
  return profiles;
}

// They are sorted from the one that says most of what it is for to the one that says nothing.
const DeviceProfile& device_profile(std::string_view source, std::string_view driver) {
  const auto fits = [&](const DeviceProfile& profile) {
    return (profile.source.empty() || profile.source == source) &&
           (profile.driver.empty() || profile.driver == driver);
  };
  return *std::ranges::find_if(device_profiles(), fits);
}

} // namespace cw::sdr
