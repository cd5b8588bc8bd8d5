"""Every GSM block there is in ../shared: recordings' truth, captures, and what the generator sends."""
import glob
import json
import os
import subprocess
import sys
import tempfile

import generator_libraries
import tshark_oracle

BROADCAST_TYPES = {0x00, 0x02, 0x03, 0x07, 0x19, 0x1A, 0x1B, 0x1C}


def channel_on_slot_0(octets):
    return "bcch" if octets[1] == 6 and octets[2] in BROADCAST_TYPES else "ccch"


def from_truth(shared):
    """Blocks that recordings are known to hold, with the file that says so."""
    blocks = []
    for path in sorted(glob.glob(os.path.join(shared, "recordings/real/*.truth.json"))):
        with open(path, encoding="utf-8") as text:
            truth = json.load(text)
        messages = list(truth.get("messages", []))
        for cell in truth.get("cells", []):
            messages += cell.get("messages", [])
        for message in messages:
            if "l2" in message:
                octets = bytes.fromhex(message["l2"])
                blocks.append((channel_on_slot_0(octets), octets, os.path.basename(path)))
    return blocks


def from_captures(shared):
    blocks = []
    for path in sorted(glob.glob(os.path.join(shared, "recordings/cells/rrc/*.pcap*"))):
        for channel, octets in tshark_oracle.downlink_blocks_of_capture(path):
            blocks.append((channel, octets, os.path.basename(path)))
    return blocks


def generated_channel(block):
    kind = block["type"].partition(":")[0]
    if kind == "SDCCH":
        return "sdcch8" if block["ts"] else "sdcch4"
    if kind == "SACCH":
        return "sacch"
    return channel_on_slot_0(bytes.fromhex(block["l2"]))


def from_generator(shared):
    """What the shared scenarios send; empty where the generator lacks what it needs."""
    tool = os.path.join(shared, "tools/gsm_gen.py")
    blocks = []
    with tempfile.TemporaryDirectory() as folder:
        for scenario in sorted(glob.glob(os.path.join(shared, "tools/scenarios/*.json"))):
            name = os.path.splitext(os.path.basename(scenario))[0]
            dump = os.path.join(folder, name + ".blocks.json")
            command = [sys.executable, tool, scenario, "-o", os.path.join(folder, name), "--truth-only",
                       "--dump", dump]
            done = subprocess.run(command, env=generator_libraries.environment(folder), stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, check=False)
            if done.returncode != 0 or not os.path.exists(dump):
                continue
            with open(dump, encoding="utf-8") as text:
                for block in json.load(text):
                    blocks.append((generated_channel(block), bytes.fromhex(block["l2"]), name))
    return blocks
