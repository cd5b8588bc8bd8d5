#include "sdr/scan/usb_radios.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <system_error>

namespace cw::sdr {
namespace {

namespace fs = std::filesystem;

/// A file of sysfs or procfs: one line. Empty if there is none.
std::string line_of(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

int number_of(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error; // what vanishes or is forbidden meanwhile is not listed
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    entries.push_back(it->path());
  }
  std::ranges::sort(entries);
  return entries;
}

const DeviceProfile* profile_of(const std::string& usb_id) {
  for (const DeviceProfile& profile : device_profiles()) {
    if (std::ranges::count(profile.usb_ids, usb_id) > 0) {
      return &profile;
    }
  }
  return nullptr;
}

/// Of the first of its interfaces that has one: "1-2:1.0" beside "1-2".
std::string driver_of(const fs::path& device) {
  for (const fs::path& entry : entries_of(device.parent_path())) {
    if (entry.filename().string().starts_with(device.filename().string() + ":")) {
      std::error_code error;
      const fs::path driver = fs::read_symlink(entry / "driver", error);
      if (!error) {
        return driver.filename().string();
      }
    }
  }
  return {};
}

bool has_open(const fs::path& process, const std::string& node) {
  for (const fs::path& descriptor : entries_of(process / "fd")) {
    std::error_code error;
    if (fs::read_symlink(descriptor, error) == node) {
      return true;
    }
  }
  return false;
}

std::optional<Process> holder_of(const fs::path& proc, const std::string& node) {
  for (const fs::path& process : entries_of(proc)) {
    const int id = number_of(process.filename().string());
    if (id > 0 && id != ::getpid() && has_open(process, node)) {
      return Process{id, line_of(process / "comm")};
    }
  }
  return std::nullopt;
}

std::string product_of(const fs::path& device, const DeviceProfile& profile) {
  const std::string maker = line_of(device / "manufacturer");
  const std::string product = line_of(device / "product");
  return product.empty() ? profile.name : maker.empty() ? product : maker + " " + product;
}

} // namespace

bool may_use(const fs::path& file) {
  return ::access(file.c_str(), R_OK | W_OK) == 0;
}

std::vector<UsbRadio> usb_radios(const SystemRoots& roots) {
  std::vector<UsbRadio> radios;
  for (const fs::path& device : entries_of(roots.root / "sys/bus/usb/devices")) {
    const DeviceProfile* profile =
        profile_of(line_of(device / "idVendor") + ":" + line_of(device / "idProduct"));
    if (profile == nullptr) {
      continue;
    }
    UsbRadio radio;
    radio.profile = profile;
    radio.product = product_of(device, *profile);
    radio.serial = line_of(device / "serial");
    radio.node = fmt::format("/dev/bus/usb/{:03}/{:03}",
                             number_of(line_of(device / "busnum")),
                             number_of(line_of(device / "devnum")));
    radio.driver = driver_of(device);
    radio.permitted = roots.permitted(roots.root / radio.node.substr(1));
    radio.holder = holder_of(roots.root / "proc", radio.node);
    radios.push_back(std::move(radio));
  }
  return radios;
}

} // namespace cw::sdr
