// A machine with radios on its USB ports, as files: sys, proc, dev and what is installed.
#pragma once

#include "sdr/scan/usb_radios.h"
#include "tests/support/temp_folder.h"

#include <string>
#include <string_view>

namespace cw::test {

struct MadeUpRadio {
  std::string id = "0bda:2838", maker = "Realtek", product = "RTL2838UHIDIR", serial = "00000001";
  std::string driver = {}; ///< of the kernel
  int device = 4;          ///< its node is /dev/bus/usb/001/004
};

class MadeUpMachine {
public:
  /// As if every driver had its module and this user might use every radio.
  MadeUpMachine() {
    roots_.root = folder_.path("");
    roots_.permitted = [](const std::filesystem::path&) { return true; };
    roots_.soapy_drivers = {"rtlsdr", "hackrf", "airspy"};
  }

  void write(const std::string& path, std::string_view text = "") const {
    std::filesystem::create_directories((roots_.root / path).parent_path());
    folder_.write(path, text);
  }

  void link(const std::string& path, const std::string& to) const {
    std::filesystem::create_directories((roots_.root / path).parent_path());
    std::filesystem::create_symlink(to, roots_.root / path);
  }

  void plug_in(const MadeUpRadio& radio) const {
    const std::string port = "sys/bus/usb/devices/1-" + std::to_string(radio.device);
    write(port + "/idVendor", radio.id.substr(0, 4) + "\n");
    write(port + "/idProduct", radio.id.substr(5) + "\n");
    write(port + "/manufacturer", radio.maker + "\n");
    write(port + "/product", radio.product + "\n");
    write(port + "/serial", radio.serial + "\n");
    write(port + "/busnum", "1\n");
    write(port + "/devnum", std::to_string(radio.device) + "\n");
    write(port + ":1.0/bInterfaceNumber", "00\n");
    if (!radio.driver.empty()) {
      link(port + ":1.0/driver", "../../../bus/usb/drivers/" + radio.driver);
    }
  }

  /// A program that has device 4 of bus 1 open.
  void run(int process, const std::string& name) const {
    const std::string folder = "proc/" + std::to_string(process);
    write(folder + "/comm", name + "\n");
    link(folder + "/fd/3", "/dev/null");
    link(folder + "/fd/7", "/dev/bus/usb/001/004");
  }

  sdr::SystemRoots& roots() { return roots_; }

private:
  TempFolder folder_;
  sdr::SystemRoots roots_;
};

} // namespace cw::test
