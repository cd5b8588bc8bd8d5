"""`cellwarden scan` over the stand-ins: a survey, GPS, and radios that misbehave."""
import json
import os
import subprocess
import unittest

import suite
from suite import cell, scan, server, write_scene


def control(name):
    return os.path.join(suite.folder, name + ".control")


def tell(name, line):
    with open(control(name), "a", encoding="utf-8") as out:
        out.write(line + "\n")


class Survey(unittest.TestCase):
    def test_every_cell_of_a_band_is_read_by_a_dongle_that_is_40_ppm_off(self):
        cells = [cell(3, 11, 1003, -60), cell(20, 12, 1020), cell(34, 25, 1034, -62), cell(47, 33, 1047, -70),
                 cell(62, 26, 1062, -58), cell(77, 14, 1077, -65), cell(111, 17, 1111, -66), cell(122, 19, 1122, -64)]
        path = write_scene("survey", cells, tuner={"ppm": -40})
        with scan(f"soapy:driver=cwstandin,scene={path}", "--bands", "gsm900", "--gain", "40", "--gps", "off") as run:
            run.wait_until(lambda it: len(it.cells()) == len(cells), 60)
            self.assertEqual(run.cells(), {one["arfcn"]: (one["bsic"], 100, one["ci"]) for one in cells})
            heard = {(block["arfcn"], block["bsic"]) for block in run.blocks}
            self.assertEqual(heard, {(one["arfcn"], one["bsic"]) for one in cells})


class Radios(unittest.TestCase):
    def test_rtl_tcp_closes_and_comes_back(self):
        path = write_scene("rtl_tcp", [cell(20, 12, 1020)])
        with server("standin_rtl_tcp", "--scene", path, "--close-after", "4") as address:
            with scan(f"rtl_tcp:{address}", "--freq", "939.1M", "--gain", "40", "--gps", "off") as run:
                self.assertTrue(run.wait_until(lambda it: it.heard("closed the connection"), 30), run.said)
                self.assertTrue(run.wait_until(lambda it: it.heard("is back"), 30), run.said)
                self.assertEqual(run.cells(), {20: (12, 100, 1020)})

    def test_a_dongle_is_pulled_out_and_plugged_in(self):
        path = write_scene("unplug", [cell(20, 12, 1020)])
        source = f"soapy:driver=cwstandin,scene={path},control={control('unplug')}"
        with scan(source, "--freq", "939.1M", "--gain", "40", "--gps", "off") as run:
            self.assertTrue(run.wait_until(lambda it: it.cells(), 30), run.said)
            tell("unplug", "unplug")
            self.assertTrue(run.wait_until(lambda it: it.heard("no samples for 2 s"), 30), run.said)
            tell("unplug", "replug")
            self.assertTrue(run.wait_until(lambda it: it.heard("is back"), 30), run.said)
            blocks = len(run.blocks)
            self.assertTrue(run.wait_until(lambda it: len(it.blocks) > blocks + 20, 30), run.said)

    def test_lost_samples_are_told_of(self):
        path = write_scene("lose", [cell(20, 12, 1020)])
        source = f"soapy:driver=cwstandin,scene={path},control={control('lose')}"
        with scan(source, "--freq", "939.1M", "--gain", "40", "--gps", "off") as run:
            self.assertTrue(run.wait_until(lambda it: it.cells(), 30), run.said)
            tell("lose", "lose 1000000")
            self.assertTrue(run.wait_until(lambda it: it.heard("ms of samples were lost"), 30), run.said)

    def test_a_tuner_that_stands_still_is_found_out_and_nothing_it_gives_is_believed(self):
        path = write_scene("stick", [cell(20, 12, 1020), cell(62, 26, 1062)])
        source = f"soapy:driver=cwstandin,scene={path},control={control('stick')}"
        with scan(source, "--bands", "gsm900", "--gain", "40", "--gps", "off") as run:
            self.assertTrue(run.wait_until(lambda it: len(it.cells()) == 2, 60), run.said)
            for attempt in range(20):  # stuck where there is a cell, or there is nothing to tell it by
                tell("stick", "stick")
                if run.wait_until(lambda it: it.heard("the tuner says that it tunes"), 8):
                    break
                tell("stick", "unstick")
                run.wait_until(lambda it: False, 0.3 + 0.2 * attempt)
            self.assertTrue(run.heard("the tuner says that it tunes"), run.said)
            self.assertEqual({block["arfcn"] for block in run.blocks}, {20, 62})

    def test_nothing_but_noise_is_said(self):
        path = write_scene("noise", [], noise_db=-125)
        with scan(f"soapy:driver=cwstandin,scene={path}", "--freq", "939.1M", "--gain", "0", "--gps", "off") as run:
            self.assertTrue(run.wait_until(lambda it: it.heard("nothing but noise"), 30), run.said)

    def test_clipping_is_said(self):
        path = write_scene("loud", [cell(20, 12, 1020, -20)])
        with scan(f"soapy:driver=cwstandin,scene={path}", "--freq", "939.1M", "--gain", "45", "--gps", "off") as run:
            self.assertTrue(run.wait_until(lambda it: it.heard("clipped: lower --gain"), 30), run.said)


class Recording(unittest.TestCase):
    def test_a_recording_as_if_live_gives_the_blocks_of_replay(self):
        path = os.path.join(os.path.dirname(__file__), "../../samples/legit_sample.sigmf-meta")
        replayed = subprocess.run([suite.program, "replay", path, "--quiet", "--blocks", "-"], check=True, text=True,
                                  stdout=subprocess.PIPE).stdout.splitlines()
        with scan(f"file:{path}", "--gps", "off") as run:
            run.process.wait(timeout=60)
            self.assertEqual(run.stop(), 0)
            content = [[(block["fn"], block["slot"], block["channel"], block["data"]) for block in blocks]
                       for blocks in (map(json.loads, replayed), run.blocks)]
            self.assertEqual(content[0], content[1])


class Place(unittest.TestCase):
    def test_blocks_carry_the_fix_and_do_without(self):
        path = write_scene("gps", [cell(20, 12, 1020)])
        source = f"soapy:driver=cwstandin,scene={path}"
        with server("standin_gpsd", "--from", "52.5,13.4", "--heading", "90", "--speed", "10", "--no-fix", "8,600") as address:
            with scan(source, "--freq", "939.1M", "--gain", "40", "--gps", address) as run:
                self.assertTrue(run.wait_until(lambda it: any("pos" in block for block in it.blocks), 30), run.said)
                placed = next(block for block in run.blocks if "pos" in block)
                self.assertAlmostEqual(placed["pos"]["lat"], 52.5, places=2)
                self.assertAlmostEqual(placed["pos"]["lon"], 13.4, places=2)
                self.assertTrue(run.wait_until(lambda it: it.blocks and "pos" not in it.blocks[-1], 40), run.said)


if __name__ == "__main__":
    suite.main()
