#include "sdr/scan/trouble.h"

#include "sdr/scan/trouble_sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <system_error>

namespace cw::sdr {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_udev_rules = "60-cellwarden.rules";
constexpr const char* k_blacklist = "cellwarden-blacklist.conf";

bool exists_in(const SystemRoots& roots,
               std::initializer_list<const char*> folders,
               const std::string& name) {
  return std::ranges::any_of(folders, [&](const char* folder) {
    std::error_code error;
    return fs::exists(roots.root / folder / name, error);
  });
}

/// In `folder` or in one of its folders: libraries have the machine's name in between.
bool exists_below(const SystemRoots& roots, const char* folder, const std::string& name) {
  std::error_code error;
  bool found = exists_in(roots, {folder}, name);
  for (fs::directory_iterator it(roots.root / folder, error), end; !error && !found && it != end;
       it.increment(error)) {
    std::error_code ignored;
    found = fs::exists(it->path() / name, ignored);
  }
  return found;
}

/// A driver of the kernel that takes the radio for a television or the like.
std::string kernel_driver(const UsbRadio& radio, const SystemRoots& roots) {
  if (radio.driver.empty() || radio.driver == "usbfs") {
    return {};
  }
  const bool listed =
      exists_in(roots, {"etc/modprobe.d", "usr/lib/modprobe.d", "lib/modprobe.d"}, k_blacklist);
  return fmt::format(
      "the kernel's driver {} has it: {}run sudo modprobe -r {}, and plug it in again",
      radio.driver,
      listed ? ""
             : fmt::format("copy firmware-configs/modprobe/{} to /etc/modprobe.d, ", k_blacklist),
      radio.driver);
}

std::string busy(const UsbRadio& radio) {
  if (radio.holder) {
    return fmt::format("{} (process {}) has it: stop that program or take another radio",
                       radio.holder->name,
                       radio.holder->id);
  }
  return radio.driver != "usbfs" ? std::string()
                                 : fmt::format("a program of another user has it: sudo fuser -v {} "
                                               "names it; stop it or take another radio",
                                               radio.node);
}

/// Debian's librtlsdr is of version 0: librtlsdr.so.0 is what every version is asked for by, the
/// file behind it tells. One below /usr/local comes first, and may be any.
bool librtlsdr_is_old(const SystemRoots& roots) {
  constexpr const char* k_asked_for = "librtlsdr.so.0";
  if (exists_below(roots, "usr/local/lib", k_asked_for)) {
    return false;
  }
  std::error_code error;
  for (fs::directory_iterator it(roots.root / "usr/lib", error), end; !error && it != end;
       it.increment(error)) {
    std::error_code ignored;
    const fs::path behind = fs::read_symlink(it->path() / k_asked_for, ignored);
    if (behind.filename().string().starts_with("librtlsdr.so.0.")) {
      return true;
    }
  }
  return false;
}

/// Before 2.0 it takes a V4's crystal of 28.8 MHz for one of 16 MHz, and reports success.
std::string old_librtlsdr(const UsbRadio& radio, const SystemRoots& roots) {
  const bool v4 = radio.product.find("Blog V4") != std::string::npos;
  return v4 && librtlsdr_is_old(roots)
             ? "librtlsdr 0.6, which Debian 12 has, tunes a V4 to wrong frequencies: take "
               "Debian 13, or install its maker's driver (rtl-sdr.com/V4)"
             : "";
}

} // namespace

std::string no_module(const SystemRoots& roots, const std::string& driver) {
  if (std::ranges::count(roots.soapy_drivers, driver) > 0) {
    return {};
  }
  const DeviceProfile& profile = device_profile("soapy", driver);
  return profile.package.empty()
             ? fmt::format("SoapySDR has no module for driver={}: apt-cache search soapysdr-module "
                           "lists those of Debian",
                           driver)
             : fmt::format("SoapySDR has no module for it: sudo apt-get install {}",
                           profile.package);
}

std::string no_permission(const std::string& node, const SystemRoots& roots) {
  const bool ruled = exists_in(
      roots, {"etc/udev/rules.d", "usr/lib/udev/rules.d", "lib/udev/rules.d"}, k_udev_rules);
  return ruled ? fmt::format("no permission for {}: run sudo adduser $USER plugdev, log in anew, "
                             "and plug it in again",
                             node)
               : fmt::format("no permission for {}: copy firmware-configs/udev/{} to "
                             "/etc/udev/rules.d, run sudo udevadm control --reload, and plug it in "
                             "again",
                             node,
                             k_udev_rules);
}

std::string no_images(const SystemRoots& roots) {
  if (exists_below(roots, "usr/share/uhd", "images/usrp_b200_fw.hex")) {
    return {};
  }
  const bool downloader = exists_in(roots, {"usr/bin"}, "uhd_images_downloader");
  return fmt::format("UHD lacks the images that run on it: {}sudo uhd_images_downloader --types "
                     "b2xx",
                     downloader ? "" : "sudo apt-get install uhd-host, then ");
}

std::string trouble_of(const UsbRadio& radio, const SystemRoots& roots) {
  const bool soapy = radio.profile->source == "soapy";
  for (std::string& trouble :
       std::array{soapy ? no_module(roots, radio.profile->driver) : std::string(),
                  kernel_driver(radio, roots),
                  radio.permitted ? std::string() : no_permission(radio.node, roots),
                  busy(radio),
                  soapy ? std::string() : no_images(roots),
                  old_librtlsdr(radio, roots)}) {
    if (!trouble.empty()) {
      return std::move(trouble);
    }
  }
  return {};
}

} // namespace cw::sdr
