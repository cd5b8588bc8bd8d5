#include "sdr/scan/usb_radios.h"
#include "tests/support/catch.hpp"
#include "tests/unit/sdr/scan/made_up_machine.h"

#include <unistd.h>

using namespace cw;
using namespace cw::sdr;

TEST_CASE("USB: radios are told from what else is plugged in", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({.id = "046d:c52b", .maker = "Logitech", .product = "Receiver", .device = 2});
  machine.plug_in({.maker = "RTLSDRBlog", .product = "Blog V4", .serial = "00000007"});
  machine.plug_in({.id = "2500:0020",
                   .maker = "Ettus Research LLC",
                   .product = "USRP B200",
                   .serial = "30F0000",
                   .device = 5});
  const std::vector<UsbRadio> radios = usb_radios(machine.roots());
  REQUIRE(radios.size() == 2);
  CHECK(radios[0].product == "RTLSDRBlog Blog V4");
  CHECK(radios[0].serial == "00000007");
  CHECK(radios[0].profile->driver == "rtlsdr");
  CHECK(radios[0].node == "/dev/bus/usb/001/004");
  CHECK(radios[0].driver.empty());
  CHECK_FALSE(radios[0].holder);
  CHECK(radios[1].profile->name == "USRP B200");
}

TEST_CASE("USB: a radio that says nothing of itself has its kind's name", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({.maker = "", .product = "", .serial = ""});
  const std::vector<UsbRadio> radios = usb_radios(machine.roots());
  REQUIRE(radios.size() == 1);
  CHECK(radios[0].product == "RTL-SDR");
  CHECK(radios[0].serial.empty());
}

TEST_CASE("USB: who has it, the kernel or a program", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({.driver = "usbfs"});
  machine.run(::getpid(), "cellwarden"); // ourselves
  CHECK_FALSE(usb_radios(machine.roots()).at(0).holder);
  machine.run(4711, "rtl_tcp");
  const UsbRadio radio = usb_radios(machine.roots()).at(0);
  CHECK(radio.driver == "usbfs");
  REQUIRE(radio.holder);
  CHECK(radio.holder->id == 4711);
  CHECK(radio.holder->name == "rtl_tcp");
}

TEST_CASE("USB: the node's permission is asked for", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({});
  std::string asked;
  machine.roots().permitted = [&](const std::filesystem::path& file) {
    asked = file.string();
    return false;
  };
  CHECK_FALSE(usb_radios(machine.roots()).at(0).permitted);
  CHECK(asked == (machine.roots().root / "dev/bus/usb/001/004").string());
}

TEST_CASE("USB: a machine without USB has no radios", "[sdr][scan]") {
  test::MadeUpMachine machine;
  CHECK(usb_radios(machine.roots()).empty());
}
