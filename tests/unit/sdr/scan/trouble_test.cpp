// Each sentence, provoked by a machine that is made up.
#include "sdr/scan/trouble.h"
#include "tests/support/catch.hpp"
#include "tests/unit/sdr/scan/made_up_machine.h"

using namespace cw;
using namespace cw::sdr;

namespace {

const test::MadeUpRadio k_b200{.id = "2500:0020", .maker = "Ettus", .product = "USRP B200"};

std::string trouble(test::MadeUpMachine& machine) {
  return trouble_of(usb_radios(machine.roots()).at(0), machine.roots());
}

std::string why(test::MadeUpMachine& machine, const char* source, const char* error = "no match") {
  return why_not(parse_source(source).value(), error, machine.roots());
}

} // namespace

TEST_CASE("trouble: a dongle that works has none", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({});
  CHECK(trouble(machine).empty());
}

TEST_CASE("trouble: no module", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({});
  machine.roots().soapy_drivers = {"hackrf"};
  const char* sentence = "SoapySDR has no module for it: sudo apt-get install "
                         "soapysdr-module-rtlsdr";
  CHECK(trouble(machine) == sentence);
  CHECK(why(machine, "soapy:driver=rtlsdr") == sentence);
  CHECK(why(machine, "soapy:driver=nonsense") ==
        "SoapySDR has no module for driver=nonsense: apt-cache search soapysdr-module lists those "
        "of Debian");
  machine.roots().soapy_drivers = {};
  CHECK(why(machine, "soapy") ==
        "SoapySDR has no module for any radio: sudo apt-get install soapysdr-module-rtlsdr, or "
        "-hackrf or -airspy at its end");
}

TEST_CASE("trouble: no permission", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({});
  machine.roots().permitted = [](const std::filesystem::path&) { return false; };
  CHECK(trouble(machine) ==
        "no permission for /dev/bus/usb/001/004: copy firmware-configs/udev/60-cellwarden.rules to "
        "/etc/udev/rules.d, run sudo udevadm control --reload, and plug it in again");
  machine.write("usr/lib/udev/rules.d/60-cellwarden.rules");
  const char* in_no_group = "no permission for /dev/bus/usb/001/004: run sudo adduser $USER "
                            "plugdev, log in anew, and plug it in again";
  CHECK(trouble(machine) == in_no_group);
  CHECK(why(machine, "soapy:driver=rtlsdr,serial=00000001") == in_no_group);
}

TEST_CASE("trouble: a driver of the kernel is in the way", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({.driver = "dvb_usb_rtl28xxu"});
  CHECK(trouble(machine) ==
        "the kernel's driver dvb_usb_rtl28xxu has it: copy "
        "firmware-configs/modprobe/cellwarden-blacklist.conf to /etc/modprobe.d, run sudo modprobe "
        "-r dvb_usb_rtl28xxu, and plug it in again");
  machine.write("etc/modprobe.d/cellwarden-blacklist.conf");
  const char* still = "the kernel's driver dvb_usb_rtl28xxu has it: run sudo modprobe -r "
                      "dvb_usb_rtl28xxu, and plug it in again";
  CHECK(trouble(machine) == still);
  CHECK(why(machine, "soapy:driver=rtlsdr") == still);
}

TEST_CASE("trouble: another program has it", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({.driver = "usbfs"});
  CHECK(trouble(machine) == "a program of another user has it: sudo fuser -v /dev/bus/usb/001/004 "
                            "names it; stop it or take another radio");
  machine.run(4711, "rtl_tcp");
  const char* named = "rtl_tcp (process 4711) has it: stop that program or take another radio";
  CHECK(trouble(machine) == named);
  CHECK(why(machine, "soapy:driver=rtlsdr") == named);
  CHECK(why(machine, "soapy:") == named);
}

TEST_CASE("trouble: UHD has no images", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in(k_b200);
  CHECK(trouble(machine) == "UHD lacks the images that run on it: sudo apt-get install uhd-host, "
                            "then sudo uhd_images_downloader --types b2xx");
  machine.write("usr/bin/uhd_images_downloader");
  const char* no_images =
      "UHD lacks the images that run on it: sudo uhd_images_downloader --types b2xx";
  CHECK(trouble(machine) == no_images);
  CHECK(why(machine, "uhd:type=b200") == no_images);
  CHECK(why(machine, "uhd") == no_images);
  machine.write("usr/share/uhd/images/usrp_b200_fw.hex");
  CHECK(trouble(machine).empty());
}

