#!/usr/bin/python3
"""Cellwarden and gr-gsm on the same recording in the same run: what each costs and what each finds.

  compare_grgsm.py [--tools DIR] [--program FILE] RECORDING.sigmf-meta [OFFSET_HZ...]

gr-gsm decodes one carrier a run: OFFSET_HZ names those to decode (default: 0). Its channelizing is done
beforehand and not counted. Write -- before a negative OFFSET_HZ. Needs Debian's gr-gsm, and gsm_peer.py in DIR
(default ../shared/tools beside the checkout).
"""
import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def measured(command):
    """-> (output, CPU seconds, wall seconds, peak bytes) of a command."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        child = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        for stream in (out, err):
            stream.seek(0)
        text, complaint = out.read().decode(), err.read().decode()  # gr-gsm's libraries chat on stderr
    if child.returncode != 0:
        sys.exit("compare_grgsm: %s ended with status %d\n%s" % (command[0], child.returncode, complaint))
    return text, usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024


def grgsm_child(tools, path, offset_hz):
    """Runs in its own process: shifts the carrier to 0 Hz, then counts only gr-gsm's own CPU."""
    sys.path.insert(0, tools)
    import gsm_peer
    import numpy as np
    samples, rate, center_hz = gsm_peer.load(path, None)
    scale = np.float32(1 / 128)
    samples = samples * scale
    if offset_hz:
        turns = np.arange(len(samples)) * (offset_hz / rate) % 1.0
        samples = samples * np.exp(-2j * np.pi * turns).astype(np.complex64)
    if rate > 2e6:
        step = int(rate // 1083333)
        taps = np.arange(-16 * step, 16 * step + 1)
        low_pass = np.sinc(taps * 260e3 / rate) * np.blackman(len(taps))
        samples = gsm_peer.fft_filter(samples, low_pass / low_pass.sum())[::step]
        rate /= step
    with tempfile.NamedTemporaryFile(suffix=".cfile") as file:
        samples.astype(np.complex64).tofile(file.name)
        seconds = len(samples) / rate
        del samples
        before = resource.getrusage(resource.RUSAGE_SELF)
        blocks = gsm_peer.run(file.name, rate, fc=center_hz and center_hz + offset_hz)
        after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cpu_s": cpu, "signal_s": seconds, "rate": rate, "blocks": len(blocks),
                      "peak_rss_bytes": after.ru_maxrss * 1024}))
    sys.stdout.flush()
    os._exit(0)  # the flowgraph's threads do not end by themselves


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("recording")
    parser.add_argument("offset_hz", nargs="*", type=float)
    parser.add_argument("--tools", default=os.path.join(os.path.dirname(ROOT), "shared", "tools"))
    parser.add_argument("--program", default=os.path.join(ROOT, "build/release/bin/cellwarden"))
    parser.add_argument("--grgsm-child", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.grgsm_child:
        grgsm_child(args.tools, args.recording, args.offset_hz[0])

    text, cpu, wall, peak = measured(
        [args.program, "replay", args.recording, "--json", "--threads", "1", "--quiet"])
    report = json.loads(text)
    signal = report["stats"]["signal_s"]
    on_ts0 = sum(count for cell in report["cells"] for channel, count in cell["blocks"].items()
                 if channel in ("bcch", "bcch-ext", "ccch"))
    print("%s: %.2f s" % (os.path.basename(args.recording), signal))
    print("cellwarden replay    %.4f CPU-s a second, %.4f wall, peak %4.0f MB, %d cells, %d BCCH and CCCH blocks" %
          (cpu / signal, wall / signal, peak / 1e6, len(report["cells"]), on_ts0))
    total = 0.0
    for offset_hz in args.offset_hz or [0.0]:
        out, _, _, _ = measured([sys.executable, os.path.abspath(__file__), args.recording, str(offset_hz),
                                 "--tools", args.tools, "--grgsm-child"])
        peer = json.loads(out.strip().splitlines()[-1])
        total += peer["cpu_s"] / peer["signal_s"]
        print("gr-gsm %+10.0f Hz   %.4f CPU-s a second at %.3f Msps, peak %4.0f MB, %d blocks" %
              (offset_hz, peer["cpu_s"] / peer["signal_s"], peer["rate"] / 1e6, peer["peak_rss_bytes"] / 1e6,
               peer["blocks"]))
    print("ratio                %.1f" % (total * signal / cpu))


if __name__ == "__main__":
    main()
