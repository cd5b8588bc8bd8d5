// What radios there are, and which of them work: for `cellwarden devices`.
#pragma once

#include "sdr/scan/usb_radios.h"

#include <map>
#include <string>
#include <vector>

namespace cw::sdr {

using DriverArgs = std::map<std::string, std::string>; ///< as SoapySDR and UHD tell of a radio

struct ListedRadio {
  std::string name;    ///< "RTLSDRBlog Blog V4"
  std::string serial;  ///< may be empty
  std::string source;  ///< for --source: "soapy:driver=rtlsdr,serial=00000001"
  std::string trouble; ///< one sentence; empty: it works
};

/// Radios on USB first, with what keeps them from working; then those that only a driver knows,
/// such as ones in the network.
std::vector<ListedRadio> list_radios(const std::vector<UsbRadio>& plugged_in,
                                     const std::vector<DriverArgs>& found_by_soapy,
                                     const std::vector<DriverArgs>& found_by_uhd,
                                     const SystemRoots& roots);

/// This machine, with the modules that SoapySDR loads.
SystemRoots this_machine();

/// Asks SoapySDR and UHD, which takes about a second; what they print is dropped.
std::vector<ListedRadio> radios_here();

} // namespace cw::sdr
