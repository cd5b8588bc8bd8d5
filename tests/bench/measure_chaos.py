#!/usr/bin/env python3
"""Whether the chain of receiver, bus and detector loses anything that it does not count, whatever is done to it.

    unshare -m tests/bench/measure_chaos.py --bin build/release --kills 100 --seed 1

A receiver hears five cells and a fake one over the stand-in for a dongle, and a detector stores what it decodes. Then,
at moments that the seed chooses: kill -9 of one or the other; the detector away for a minute; gpsd started anew; the
radio unplugged and back; the receiver's disk full; the detector's disk full. At the end what the receiver printed, block
by block, is held against what the store has taken. The disks are tmpfs: this wants root, and a mount namespace of its
own.
"""
import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time


def scene():
    """Six cells in the 2.4 MHz around 939.1 MHz."""
    arfcns = [16, 18, 20, 23, 25]
    cells = [{"arfcn": arfcn, "bsic": 9 + i, "lac": 100, "ci": 1000 + arfcn, "level_db": -52 - 4 * i,
              "neighbours": [a for a in arfcns if a != arfcn]} for i, arfcn in enumerate(arfcns)]
    fake = {"arfcn": 21, "bsic": 42, "lac": 9, "ci": 1, "level_db": -45, "neighbours": [], "reselect_offset_db": 126,
            "t3212": 1, "cell_reselect_hysteresis_db": 14}
    return {"v": 1, "noise_db": -112, "cells": cells + [fake]}


def has_fix(status):
    return (status["heartbeat"] or {}).get("gps") in ("2D fix", "3D fix")


def nothing_waits(status, since_s):
    """But the newest batch or two, as a heartbeat after that moment has it."""
    beat = status["heartbeat"]
    return beat is not None and beat["t"] > since_s and beat["spool_batches"] < 3


class Part:
    """A process that is started again and again, and what all of its lives printed and said."""

    def __init__(self, command, environment=None):
        self.command, self.environment, self.process = command, environment, None
        self.printed, self.said, self.threads = [], [], []

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env=os.environ | (self.environment or {}))
        for stream, lines in ((self.process.stdout, self.printed), (self.process.stderr, self.said)):
            thread = threading.Thread(target=self._listen, args=(stream, lines))
            thread.start()
            self.threads.append(thread)

    @staticmethod
    def _listen(stream, lines):
        for line in stream:
            if line.endswith("\n"):  # a killed process may leave half a line
                lines.append((time.time(), line.rstrip("\n")))

    def says(self, words, since, patience_s):
        """Whether it said so after a moment."""
        end = time.time() + patience_s
        while True:
            if any(at >= since and words in line for at, line in list(self.said)):
                return True
            if time.time() > end:
                return False
            time.sleep(0.2)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Exit status; None if it does not end."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()
            return None
        for thread in self.threads:
            thread.join()
        return self.process.returncode


