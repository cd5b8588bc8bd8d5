"""What is said of radios that cannot be opened, with drivers that say what real ones do: one sentence, and nothing that drivers print."""
import json
import os
import subprocess
import unittest

import suite
from suite import cell, write_scene


def run(*arguments, **environment):
    plugins = os.path.dirname(suite.standins["libcwStandinSupport"])
    return subprocess.run([suite.program, *arguments], capture_output=True, text=True, timeout=60, check=False,
                          env=os.environ | {"SOAPY_SDR_PLUGIN_PATH": plugins} | environment)


def scan(source):
    return run("scan", "--source", source, "--bus", f"ipc://{suite.folder}/nobody", "--spool", f"{suite.folder}/spool",
               "--evidence", "", "--gps", "off")


class Trouble(unittest.TestCase):
    def says(self, source, sentence):
        done = scan(source)
        self.assertEqual((done.stdout, done.stderr.splitlines()), ("", ["cellwarden: " + sentence]))
        self.assertIn(done.returncode, (1, 2))

    def stand_in(self, fault):
        path = write_scene("trouble", [cell(20, 12, 1020)])
        return f"soapy:driver=cwstandin,scene={path},fault={fault}"

    def test_busy(self):
        self.says(self.stand_in("busy"), "another program has it: stop that program or take another radio")

    def test_forbidden(self):
        done = scan(self.stand_in("forbid"))
        self.assertRegex(done.stderr, r"^cellwarden: no permission for it: .*plug it in again\n$")

    def test_absent(self):
        self.says(self.stand_in("absent"), "it is not there: plug it in, or see cellwarden devices")

    def test_no_module(self):
        self.says("soapy:driver=nonsense", "SoapySDR has no module for driver=nonsense: "
                  "apt-cache search soapysdr-module lists those of Debian")

    def test_no_usrp(self):
        done = scan("uhd:type=b200,serial=nobody")
        self.assertRegex(done.stderr, r"^cellwarden: no USRP B200 (is plugged in: plug it in|that is plugged in has serial)")

    def test_nobody_serves_rtl_tcp(self):
        self.says("rtl_tcp:127.0.0.1:9", "rtl_tcp at 127.0.0.1:9 does not answer (Connection refused): "
                  "start 'rtl_tcp -a 127.0.0.1' there")


class Devices(unittest.TestCase):
    def test_what_a_driver_finds_is_listed_and_works(self):
        path = write_scene("devices", [cell(20, 12, 1020)])
        done = run("devices", "--json", CWSTANDIN_DEVICES=f"scene={path},serial=1;scene={path},serial=2")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        listed = {radio["source"]: radio["works"] for radio in json.loads(done.stdout)}
        for serial in "12":
            self.assertIs(listed.get(f"soapy:driver=cwstandin,serial={serial}"), True, listed)


if __name__ == "__main__":
    suite.main()
