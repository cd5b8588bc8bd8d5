// Radios that are plugged in, as the kernel knows them: no driver needs to be installed for that.
#pragma once

#include "sdr/scan/device_profile.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cw::sdr {

/// Whether this process may read and write a file.
bool may_use(const std::filesystem::path& file);

/// What is looked at: this machine, or one that a test made up.
struct SystemRoots {
  std::filesystem::path root = "/"; ///< holds sys, proc, dev, etc, usr
  std::function<bool(const std::filesystem::path&)> permitted = may_use;
  std::vector<std::string> soapy_drivers; ///< that SoapySDR has a module for
};

struct Process {
  int id = 0;
  std::string name;
};

/// One radio on a USB port.
struct UsbRadio {
  const DeviceProfile* profile = nullptr;
  std::string
      product; ///< "RTLSDRBlog Blog V4", as it calls itself; the profile's name if it is mute
  std::string serial;            ///< empty if it has none
  std::string node;              ///< "/dev/bus/usb/001/004"
  std::string driver;            ///< of the kernel, that has it; "usbfs" is a program
  bool permitted = true;         ///< this process may open the node
  std::optional<Process> holder; ///< another program that has it, as far as we may see
};

/// By port. The ids are those of the profiles.
std::vector<UsbRadio> usb_radios(const SystemRoots& roots);

} // namespace cw::sdr
