"""What the suites of recordings share: options, skipping, the program's output, generated recordings.

Truth comes from the files beside the recordings and from the generator; the program never sees it.
Messages name blocks by channel and frame number and never show their octets: some page real people.
"""
import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import generator_libraries  # noqa: E402

SKIPPED = 77
TOOLS_PYTHON = "/usr/bin/python3"  # Debian's, which has python3-numpy
SEVERITIES = ["low", "medium", "high", "critical"]

program = None
shared = None
folder = None


def path(*parts):
    """Of a file in the shared folder."""
    return os.path.join(shared, *parts)


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def require_generator():
    script = "import ctypes, numpy; ctypes.CDLL('libosmocoding.so.0'); ctypes.CDLL('libosmogsm.so.18')"
    tried = subprocess.run([TOOLS_PYTHON, "-c", script], env=generator_libraries.environment(folder), text=True,
                           stderr=subprocess.PIPE) if os.access(TOOLS_PYTHON, os.X_OK) else None
    if tried is None or tried.returncode:
        why = tried.stderr.strip().splitlines()[-1] if tried else f"there is no {TOOLS_PYTHON}"
        skip(f"the generator needs Debian's python3, python3-numpy and libosmocoding0: apt-get install them ({why})")


def main(generator):
    """Reads the options, skips what cannot run, runs the tests of the calling module."""
    global program, shared, folder
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--shared", required=True)
    options, rest = parser.parse_known_args()
    program, shared = os.path.abspath(options.program), os.path.abspath(options.shared)
    if not os.path.isdir(path("recordings")):
        skip("no shared recordings beside the project (../shared/recordings)")
    with tempfile.TemporaryDirectory(prefix="cw-recordings-") as folder:
        if generator:
            require_generator()
        unittest.main(module="__main__", argv=[sys.argv[0], *rest], verbosity=2)


# ---------------------------------------------------------------- recordings
def tool(name, *arguments, **environment):
    done = subprocess.run([path("tools", name), *arguments],
                          env=generator_libraries.environment(folder) | environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, f"{name} failed: {done.stdout}"


def generated(name):
    """Base name of a recording made from its scenario, once."""
    base = os.path.join(folder, name)
    if not os.path.exists(base + ".sigmf-meta"):
        tool("make_recordings.sh", name, OUT=folder, PYTHON=TOOLS_PYTHON)
    return base


def impaired(base, *options):
    """Base name of another recording with a receiver's or a channel's faults on it."""
    out = os.path.join(folder, "impaired")
    tool("impair.py", base + ".sigmf-meta", "-o", out, *options)
    return out


def truth_of(base):
    with open(base + ".truth.json") as file:
        return json.load(file)


def sent_by(name):
    """Every block of a scenario as the generator lists it: {cell: {(slot, fn): (type, octets)}}."""
    dump = os.path.join(folder, name + ".dump.json")
    if not os.path.exists(dump):
        tool("gsm_gen.py", path("tools/scenarios", name + ".json"), "-o", os.path.join(folder, name + ".dumped"),
             "--truth-only", "--dump", dump)
    sent = {}
    with open(dump) as file:
        for block in json.load(file):
            cell = sent.setdefault(block["cell"], {})
            cell[block["ts"], block["fn"]] = block["type"], block["l2"]
    assert sent, f"the generator lists no block of {name}"
    return sent


# ---------------------------------------------------------------- the program
class Replay:
    """One run: exit status, report, blocks."""

    def __init__(self, *recordings, options=()):
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            blocks = os.path.join(scratch, "blocks.jsonl")
            done = subprocess.run([program, "replay", *recordings, "--json", "--quiet", "--keep-identities",
                                   "--blocks", blocks, *options],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.status = done.returncode
            assert self.status in (0, 3), f"exit status {self.status}: {done.stderr}"
            self.report = json.loads(done.stdout)
            with open(blocks) as file:
                self.blocks = [json.loads(line) for line in file]

    def cells(self, arfcn):
        return [cell for cell in self.report["cells"] if cell["arfcn"] == arfcn]

    def alerts(self, at_least="medium"):
        lowest = SEVERITIES.index(at_least)
        return [alert for alert in self.report["alerts"] if SEVERITIES.index(alert["severity"]) >= lowest]

    def heard(self, arfcn, slots=None):
        """{(slot, fn): block} without SCH. A second block at the same place is an invention."""
        found = {}
        for block in self.blocks:
            if block["arfcn"] == arfcn and block["channel"] != "sch" and (slots is None or block["slot"] in slots):
                assert (block["slot"], block["fn"]) not in found, f"two blocks at frame {block['fn']}"
                found[block["slot"], block["fn"]] = block
        return found

    def sch(self, arfcn):
        return [block for block in self.blocks if block["arfcn"] == arfcn and block["channel"] == "sch"]


def learnt(name, *recordings):
    """A baseline made as a user would: path of its file."""
    database = os.path.join(folder, name)
    if not os.path.exists(database):
        done = subprocess.run([program, "baseline", "learn", *recordings, "--db", database, "--quiet"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0, done.stdout
    return database


def learnt_over_weeks(name, base, days=21):
    """A baseline that heard a recording once a day."""
    database = os.path.join(folder, name)
    for day in range(1, days + 1):
        dated = os.path.join(folder, f"day{day}")
        with open(base + ".sigmf-meta") as file:
            meta = json.load(file)
        meta["captures"][0]["core:datetime"] = f"2026-01-{day:02}T10:00:00Z"
        with open(dated + ".sigmf-meta", "w") as file:
            json.dump(meta, file)
        os.symlink(base + ".sigmf-data", dated + ".sigmf-data")
        done = subprocess.run([program, "baseline", "learn", dated + ".sigmf-meta", "--db", database, "--quiet"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0, done.stdout
    return database, dated + ".sigmf-meta"


def differences(heard, sent):
    """(missing, wrong) as places: sent and not heard; heard and never sent, or with other octets."""
    missing = sorted(set(sent) - set(heard))
    wrong = sorted(place for place, block in heard.items() if place not in sent or block["data"] != sent[place][1])
    return missing, wrong


class Case(unittest.TestCase):
    def assert_status(self, run, alerts):
        self.assertEqual(run.status, 3 if alerts else 0)

    def assert_no_alert(self, run):
        self.assertEqual([(alert["severity"], alert["cell_id"], [finding["rule"] for finding in alert["findings"]])
                          for alert in run.alerts()], [])

    @contextlib.contextmanager
    def recording(self, name):
        with self.subTest(recording=name):
            yield
