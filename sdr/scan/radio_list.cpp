#include "sdr/scan/radio_list.h"

#include "sdr/scan/trouble.h"

#include <fmt/format.h>

#include <algorithm>

namespace cw::sdr {
namespace {

std::string value_of(const DriverArgs& args, const std::string& key) {
  const auto found = args.find(key);
  return found == args.end() ? std::string() : found->second;
}

std::string
source_of(const char* kind, const char* key, const std::string& value, const std::string& serial) {
  return fmt::format("{}:{}={}{}{}", kind, key, value, serial.empty() ? "" : ",serial=", serial);
}

bool is(const DriverArgs& found, const char* key, const UsbRadio& radio) {
  const std::string serial = value_of(found, "serial");
  // libhackrf pads its serial numbers with zeros
  return value_of(found, key) == radio.profile->driver &&
         (serial == radio.serial || (!radio.serial.empty() && serial.ends_with(radio.serial)));
}

/// Not radios, or radios that are found in another way.
bool to_leave_out(const DriverArgs& found) {
  const std::string driver = value_of(found, "driver");
  return driver.empty() || driver == "audio" || driver == "uhd" || driver == "null" ||
         value_of(found, "type") == "soapy"; // through the module uhd-soapysdr
}

class Listing {
public:
  explicit Listing(const SystemRoots& roots) : roots_(roots) {}

  void add(const UsbRadio& radio, const std::vector<DriverArgs>& found, const char* key) {
    const bool seen =
        std::ranges::any_of(found, [&](const DriverArgs& one) { return is(one, key, radio); });
    std::string trouble = trouble_of(radio, roots_);
    if (trouble.empty() && !seen) {
      trouble = "its driver does not find it: plug it in again, into another port or with another "
                "cable";
    }
    radios_.push_back(
        {radio.product,
         radio.serial,
         source_of(radio.profile->source.c_str(), key, radio.profile->driver, radio.serial),
         std::move(trouble)});
  }

  void add(const DriverArgs& found, const char* kind, const char* key) {
    const std::string serial = value_of(found, "serial");
    const std::string address = value_of(found, "addr");
    std::string name = value_of(found, "label");
    name = name.empty() ? value_of(found, "product") : name;
    std::string source = source_of(kind, key, value_of(found, key), serial);
    source += address.empty() ? "" : ",addr=" + address;
    radios_.push_back({name.empty() ? value_of(found, key) : name, serial, std::move(source), ""});
  }

  std::vector<ListedRadio> take() { return std::move(radios_); }

private:
  const SystemRoots& roots_;
  std::vector<ListedRadio> radios_;
};

} // namespace

std::vector<ListedRadio> list_radios(const std::vector<UsbRadio>& plugged_in,
                                     const std::vector<DriverArgs>& found_by_soapy,
                                     const std::vector<DriverArgs>& found_by_uhd,
                                     const SystemRoots& roots) {
  Listing listing(roots);
  for (const UsbRadio& radio : plugged_in) {
    const bool soapy = radio.profile->source == "soapy";
    listing.add(radio, soapy ? found_by_soapy : found_by_uhd, soapy ? "driver" : "type");
  }
  const auto plugged = [&](const DriverArgs& found, const char* key) {
    return std::ranges::any_of(plugged_in,
                               [&](const UsbRadio& radio) { return is(found, key, radio); });
  };
  for (const DriverArgs& found : found_by_soapy) {
    if (!to_leave_out(found) && !plugged(found, "driver")) {
      listing.add(found, "soapy", "driver");
    }
  }
  for (const DriverArgs& found : found_by_uhd) {
    if (value_of(found, "type") != "soapy" && !plugged(found, "type")) {
      listing.add(found, "uhd", "type");
    }
  }
  return listing.take();
}

} // namespace cw::sdr