class Chain:
    def __init__(self, options, folder):
        self.dice, self.folder = random.Random(options.seed), folder
        self.binaries = os.path.join(os.path.abspath(options.bin), "bin")
        for name in ("spool", "store"):
            os.mkdir(f"{folder}/{name}")
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", f"{folder}/{name}"], check=True)
        with open(f"{folder}/scene.json", "w", encoding="utf-8") as out:
            json.dump(scene(), out)
        self.bus, self.store, self.control = f"ipc://{folder}/bus", f"{folder}/store/store.db", f"{folder}/control"
        self.gpsd = Part([f"{self.binaries}/standin_gpsd", "--port", "29471", "--from", "52.5,13.4", "--heading", "90",
                          "--speed", "10"])
        self.detector = Part([f"{self.binaries}/cellwarden-detector", "--bus", self.bus, "--store", self.store])
        self.receiver = Part(
            [f"{self.binaries}/cellwarden", "scan", "--source",
             f"soapy:driver=cwstandin,scene={folder}/scene.json,control={self.control},epoch={time.time():.0f}",
             "--freq", "939.1M", "--gain", "40", "--gps", "127.0.0.1:29471", "--bus", self.bus, "--spool",
             f"{folder}/spool", "--evidence", "", "--sensor", "car", "--blocks", "-"],
            {"SOAPY_SDR_PLUGIN_PATH": os.path.join(os.path.abspath(options.bin), "standins")})

    def tell(self, line):
        with open(self.control, "a", encoding="utf-8") as out:
            out.write(line + "\n")

    def status(self):
        answer = subprocess.run([f"{self.binaries}/cellwarden", "status", "--bus", self.bus, "--json"],
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        sensors = json.loads(answer.stdout)["sensors"] if answer.returncode == 0 else []
        return sensors[0] if sensors else None

    def wait_for(self, what, true, patience_s=40):
        """Seconds until status says so."""
        begun = time.time()
        while time.time() - begun < patience_s:
            status = self.status()
            if status and true(status):
                print(f"  {what}: after {time.time() - begun:.1f} s", flush=True)
                return True
            time.sleep(0.3)
        print(f"  {what}: NOT within {patience_s} s; status {self.status()}", flush=True)
        return False

    def flows(self, what):
        begun = time.time()
        return self.wait_for(what, lambda now: nothing_waits(now, begun))

    def kills(self, count):
        done = {"receiver": 0, "detector": 0}
        for _ in range(count):
            time.sleep(self.dice.uniform(0.1, 4.0))
            name = self.dice.choice(sorted(done))
            part = getattr(self, name)
            part.kill()
            done[name] += 1
            time.sleep(self.dice.choice([0, 0, self.dice.uniform(0, 2)]))
            part.start()
        print(f"kill -9 of the receiver {done['receiver']} times, of the detector {done['detector']} times")
        return self.flows("blocks are stored again")

    def detector_away(self, seconds):
        print(f"detector away for {seconds} s")
        self.detector.kill()
        time.sleep(seconds)
        self.detector.start()
        return self.flows("what waited is stored")

    def gpsd_anew(self):
        print("gpsd started anew")
        self.gpsd.kill()
        gone = self.wait_for("that there is no fix is told", lambda now: not has_fix(now))
        self.gpsd.start()
        return self.wait_for("there is a fix again", has_fix) and gone

    def unplugged(self, how):
        print(f"radio: {how}, and back")
        begun = time.time()
        self.tell(how)
        said = self.receiver.says("plug it in", begun, 30)
        time.sleep(self.dice.uniform(0, 10))
        self.tell("replug")
        back = self.receiver.says("is back", begun, 30)
        print(f"  said that it is gone: {said}, that it is back: {back}")
        return self.flows("blocks are stored again") and said and back

    def fill(self, name):
        try:
            with open(f"{self.folder}/{name}/filler", "wb") as out:
                while True:
                    out.write(bytes(4096))
                    out.flush()
        except OSError:
            pass

    def spool_full(self):
        print("disk of the receiver full, the detector away")
        begun = time.time()
        self.detector.kill()  # so that the spool has to grow
        self.fill("spool")
        said = self.receiver.says("full", begun, 240)
        print(f"  said after {time.time() - begun:.0f} s: {said}")
        time.sleep(10)
        os.remove(f"{self.folder}/spool/filler")
        healed = self.receiver.says("kept again", begun, 30)
        self.detector.start()
        lost = self.flows("all of it is stored") and self.status()["blocks_lost"]
        print(f"  said that it is over: {healed}; {lost} blocks counted as lost")
        return said and healed and lost is not False

    def store_full(self):
        print("disk of the detector full")
        begun = time.time()
        db = sqlite3.connect(self.store)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        self.fill("store")
        said = self.detector.says("full", begun, 60)
        print(f"  said after {time.time() - begun:.0f} s: {said}")
        time.sleep(20)
        os.remove(f"{self.folder}/store/filler")
        return self.flows("blocks are stored again") and said

    def books(self):
        """What was printed, and what the store has taken."""
        blocks = [json.loads(line) for _, line in self.receiver.printed]
        numbers = {block["n"] for block in blocks}
        db = sqlite3.connect(self.store)
        taken, total, lost = db.execute("SELECT sum(blocks_stored), sum(blocks_total), sum(blocks_lost) FROM epochs"
                                        ).fetchone()
        of_cells = db.execute("SELECT sum(blocks) FROM cells").fetchone()[0]
        raised = db.execute("SELECT count(*) FROM steps WHERE kind='raised'").fetchone()[0]
        alerts = db.execute("SELECT count(*) FROM ledger").fetchone()[0]
        db.close()
        print(f"decoded {total} = stored {taken} + lost {lost}{'' if total == taken + lost else ': DOES NOT ADD UP'} "
              f"({of_cells} by its cells' own counts, which are up to a second late); printed {len(blocks)}, {len(numbers)} numbers; "
              f"{alerts} alerts, raised {raised} times")
        return (total == taken + lost and len(blocks) == len(numbers) and len(blocks) <= total and
                max(numbers) < total and (alerts, raised) == (1, 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default="build/release")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--away", type=float, default=60)
    parser.add_argument("--keep", action="store_true", help="print what both said")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="cw-chaos-")
    chain = Chain(options, folder)
    held = []
    for part in (chain.gpsd, chain.detector, chain.receiver):
        part.start()
    try:
        held.append(chain.wait_for("blocks and a fix", lambda now: now["blocks_stored"] > 300 and has_fix(now)))
        held.append(chain.kills(options.kills))
        held.append(chain.detector_away(options.away))
        held.append(chain.gpsd_anew())
        held += [chain.unplugged("unplug"), chain.unplugged("unplug silent")]
        held += [chain.spool_full(), chain.store_full()]
    finally:
        statuses = [chain.receiver.stop(), chain.detector.stop()]
        chain.gpsd.kill()
    held.append(statuses == [0, 0])
    held.append(chain.books())
    if options.keep:
        for lines in (chain.receiver.said, chain.detector.said, chain.detector.printed):
            print(*(f"{at:.1f} {line}" for at, line in lines), sep="\n")
    for name in ("spool", "store"):
        subprocess.run(["umount", f"{folder}/{name}"])
    shutil.rmtree(folder)
    print("all held" if all(held) else f"NOT all held: {held}, exit {statuses}")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
