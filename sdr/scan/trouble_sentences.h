// The sentences that trouble.h and why_not() share. Each is empty where there is no such trouble.
#pragma once

#include "sdr/scan/usb_radios.h"

#include <string>

namespace cw::sdr {

std::string no_module(const SystemRoots& roots, const std::string& driver);
std::string no_permission(const std::string& node, const SystemRoots& roots);
std::string no_images(const SystemRoots& roots);

} // namespace cw::sdr
