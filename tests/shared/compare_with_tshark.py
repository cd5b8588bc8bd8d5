#!/usr/bin/env python3
"""Names and values of messages/gsm against tshark, on every GSM block in ../shared.

Exit 77: skipped, with the reason. Differences are listed by block number and field; identities of
subscribers are neither compared nor printed.
"""
import argparse
import collections
import json
import os
import shutil
import subprocess
import sys

import made_up_blocks
import message_fields
import shared_blocks
import tshark_oracle


def describe(tool, blocks):
    lines = "".join(f"{channel} {octets.hex()}\n" for channel, octets, _ in blocks)
    done = subprocess.run([tool], input=lines, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def gather(shared):
    """Blocks by kind of source; the same block is compared once."""
    sources = {
        "truth": shared_blocks.from_truth(shared),
        "captures": shared_blocks.from_captures(shared),
        "generator": shared_blocks.from_generator(shared),
        "made up": made_up_blocks.blocks(),
    }
    for kind in ("truth", "captures"):
        assert sources[kind], f"no blocks from {kind}"
    print(", ".join(f"{len(blocks)} blocks from {kind}" for kind, blocks in sources.items()))
    unique = {}
    for blocks in sources.values():
        for channel, octets, source in blocks:
            unique.setdefault((channel, octets), (channel, octets, source))
    return list(unique.values())


def differences(ours, theirs):
    """(field, ours, tshark's) of one block."""
    expected_name = message_fields.name_of(theirs)
    if expected_name is None or theirs.reassembled:  # of segments, where a block is read alone here
        return []
    if "error" in ours:
        return [("name", "error " + ours["error"], expected_name)]
    if ours["name"] != expected_name:
        return [("name", ours["name"], expected_name)]
    found = []
    for field, mine, other in message_fields.pairs(ours["name"], ours["fields"], theirs):
        if mine != other:
            found.append((field, mine, other))
    return found


def unredacted(dissection):
    """Fields in which tshark still sees a subscriber or a text; their names, never their values."""
    found = [name for name in ("gsm_a.tmsi", "3gpp.tmsi") if any(dissection.numbers(name))]
    for imsi in dissection.texts("e212.imsi"):
        if imsi.strip("0f")[6:]:
            found.append("e212.imsi")
    found += [name for name in ("gsm_a.imei", "gsm_a.imeisv") if any(t.strip("0") for t in dissection.texts(name))]
    if any(name.startswith("gsm_sms.") for name, _, _ in dissection.fields):
        found.append("gsm_sms")
    return found


def compare(blocks, mine, theirs):
    """Prints every difference; their number, and how many values of each message were compared."""
    wrong, values, first_segment = 0, collections.Counter(), None
    for number, (block, ours, other) in enumerate(zip(blocks, mine, theirs)):
        name = ours.get("name", "unread")
        where = f"block {number} ({block[2]}, {block[0]}, {name})"
        found = differences(ours, other)
        if name == "cp_data":
            first_segment = ours
        elif other.reassembled and message_fields.name_of(other) == "cp_data":
            found += [pair for pair in message_fields.pairs("cp_data", first_segment["fields"], other)
                      if pair[1] != pair[2]]
            values["cp_data"] += 1
        for field, mine_value, other_value in found:
            wrong += 1
            print(f"{where}: {field} is {mine_value}, tshark says {other_value}")
        if "name" in ours:
            values[name] += len(message_fields.pairs(name, ours["fields"], other))
    for name in values:
        if name in message_fields.READERS and not values[name]:
            wrong += 1
            print(f"{name}: no value of it was compared")
    return wrong, values


def check_redaction(blocks, mine):
    """That a redacted block reads as before, and that tshark finds nobody in it."""
    wrong = 0
    readable = [(block, ours) for block, ours in zip(blocks, mine) if "name" in ours]
    redacted = tshark_oracle.dissect([(block[0], bytes.fromhex(ours["redacted"])) for block, ours in readable])
    for (block, ours), dissection in zip(readable, redacted):
        found = unredacted(dissection)
        if found or not ours["same_when_redacted"]:
            wrong += 1
            print(f"({block[2]}, {block[0]}, {ours['name']}) redacted: "
                  + (", ".join(found) + " left" if found else "reads otherwise"))
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--shared", required=True)
    options = parser.parse_args()
    if not os.path.isdir(os.path.join(options.shared, "recordings")):
        skip("no shared recordings beside the project")
    if shutil.which("tshark") is None:
        skip("tshark is not installed")
    blocks = gather(options.shared)
    mine = describe(options.tool, blocks)
    assert len(mine) == len(blocks)
    theirs = tshark_oracle.dissect([(channel, octets) for channel, octets, _ in blocks])
    wrong, values = compare(blocks, mine, theirs)
    wrong += check_redaction(blocks, mine)
    names = collections.Counter(ours.get("name", "unread") for ours in mine)
    print(f"{len(blocks)} different blocks, {sum(values.values())} values compared: "
          + ", ".join(f"{count} {name}" for name, count in sorted(names.items())))
    assert blocks and sum(values.values()) > len(blocks)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
