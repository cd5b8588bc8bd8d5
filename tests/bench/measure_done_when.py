#!/usr/bin/python3
"""Sensitivity, echoes, fading, errors and the wide recording, as issue 9 asks for them, on recordings made by others.

  measure_done_when.py [--tools DIR] [--build DIR] [PART...]

PART: awgn combining echoes fading offsets clock wide (default: all). Recordings are generated into a temporary folder
with gsm_gen.py and impair.py of DIR (default ../shared/tools beside the checkout), decoded by DIR/bin/cellwarden of
--build (default build/release) and compared with the generator's list of blocks. Prints; asserts nothing.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PYTHON = "/usr/bin/python3"  # Debian's, which has numpy


class Bench:
    def __init__(self, tools, build, folder):
        self.tools, self.build, self.folder = tools, build, folder
        self.sent = {}

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *command):
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout

    def tool(self, name, *arguments):
        self.run(PYTHON, os.path.join(self.tools, name), *arguments)

    def generate(self, scenario):
        self.tool("gsm_gen.py", os.path.join(self.tools, "scenarios", scenario + ".json"),
                  "-o", self.path(scenario), "--dump", self.path(scenario + ".blocks.json"))
        with open(self.path(scenario + ".blocks.json")) as file:
            self.sent[scenario] = json.load(file)

    def impair(self, scenario, name, *options):
        self.tool("impair.py", self.path(scenario + ".sigmf-meta"), "-o", self.path(name), *options)

    def replay(self, name):
        """-> (report, blocks)"""
        blocks = self.path(name + ".jsonl")
        report = json.loads(self.run(os.path.join(self.build, "bin/cellwarden"), "replay",
                                     self.path(name + ".sigmf-meta"), "--json", "--quiet", "--keep-identities",
                                     "--blocks", blocks))
        with open(blocks) as file:
            return report, [json.loads(line) for line in file]

    def score(self, scenario, blocks, cell=0):
        """-> (TS0 blocks sent, of those decoded, blocks nobody sent)"""
        on_air = {(b["fn"], b["ts"]): b["l2"] for b in self.sent[scenario] if b["cell"] == cell}
        got = {(b["fn"], b["slot"]): b["data"] for b in blocks if b["channel"] != "sch"}
        sent = [key for key in on_air if key[1] == 0]
        right = sum(got.get(key) == on_air[key] for key in sent)
        # A block cut by the recording's edge is not in the list although it was sent: never count the first and last.
        frames = [fn for fn, _ in on_air]
        wrong = sum(data != on_air.get(key) for key, data in got.items() if min(frames) <= key[0] <= max(frames))
        return len(sent), right, wrong

    def row(self, label, scenario, name, note=""):
        sent, right, wrong = self.score(scenario, self.replay(name)[1])
        print("  %-28s %4d of %d  %6.2f %%  wrong %d  %s" % (label, right, sent, 100 * right / sent, wrong, note))
        sys.stdout.flush()
        return right


def awgn(bench):
    print("3 white noise: 99 % at 2.5 dB, 50 % at 0 dB")
    for esn0 in (8, 2.5, 1.5, 1, 0, -1):
        bench.impair("legit_a", "x", "--esn0", str(esn0))
        bench.row("Es/N0 %g dB" % esn0, "legit_a", "x")


def combining(bench):
    print("3 repeats: SI3 within 10 s at -3 dB")
    for seed in (1, 2, 3, 4):
        bench.impair("legit_a", "x", "--esn0", "-3", "--seed", str(seed))
        blocks = bench.replay("x")[1]
        si3 = [b for b in blocks if b["channel"] == "bcch" and b["data"][2:6] == "061b"]
        _, right, wrong = bench.score("legit_a", blocks)
        print("  seed %d: SI3 %s; %d TS0 blocks, wrong %d" % (
            seed, "at %.2f s, %d combined" % (si3[0]["t"], si3[0]["combined"]) if si3 else "not found", right, wrong))


def echoes(bench):
    print("4 two equal taps 3.7 symbols apart, 12 dB: 95 %")
    for phase in range(0, 360, 45):
        bench.impair("legit_a", "x", "--taps", "0:0,3.7s:0:%d" % phase, "--esn0", "12")
        bench.row("phase %d" % phase, "legit_a", "x")


def fading(bench):
    print("4 fading: within 1.5 dB of the ideal receiver on the same realisations")
    for profile, memory in (("TU50", 6), ("HT100", 8)):
        for esn0 in (2, 4, 6, 8, 10, 12):
            options = ("--fading", profile, "--format", "cf32", "--seed", str(esn0))
            bench.impair("legit_a", "clean", *options)
            bench.impair("legit_a", "x", *options, "--esn0", str(esn0))
            files = ("clean.sigmf-meta", "x.sigmf-meta", "legit_a.truth.json", "legit_a.blocks.json")
            ideal = json.loads(bench.run(os.path.join(bench.build, "bin/bench_ideal"), *map(bench.path, files),
                                         str(memory)))
            best = 100 * ideal["decoded"] / ideal["sent"]
            bench.row("%s %d dB" % (profile, esn0), "legit_a", "x", "ideal %.2f %%" % best)


def offsets(bench):
    print("5 carrier offset: within 2 % of the count at 0")
    for esn0 in (2.5, 8):
        for cfo in (0, -40000, -20000, -5000, 5000, 20000, 40000):
            bench.impair("legit_a", "x", "--cfo", str(cfo), "--esn0", str(esn0))
            bench.row("%+d Hz, %g dB" % (cfo, esn0), "legit_a", "x")


def clock(bench):
    print("5 sampling clock error: within 2 % of the count at 0")
    for esn0 in (2.5, 8):
        for ppm in (0, -50, -20, 20, 50):
            bench.impair("legit_a", "x", "--sfo", str(ppm), "--esn0", str(esn0))
            bench.row("%+d ppm, %g dB" % (ppm, esn0), "legit_a", "x")


def wide(bench):
    print("6 wide_5cells: 99 % of each cell's blocks; frequency error of the fake within 0.03 ppm")
    bench.generate("wide_5cells")
    with open(bench.path("wide_5cells.truth.json")) as file:
        truth = json.load(file)
    report, blocks = bench.replay("wide_5cells")
    for index, cell in enumerate(truth["cells"]):
        mine = [b for b in blocks if b["arfcn"] == cell["arfcn"]]
        sent, right, wrong = bench.score("wide_5cells", mine, index)
        found = [c for c in report["cells"] if c["arfcn"] == cell["arfcn"]]
        said = ["%s BSIC %s LAC %s CI %s, %.3f ppm" % (
            c["id"], c["bsic"], c["lac"], c["ci"], c["frequency_error_ppm"] or 0) for c in found]
        print("  ARFCN %d %g dB  %d of %d  wrong %d  BSIC %d LAC %d CI %d, %.3f ppm true; found: %s" % (
            cell["arfcn"], cell["level_db"], right, sent, wrong, cell["bsic_value"], cell["lac"], cell["ci"],
            cell["carrier_ppm"], "; ".join(said) or "nothing"))


PARTS = {"awgn": awgn, "combining": combining, "echoes": echoes, "fading": fading, "offsets": offsets,
         "clock": clock, "wide": wide}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("part", nargs="*", metavar="PART", help=" ".join(PARTS))
    parser.add_argument("--tools", default=os.path.join(os.path.dirname(ROOT), "shared", "tools"))
    parser.add_argument("--build", default=os.path.join(ROOT, "build/release"))
    args = parser.parse_args()
    unknown = set(args.part) - set(PARTS)
    if unknown:
        parser.error("no such part: %s" % ", ".join(sorted(unknown)))
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args.tools, args.build, folder)
        bench.generate("legit_a")
        for part in args.part or PARTS:
            PARTS[part](bench)


if __name__ == "__main__":
    main()
