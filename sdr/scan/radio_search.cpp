// The part of radio_list.h that asks the drivers.
#include "sdr/scan/overheard.h"
#include "sdr/scan/radio_list.h"

#include <SoapySDR/Device.hpp>
#include <SoapySDR/Modules.hpp>
#include <SoapySDR/Registry.hpp>
#include <uhd/device.hpp>

#include <exception>

namespace cw::sdr {
namespace {

// A driver that throws has found nothing: what is plugged in is listed all the same.
std::vector<DriverArgs> found_by_soapy() {
  std::vector<DriverArgs> radios;
  try {
    for (const SoapySDR::Kwargs& found : SoapySDR::Device::enumerate()) {
      radios.emplace_back(found.begin(), found.end());
    }
  } catch (const std::exception&) {
    radios.clear();
  }
  return radios;
}

std::vector<DriverArgs> found_by_uhd() {
  std::vector<DriverArgs> radios;
  try {
    for (const ::uhd::device_addr_t& found : ::uhd::device::find(::uhd::device_addr_t())) {
      DriverArgs args;
      for (const std::string& key : found.keys()) {
        args[key] = found[key];
      }
      radios.push_back(std::move(args));
    }
  } catch (const std::exception&) {
    radios.clear();
  }
  return radios;
}

} // namespace

SystemRoots this_machine() {
  const Overheard drivers;
  SystemRoots roots;
  SoapySDR::loadModules();
  for (const auto& [driver, find] : SoapySDR::Registry::listFindFunctions()) {
    if (driver != "null") {
      roots.soapy_drivers.push_back(driver);
    }
  }
  return roots;
}

std::vector<ListedRadio> radios_here() {
  const SystemRoots roots = this_machine();
  const Overheard drivers(Listen::to_stdout_too);
  const auto soapy = found_by_soapy();
  const auto uhd = found_by_uhd();
  return list_radios(usb_radios(roots), soapy, uhd, roots);
}

} // namespace cw::sdr