TEST_CASE("trouble: UHD's images may be in a folder of its version", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in(k_b200);
  machine.write("usr/share/uhd/4.3.0/images/usrp_b200_fw.hex");
  CHECK(trouble(machine).empty());
}

TEST_CASE("trouble: a V4 with the library of Debian 12", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({.maker = "RTLSDRBlog", .product = "Blog V4"});
  CHECK(trouble(machine).empty());
  machine.link("usr/lib/x86_64-linux-gnu/librtlsdr.so.0", "librtlsdr.so.0.6.0");
  CHECK(trouble(machine) ==
        "librtlsdr 0.6, which Debian 12 has, tunes a V4 to wrong frequencies: take Debian 13, or "
        "install its maker's driver (rtl-sdr.com/V4)");
  machine.write("usr/local/lib/librtlsdr.so.0"); // its maker's
  CHECK(trouble(machine).empty());
}

TEST_CASE("trouble: a V4 with the library of Debian 13 has none", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({.maker = "RTLSDRBlog", .product = "Blog V4"});
  machine.link("usr/lib/x86_64-linux-gnu/librtlsdr.so.0", "librtlsdr.so.2.0.1");
  CHECK(trouble(machine).empty());
}

TEST_CASE("why not: nothing is plugged in", "[sdr][scan]") {
  test::MadeUpMachine machine;
  CHECK(why(machine, "soapy:driver=rtlsdr") ==
        "no RTL-SDR is plugged in: plug it in, or see cellwarden devices");
  CHECK(why(machine, "uhd:type=b200") ==
        "no USRP B200 is plugged in: plug it in, or see cellwarden devices");
}

TEST_CASE("why not: another one is plugged in", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({.serial = "00000007"});
  machine.plug_in({.serial = "", .device = 5});
  CHECK(why(machine, "soapy:driver=rtlsdr,serial=00000001") ==
        "no RTL-SDR that is plugged in has serial 00000001: there is 00000007, one without");
}

TEST_CASE("why not: only the meant one's trouble counts", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({.serial = "1", .driver = "dvb_usb_rtl28xxu", .device = 3});
  machine.plug_in({.serial = "2", .device = 4});
  machine.run(99, "gqrx");
  CHECK(why(machine, "soapy:driver=rtlsdr,serial=2").starts_with("gqrx (process 99) has it"));
}

TEST_CASE("why not: the driver's words, where the machine shows nothing", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.roots().soapy_drivers = {"cwstandin"};
  const auto said = [&](const char* words) {
    return why(machine, "soapy:driver=cwstandin", words);
  };
  CHECK(said("Failed: usb_claim_interface error -6") ==
        "another program has it: stop that program or take another radio");
  CHECK(said("libusb: LIBUSB_ERROR_ACCESS (-3)").starts_with("no permission for it: copy"));
  CHECK(said("rtlsdr_get_index_by_serial() - -3") ==
        "it is not there: plug it in, or see cellwarden devices");
  CHECK(why_not(parse_source("soapy:driver=cwstandin").value(),
                "Unable to open RTL-SDR device",
                machine.roots(),
                "usb_open error -3\n")
            .starts_with("no permission for it"));
  CHECK(said("cannot tune") ==
        "cannot tune: unplug it and plug it in again; cellwarden devices says what is there");
  CHECK(said("").starts_with("its driver gives no reason: "));
  CHECK(why(machine, "uhd:type=x300,addr=192.168.10.2", "Could not find path for image: x.bit")
            .starts_with("UHD lacks the images"));
}

TEST_CASE("why not: what is not on this machine's USB speaks for itself", "[sdr][scan]") {
  test::MadeUpMachine machine;
  CHECK(why(machine, "file:x.sigmf-meta", "cannot open x") == "cannot open x");
  CHECK(why(machine, "rtl_tcp:host:1234", "rtl_tcp at host:1234 does not answer") ==
        "rtl_tcp at host:1234 does not answer");
  CHECK(why(machine, "uhd:addr=192.168.10.2", "timed out") ==
        "timed out: unplug it and plug it in again; cellwarden devices says what is there");
}
