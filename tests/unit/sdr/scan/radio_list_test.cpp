#include "sdr/scan/radio_list.h"
#include "tests/support/catch.hpp"
#include "tests/unit/sdr/scan/made_up_machine.h"

using namespace cw;
using namespace cw::sdr;

namespace {

const DriverArgs k_dongle = {
    {"driver", "rtlsdr"}, {"label", "Generic RTL2832U OEM :: 00000001"}, {"serial", "00000001"}};

} // namespace

TEST_CASE("radio list: a dongle that its driver finds comes once and works", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({});
  const auto radios = list_radios(usb_radios(machine.roots()), {k_dongle}, {}, machine.roots());
  REQUIRE(radios.size() == 1);
  CHECK(radios[0].name == "Realtek RTL2838UHIDIR");
  CHECK(radios[0].source == "soapy:driver=rtlsdr,serial=00000001");
  CHECK(radios[0].trouble.empty());
}

TEST_CASE("radio list: one without a module is listed all the same", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.roots().soapy_drivers = {};
  machine.plug_in({});
  const auto radios = list_radios(usb_radios(machine.roots()), {}, {}, machine.roots());
  REQUIRE(radios.size() == 1);
  CHECK(radios[0].trouble ==
        "SoapySDR has no module for it: sudo apt-get install soapysdr-module-rtlsdr");
}

TEST_CASE("radio list: one that its driver does not find does not work", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({});
  const auto radios = list_radios(usb_radios(machine.roots()), {}, {}, machine.roots());
  REQUIRE(radios.size() == 1);
  CHECK(radios[0].trouble.starts_with("its driver does not find it"));
}

TEST_CASE("radio list: a HackRF's serial may have zeros before it", "[sdr][scan]") {
  test::MadeUpMachine machine;
  machine.plug_in({.id = "1d50:6089", .product = "HackRF One", .serial = "a06063c8"});
  const auto radios =
      list_radios(usb_radios(machine.roots()),
                  {{{"driver", "hackrf"}, {"serial", "00000000000000000000a06063c8"}}},
                  {},
                  machine.roots());
  REQUIRE(radios.size() == 1);
  CHECK(radios[0].trouble.empty());
}

TEST_CASE("radio list: what only a driver knows", "[sdr][scan]") {
  test::MadeUpMachine machine;
  const auto radios = list_radios(
      {},
      {{{"driver", "cwstandin"}, {"label", "a stand-in"}, {"serial", "1"}},
       {{"driver", "audio"}, {"label", "a microphone"}},
       {{"driver", "uhd"}, {"type", "x300"}}},
      {{{"type", "x300"}, {"product", "X310"}, {"serial", "F5"}, {"addr", "192.168.10.2"}},
       {{"type", "soapy"}, {"serial", "1"}}},
      machine.roots());
  REQUIRE(radios.size() == 2);
  CHECK(radios[0].name == "a stand-in");
  CHECK(radios[0].source == "soapy:driver=cwstandin,serial=1");
  CHECK(radios[1].name == "X310");
  CHECK(radios[1].source == "uhd:type=x300,serial=F5,addr=192.168.10.2");
}
