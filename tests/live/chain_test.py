"""Receiver, bus and detector as processes: a killed receiver loses nothing, and `status` tells."""
import json
import os
import signal
import subprocess
import tempfile
import time
import unittest

import suite
from suite import Scan, cell, write_scene


class Chain(unittest.TestCase):
    def test_what_a_killed_receiver_decoded_is_stored(self):
        path = write_scene("chain", [cell(20, 12, 1020)])
        bus, spool = f"ipc://{suite.folder}/bus", tempfile.mkdtemp(dir=suite.folder)
        detector = subprocess.Popen([os.path.join(os.path.dirname(suite.program), "cellwarden-detector"), "--bus", bus,
                                     "--store", f"{suite.folder}/store.db"],
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        options = ["--freq", "939.1M", "--gain", "40", "--gps", "off", "--bus", bus, "--spool", spool]
        source = f"soapy:driver=cwstandin,scene={path}"
        try:
            for last in (False, True):
                run = Scan(source, *options)
                self.assertTrue(run.wait_until(lambda it: it.cells(), 30), run.said)
                if not last:
                    run.process.kill()
                run.stop()
            time.sleep(1)
            status = json.loads(subprocess.run([suite.program, "status", "--bus", bus, "--json"], check=True,
                                               stdout=subprocess.PIPE, text=True).stdout)
            sensor, = status["sensors"]
            self.assertGreater(sensor["blocks_stored"], 50)
            self.assertEqual(sensor["blocks_stored"] + sensor["blocks_lost"], sensor["blocks_total"])
        finally:
            detector.send_signal(signal.SIGINT)
            self.assertEqual(detector.wait(timeout=20), 0)


if __name__ == "__main__":
    suite.main()
