#!/usr/bin/env python3
"""How fast a scan surveys a P-GSM band and tells of a fake cell that comes on the air, over the stand-in for a dongle.

    tests/bench/measure_live.py --bin build/release --runs 20 --parallel 2

Each run has its own seed: carriers, levels and timings of eight to twelve lawful cells, the tuner's error, and the
moment at which a fake cell comes on the air. The scan hears it through SoapySDR at 2.4 Msps and hands its blocks to a
detector over the bus. Times are of this machine's clock, from the moment the fake's carrier is switched on.
"""
import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time


def scene(seed):
    """A city's worth of cells, and when the fake comes."""
    dice = random.Random(seed)
    arfcns = dice.sample(range(2, 124), 13)
    while min(abs(a - b) for i, a in enumerate(arfcns) for b in arfcns[:i]) < 2:
        arfcns = dice.sample(range(2, 124), 13)
    lawful = arfcns[:dice.randint(8, 12)]
    cells = [{"arfcn": arfcn, "bsic": dice.randrange(64), "lac": 4000 + dice.randrange(2), "ci": 10 * i + 7,
              "level_db": -dice.uniform(50, 78), "neighbours": [a for a in lawful if a != arfcn]}
             for i, arfcn in enumerate(lawful)]
    on_s = dice.uniform(25, 55)
    cells.append({"name": "fake", "arfcn": arfcns[12], "bsic": dice.randrange(64), "lac": dice.randrange(1, 60000),
                  "ci": dice.randrange(1, 60000), "level_db": -dice.uniform(40, 50), "on_s": on_s, "neighbours": [],
                  "reselect_offset_db": 126, "t3212": 1, "cell_reselect_hysteresis_db": 14})
    return {"v": 1, "noise_db": -112, "seed": seed, "tuner": {"ppm": dice.uniform(-40, 40)}, "cells": cells}


class Run:
    """One scan and its detector, until an alert about the fake or the end of patience."""

    def __init__(self, options, seed):
        self.options, self.seed = options, seed
        self.scene = scene(seed)
        self.fake = self.scene["cells"][-1]
        self.read = {}
        self.alert = self.first_block = None
        self.others = set()

    def watch_alerts(self, detector):
        for line in detector.stdout:
            told = json.loads(line)
            alert = told.get("alert", told)
            now = time.time() - self.epoch
            if alert.get("severity", "none") == "none":
                continue
            if abs((alert.get("carrier_hz") or 0) - (935e6 + 200e3 * self.fake["arfcn"])) < 1:
                self.alert = self.alert or (now, alert["severity"])
                self.worst = alert["severity"]
            else:
                self.others.add((alert.get("cell_id"), alert["severity"]))

    def watch_blocks(self, scan):
        for line in scan.stdout:
            block = json.loads(line)
            now = time.time() - self.epoch
            if block["channel"] == "sch" and block.get("arfcn") == self.fake["arfcn"]:
                self.first_block = self.first_block or now
            if block["channel"] == "bcch" and block["data"][4:6] == "1b":
                self.read.setdefault(block.get("arfcn"), now)

    def __call__(self):
        with tempfile.TemporaryDirectory(prefix="cw-live-") as folder:
            path = os.path.join(folder, "scene.json")
            with open(path, "w", encoding="utf-8") as out:
                json.dump(self.scene, out)
            bus = f"ipc://{folder}/bus"
            binaries = os.path.join(self.options.bin, "bin")
            environment = os.environ | {"SOAPY_SDR_PLUGIN_PATH": os.path.join(self.options.bin, "standins")}
            detector = subprocess.Popen([f"{binaries}/cellwarden-detector", "--bus", bus, "--store",
                                         f"{folder}/store.db", "--json"], stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL)
            self.epoch = time.time()
            scan = subprocess.Popen(
                [f"{binaries}/cellwarden", "scan", "--source",
                 f"soapy:driver=cwstandin,scene={path},epoch={self.epoch:.3f}", "--bands", "gsm900", "--gain", "40",
                 "--gps", "off", "--bus", bus, "--spool", folder, "--evidence", "", "--sensor", "car", "--quiet",
                 "--blocks", "-"], stdout=subprocess.PIPE, text=True, env=environment, stderr=subprocess.DEVNULL)
            threads = [threading.Thread(target=self.watch_alerts, args=(detector,)),
                       threading.Thread(target=self.watch_blocks, args=(scan,))]
            for thread in threads:
                thread.start()
            end = self.epoch + max(62, self.fake["on_s"] + 30)
            while time.time() < end:
                time.sleep(0.2)
            for process in (scan, detector):
                process.send_signal(signal.SIGINT)
                process.wait()
            for thread in threads:
                thread.join()
        return self

    def row(self):
        lawful = [cell["arfcn"] for cell in self.scene["cells"][:-1]]
        read = [self.read.get(arfcn) for arfcn in lawful]
        ghosts = sorted(set(self.read) - set(lawful) - {self.fake["arfcn"]})
        told = self.alert and self.alert[0] - self.fake["on_s"]
        heard = self.first_block and self.first_block - self.fake["on_s"]
        return {"seed": self.seed, "cells": len(lawful), "read": sum(t is not None for t in read),
                "survey_s": max((t for t in read if t is not None), default=None), "ghosts": ghosts,
                "first_sch_s": heard, "alert_s": told, "severity": getattr(self, "worst", None),
                "other_alerts": sorted(self.others, key=str)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default="build/release")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=2)
    options = parser.parse_args()
    rows, waiting, lock = [], list(range(options.first_seed, options.first_seed + options.runs)), threading.Lock()

    def work():
        while True:
            with lock:
                if not waiting:
                    return
                seed = waiting.pop(0)
            row = Run(options, seed)().row()
            with lock:
                rows.append(row)
                print(json.dumps(row), flush=True)

    workers = [threading.Thread(target=work) for _ in range(options.parallel)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    told = sorted(row["alert_s"] for row in rows if row["alert_s"] is not None)
    surveys = [row["survey_s"] for row in rows if row["read"] == row["cells"]]
    print(f"{len(rows)} runs: all cells read in {len(surveys)}, at {max(surveys, default=0):.1f} s at the latest; "
          f"fake told of in {len(told)}" +
          (f", after {statistics.median(told):.1f} s at the median, {told[-1]:.1f} s at the worst" if told else ""))
    return 0 if len(told) == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
