"""Puts GSM blocks into GSMTAP packets and reads what tshark makes of them."""
import os
import struct
import subprocess
import tempfile
import xml.etree.ElementTree

# GSMTAP channel types; 0x80 is the SACCH beside one.
CHANNEL_TYPES = {"bcch": 1, "ccch": 2, "sdcch4": 7, "sdcch8": 8, "sacch": 0x88, "cbch": 0x0D}


def packet(channel, octets):
    """One block as GSMTAP in UDP in IPv4."""
    gsmtap = struct.pack(">BBBBHbbIBBBB", 2, 4, 1, 0, 1, 0, 0, 0, CHANNEL_TYPES[channel], 0, 0, 0)
    payload = gsmtap + octets
    udp = struct.pack(">HHHH", 4729, 4729, 8 + len(payload), 0)
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), 0, 0, 64, 17, 0, b"\x7f\0\0\1", b"\x7f\0\0\1")
    return ip + udp + payload


def write_pcap(path, blocks):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))  # raw IP
        for channel, octets in blocks:
            data = packet(channel, octets)
            out.write(struct.pack("<IIII", 0, 0, len(data), len(data)) + data)


def value(show):
    """Of a number or a flag; tshark 4.4 shows flags as words."""
    return {"True": 1, "False": 0}[show] if show in ("True", "False") else int(show, 0)


class Dissection:
    """The fields of one packet, in order: values by name, and what is shown for them."""

    def __init__(self, element):
        self.fields = []
        for field in element.iter("field"):
            self.fields.append((field.get("name", ""), field.get("show", ""), field.get("showname", "")))

    def texts(self, name):
        return [show for key, show, _ in self.fields if key == name]

    def numbers(self, name):
        return [value(show) for show in self.texts(name)]

    def number(self, name):
        found = self.numbers(name)
        return found[0] if found else None

    def shown(self, name):
        return [showname for key, _, showname in self.fields if key == name]

    @property
    def reassembled(self):
        """This is the last of several LAPDm segments, and tshark shows the whole."""
        return any(key.startswith("lapdm.fragment") for key, _, _ in self.fields)


def dissect(blocks):
    """Dissections of (channel, octets), in order."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "blocks.pcap")
        write_pcap(path, blocks)
        command = ["tshark", "-n", "-r", path, "-T", "pdml"]
        pdml = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    packets = [Dissection(element) for element in xml.etree.ElementTree.fromstring(pdml).iter("packet")]
    assert len(packets) == len(blocks), (len(packets), len(blocks))
    return packets


def downlink_blocks_of_capture(path):
    """(channel, octets) of every GSM Um downlink block in a capture of GSMTAP."""
    names = {number: name for name, number in CHANNEL_TYPES.items()}
    names.update({0x87: "sacch"})
    command = ["tshark", "-n", "-r", path, "-Y", "gsmtap.type == 1 && gsmtap.uplink == 0", "-T", "fields",
               "-e", "gsmtap.chan_type", "-e", "udp.payload"]
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    blocks = []
    for line in lines.splitlines():
        channel, payload = line.split("\t")
        octets = bytes.fromhex(payload.replace(":", ""))[16:]
        if int(channel) in names and len(octets) == 23:
            blocks.append((names[int(channel)], octets))
    return blocks
