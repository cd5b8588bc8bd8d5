// Why a radio does not work, in one sentence that says what to do.
#pragma once

#include "sdr/scan/source_spec.h"
#include "sdr/scan/usb_radios.h"

#include <string>

namespace cw::sdr {

/// What keeps a radio that is plugged in from working, as far as the machine shows it: no module,
/// no permission, a driver of the kernel or another program has it, no images for UHD, a library
/// that is too old for it. Empty if there is nothing.
std::string trouble_of(const UsbRadio& radio, const SystemRoots& roots);

/// Why `spec` could not be opened, after its driver said `driver_error` and printed `printed`: what
/// the machine shows, else what the driver's words mean, else its error. Never empty. Looks at /sys
/// and /proc.
std::string why_not(const SourceSpec& spec,
                    const std::string& driver_error,
                    const SystemRoots& roots,
                    const std::string& printed = {});

} // namespace cw::sdr
