"""A scan over the stand-ins for hardware: what it prints, and the blocks it hands on."""
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

program = standins = folder = None


def main():
    """main(PROGRAM, STANDINS...): ctest gives where they are."""
    global program, standins, folder
    program, standins = sys.argv[1], {os.path.basename(path).split(".")[0]: path for path in sys.argv[2:]}
    with tempfile.TemporaryDirectory(prefix="cw-live-") as folder:
        unittest.main(module="__main__", argv=[sys.argv[0]], verbosity=2)


def write_scene(name, cells, **rest):
    path = os.path.join(folder, name + ".json")
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"v": 1, "noise_db": -112, "cells": cells} | rest, out)
    return path


def cell(arfcn, bsic, ci, level_db=-55, **rest):
    return {"arfcn": arfcn, "bsic": bsic, "lac": 100, "ci": ci, "level_db": level_db, "neighbours": [20, 62]} | rest


def identity(block):
    """LAC and CI of an SI3 (TS 44.018 clause 9.1.35)."""
    octets = bytes.fromhex(block["data"])
    return int.from_bytes(octets[8:10], "big"), int.from_bytes(octets[3:5], "big")


class Scan:
    """A running scan; its blocks and sentences as they come."""

    def __init__(self, source, *options, sensor="car"):
        self.blocks, self.said = [], []
        self.process = subprocess.Popen(
            [program, "scan", "--source", source, "--sensor", sensor, "--evidence", "", "--blocks", "-",
             *([] if "--bus" in options else ["--bus", f"ipc://{folder}/nobody", "--spool",
                                              tempfile.mkdtemp(dir=folder)]), *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"SOAPY_SDR_PLUGIN_PATH": os.path.dirname(standins["libcwStandinSupport"])})
        self.threads = [threading.Thread(target=self._take, args=(self.process.stdout, self._block)),
                        threading.Thread(target=self._take, args=(self.process.stderr, self.said.append))]
        for thread in self.threads:
            thread.start()

    def _take(self, stream, call):
        for line in stream:
            if line.endswith("\n"):  # a killed process may leave half a line
                call(line)

    def _block(self, line):
        self.blocks.append(json.loads(line))

    def wait_until(self, true, patience_s):
        end = time.monotonic() + patience_s
        while not true(self) and time.monotonic() < end and self.process.poll() is None:
            time.sleep(0.1)
        return true(self)

    def cells(self):
        """{ARFCN: (BSIC, LAC, CI)} of those whose SI3 was read."""
        return {block["arfcn"]: (block["bsic"], *identity(block)) for block in list(self.blocks)
                if block["channel"] == "bcch" and block["data"][4:6] == "1b"}

    def heard(self, words):
        return any(words in line for line in list(self.said))

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=20)
        for thread in self.threads:
            thread.join()
        for stream in (self.process.stdout, self.process.stderr):
            stream.close()
        return status


@contextlib.contextmanager
def scan(*arguments, **named):
    running = Scan(*arguments, **named)
    try:
        yield running
    finally:
        running.stop()


@contextlib.contextmanager
def server(name, *options):
    """A stand-in that listens; gives its HOST:PORT."""
    process = subprocess.Popen([standins[name], "--port", "0", *options], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
