#include "sdr/scan/trouble.h"
#include "sdr/scan/trouble_sentences.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace cw::sdr {
namespace {

enum class Meaning : std::uint8_t { busy, forbidden, no_images, absent };

struct Words {
  const char* said;
  Meaning meaning;
};

// What libusb, librtlsdr, libhackrf, SoapySDR and UHD say.
constexpr std::array<Words, 13> k_words = {{
    {"ERROR_BUSY", Meaning::busy},
    {"usb_claim_interface error -6", Meaning::busy},
    {"esource busy", Meaning::busy},
    {"ERROR_ACCESS", Meaning::forbidden},
    {"usb_open error -3", Meaning::forbidden},
    {"nsufficient permissions", Meaning::forbidden},
    {"ermission denied", Meaning::forbidden},
    {"path for image", Meaning::no_images},
    {"images_downloader", Meaning::no_images},
    {"index_by_serial", Meaning::absent},
    {"No devices found", Meaning::absent},
    {"no match", Meaning::absent},
    {"NOT_FOUND", Meaning::absent},
}};

std::string meaning_of(const std::string& driver_words, const SystemRoots& roots) {
  const auto said = std::ranges::find_if(k_words, [&](const Words& words) {
    return driver_words.find(words.said) != std::string::npos;
  });
  if (said == k_words.end()) {
    return {};
  }
  switch (said->meaning) {
  case Meaning::busy: return "another program has it: stop that program or take another radio";
  case Meaning::forbidden: return no_permission("it", roots);
  case Meaning::no_images: return no_images(roots);
  case Meaning::absent: return "it is not there: plug it in, or see cellwarden devices";
  }
  return {};
}

/// Radios of the kind that `spec` means, whatever their serial.
std::vector<UsbRadio> meant_by(const SourceSpec& spec, const SystemRoots& roots) {
  const bool soapy = spec.kind == SourceKind::soapy;
  const std::string driver = spec.argument(soapy ? "driver" : "type");
  std::vector<UsbRadio> radios = usb_radios(roots);
  std::erase_if(radios, [&](const UsbRadio& radio) {
    return radio.profile->source != (soapy ? "soapy" : "uhd") ||
           (!driver.empty() && radio.profile->driver != driver);
  });
  return radios;
}

/// Nothing is plugged in that fits. Empty if something is, or cannot be told.
std::string not_plugged_in(const SourceSpec& spec, const std::vector<UsbRadio>& radios) {
  const bool soapy = spec.kind == SourceKind::soapy;
  const DeviceProfile& profile =
      device_profile(source_kind_name(spec.kind), spec.argument(soapy ? "driver" : "type"));
  const bool by_usb = !profile.usb_ids.empty() && spec.argument("addr").empty();
  if (radios.empty()) {
    return by_usb ? fmt::format("no {} is plugged in: plug it in, or see cellwarden devices",
                                profile.name)
                  : "";
  }
  std::vector<std::string> serials;
  serials.reserve(radios.size());
  for (const UsbRadio& radio : radios) {
    serials.push_back(radio.serial.empty() ? "one without" : radio.serial);
  }
  const std::string wanted = spec.argument("serial");
  return wanted.empty() || std::ranges::count(serials, wanted) > 0
             ? ""
             : fmt::format("no {} that is plugged in has serial {}: there is {}",
                           radios.front().profile->name,
                           wanted,
                           fmt::join(serials, ", "));
}

std::string missing_module(const SourceSpec& spec, const SystemRoots& roots) {
  if (spec.kind != SourceKind::soapy) {
    return {};
  }
  const std::string driver = spec.argument("driver");
  if (!driver.empty()) {
    return no_module(roots, driver);
  }
  return !roots.soapy_drivers.empty()
             ? ""
             : "SoapySDR has no module for any radio: sudo apt-get install soapysdr-module-rtlsdr, "
               "or -hackrf or -airspy at its end";
}

std::string why_no_usb_radio(const SourceSpec& spec,
                             const std::string& driver_words,
                             const SystemRoots& roots) {
  if (std::string missing = missing_module(spec, roots); !missing.empty()) {
    return missing;
  }
  const std::vector<UsbRadio> radios = meant_by(spec, roots);
  if (std::string absent = not_plugged_in(spec, radios); !absent.empty()) {
    return absent;
  }
  const std::string wanted = spec.argument("serial");
  for (const UsbRadio& radio : radios) {
    std::string trouble = trouble_of(radio, roots);
    if (!trouble.empty() && (wanted.empty() || radio.serial == wanted)) {
      return trouble;
    }
  }
  return meaning_of(driver_words, roots);
}

} // namespace

std::string why_not(const SourceSpec& spec,
                    const std::string& driver_error,
                    const SystemRoots& roots,
                    const std::string& printed) {
  std::string said = driver_error.empty() ? "its driver gives no reason" : driver_error;
  if (spec.kind == SourceKind::file || spec.kind == SourceKind::rtl_tcp) {
    return said;
  }
  const std::string why = why_no_usb_radio(spec, driver_error + '\n' + printed, roots);
  return !why.empty() ? why
                      : said + ": unplug it and plug it in again; cellwarden devices says what is "
                               "there";
}

} // namespace cw::sdr
