"""Blocks that no network of the recordings sends: every frequency list format, random rest octets."""
import random

PADDING = 0x2B
SOURCE = "made up"


class RestBits:
    """Rest octets: bits, H and L relative to the padding."""

    def __init__(self, draw):
        self.draw, self.bits = draw, []

    def field(self, count):
        self.bits += [self.draw.randrange(2) for _ in range(count)]

    def number(self, value, count):
        self.bits += [value >> i & 1 for i in reversed(range(count))]

    def optional(self, count, chance=0.5):
        present = self.draw.random() < chance
        self.bits.append(int(present))
        if present:
            self.field(count)
        return present

    def high(self):
        self.bits.append(1 ^ PADDING >> (7 - len(self.bits) % 8) & 1)

    def octets(self, count):
        """Padded to so many octets; nothing if there are more bits."""
        if len(self.bits) > 8 * count:
            return None
        while len(self.bits) < 8 * count:
            self.bits.append(PADDING >> (7 - len(self.bits) % 8) & 1)
        text = "".join(str(bit) for bit in self.bits)
        return int(text, 2).to_bytes(count, "big")


def utran_neighbours(w, draw):
    w.optional(7, 0.2)                        # Index_Start_3G
    w.optional(7, 0.2)                        # Absolute_Index_Start_EMR
    w.number(1, 1)                            # FDD
    w.optional(3, 0.2)                        # bandwidth
    for _ in range(draw.randrange(1, 3)):
        w.number(1, 1)
        w.number(0, 1)
        w.field(14 + 1)                       # UARFCN, cell 0
        count = draw.randrange(0, 6)
        w.number(count, 5)
        for k in range(1, count + 1):         # 10, 9, 9, 8, 8 bits, none of them 0
            width = 10 - (k.bit_length() - 1)
            w.number(draw.randrange(1, 1 << width), width)
    w.number(0, 1)
    w.number(0, 1)                            # TDD


def eutran_parameters(w, draw):
    w.field(3)
    if draw.random() < 0.3:                   # measurement parameters
        w.number(1, 1)
        w.field(4 + 1 + 2)
        w.number(0, 1)
        for _ in ("fdd", "tdd"):
            if w.optional(3):
                w.optional(6)
                w.optional(3)
    else:
        w.number(0, 1)
    if draw.random() < 0.3:                   # GPRS measurement parameters
        w.number(1, 1)
        w.field(4 + 1 + 2)
        for _ in ("fdd", "tdd"):
            if w.optional(3):
                w.optional(6)
                w.optional(3)
    else:
        w.number(0, 1)
    for _ in range(draw.randrange(1, 3)):
        w.number(1, 1)
        for _ in range(draw.randrange(1, 3)):
            w.number(1, 1)
            w.field(16)
            w.optional(3)
        w.number(0, 1)
        w.optional(3)
        w.field(5)
        w.optional(5)
        w.optional(5)
    w.number(0, 3)                            # no more, nothing not allowed, no mapping


def additions(w, draw):
    w.high()
    w.optional(7)
    if draw.random() < 0.5:
        w.number(1, 1)
        w.optional(6)
    else:
        w.number(0, 1)
    w.high()
    w.field(1)
    w.high()
    w.optional(6)
    w.optional(6)
    w.high()
    w.number(1, 1)
    w.optional(15)                            # serving cell priority
    if draw.random() < 0.3:                   # 3G priority
        w.number(1, 1)
        w.field(2)
        w.optional(13)
        w.number(1, 1)
        w.optional(5, 1.0)
        w.number(0, 1)
        w.optional(3)
        w.field(5)
        w.optional(5)
        w.optional(5)
        w.number(0, 1)
    else:
        w.number(0, 1)
    if draw.random() < 0.8:
        w.number(1, 1)
        eutran_parameters(w, draw)
    else:
        w.number(0, 1)
    w.number(0, 2)                            # CSG


def si2quater(draw):
    w = RestBits(draw)
    w.field(3 + 4 + 4)
    w.optional(3)                             # measurement parameters
    w.number(0, 2)                            # real time difference, BSIC
    w.number(0, 1)                            # report priority
    w.number(0, 1)                            # GPRS measurement parameters
    w.number(0, 1) if draw.random() < 0.5 else (w.number(1, 1), w.field(2), w.optional(9))
    w.number(0, 1)                            # extension
    if draw.random() < 0.5:
        w.number(1, 1)
        utran_neighbours(w, draw)
    else:
        w.number(0, 1)
    if draw.random() < 0.5:                   # 3G measurement parameters
        w.number(1, 1)
        w.field(5)
        w.optional(10)
        w.optional(6)
    else:
        w.number(0, 1)
    w.number(0, 1)                            # GPRS 3G measurement parameters
    if draw.random() < 0.8:
        additions(w, draw)
    rest = w.octets(20)
    return None if rest is None else b"\x05\x06\x07" + rest


def random_octets(draw, count):
    return bytes(draw.randrange(256) for _ in range(count))


def frequency_lists(draw):
    """(16 octets) in every format, full and ending early."""
    spare_bits = {0x00: 0x0F, 0x80: 0x07, 0x84: 0x03}
    for first in (0x00, 0x80, 0x84, 0x88, 0x8A, 0x8C, 0x8E):
        for _ in range(20):
            head = first | (draw.randrange(256) & spare_bits.get(first, 0x01))
            octets = bytes([head]) + random_octets(draw, 15)
            if draw.randrange(2):
                octets = octets[:draw.randrange(4, 14)].ljust(16, b"\0")
            yield octets


def blocks(seed=9):
    draw = random.Random(seed)
    made = []
    for octets in frequency_lists(draw):
        made.append(("bcch", b"\x55\x06\x19" + octets + b"\xb9\0\0\x2b"))
        made.append(("bcch", b"\x59\x06\x1a" + octets + b"\x03\xb9\0\0"))
        made.append(("bcch", b"\x49\x06\x03" + octets + b"\x2b" * 4))
    for _ in range(100):
        lai = b"\x62\xf2\x20" + random_octets(draw, 2)
        made.append(("bcch", b"\x49\x06\x1b" + random_octets(draw, 2) + lai + random_octets(draw, 13)))
        made.append(("bcch", b"\x31\x06\x1c" + lai + random_octets(draw, 5) + random_octets(draw, 10)))
        made.append(("bcch", b"\x41\x06\x1c" + lai + random_octets(draw, 5) + b"\x64" +
                     bytes([0x40 | draw.randrange(64)]) + random_octets(draw, 2) + b"\x2b" * 6))
        made.append(("ccch", b"\x2d\x06\x3f\x00" + bytes([0x40 | draw.randrange(64)]) + random_octets(draw, 5) +
                     bytes([draw.randrange(64), 0]) + b"\x2b" * 11))
        made.append(("ccch", b"\x49\x06\x39\x00" + random_octets(draw, 7) + random_octets(draw, 7) + b"\0" +
                     b"\x2b" * 4))
        made.append(("ccch", b"\x4d\x06\x3a\x00" + random_octets(draw, 16) + b"\x2b" * 3))
    made += [("bcch", block) for block in (si2quater(draw) for _ in range(400)) if block]
    assert all(len(octets) == 23 for _, octets in made), {len(octets) for _, octets in made}
    return [(channel, octets, SOURCE) for channel, octets in made]
